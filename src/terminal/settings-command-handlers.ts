import { Fault } from '../shared/fault.ts';
import type { CommandHandlers } from './commands.ts';
import type { settingsCommands } from './settings-commands.ts';
import type { SettingsCopy } from './settings-copy.ts';

type Handlers = Pick<CommandHandlers, keyof typeof settingsCommands>;

/** The same on a running terminal, which takes the change up at once, and on a stopped one. */
export function createSettingsHandlers(
  copy: Pick<SettingsCopy, 'write' | 'read' | 'apply'>,
  audit: (action: string, subject: string) => void,
): Handlers {
  return {
    'settings.export': async ({ passphrase }) => {
      const text = await copy.write(passphrase);
      audit(passphrase === null ? 'settings.exported' : 'settings.exportedWithSecrets', 'file');
      return { text };
    },
    'settings.import': async ({ text, passphrase, isConfirmed }) => {
      const reading = await copy.read(text, passphrase);
      const { secrets, changes, problems, timing, system } = reading.view;
      const answer = {
        secrets,
        changes: changes.map(({ row, before, after }) => ({ key: row.key, before, after, isSecret: row.isSecret })),
        timing,
        system,
      };
      if (!isConfirmed || changes.length === 0) return { ...answer, problems, isApplied: false };
      // The socket ends with the part below the screen.
      const outcome = await copy.apply(reading, { isAnsweredFirst: true });
      if (outcome.kind === 'notApplied') throw new Fault('internal.bug', 'it was to be answered first');
      if (outcome.kind === 'refused') return { ...answer, problems: outcome.problems, isApplied: false };
      for (const { row } of changes) audit('settings.changed', row.key);
      return { ...answer, problems: [], isApplied: true };
    },
  };
}
