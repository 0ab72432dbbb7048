import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { AdminGuard } from './admin-access.ts';
import type { SettingsKeeper } from './settings-keeper.ts';

export interface AdminSettingsParts {
  readonly guard: AdminGuard;
  readonly settings: SettingsKeeper;
  readonly note: (action: string, subject: string | null) => void;
}

type Calls = Pick<CallHandlers, 'admin.settings' | 'admin.saveSettings'>;

/** The admin side's calls about settings; each changed key is written to the audit log, never a value. */
export function adminSettingsCalls({ guard, settings, note }: AdminSettingsParts): Calls {
  return {
    'admin.settings': async ({ session }) => {
      guard.require(session);
      return settings.view();
    },
    'admin.saveSettings': async ({ session, ...changes }) => {
      guard.require(session);
      const outcome = await settings.save(changes);
      if (outcome.kind === 'saved') {
        for (const key of [...Object.keys(changes.changes), ...changes.reset]) note('settings.changed', key);
      }
      return outcome;
    },
  };
}
