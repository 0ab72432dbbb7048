import { Fault } from '../shared/fault.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { AdminGuard } from './admin-access.ts';
import { findPackages, type FoundPackage } from './found-packages.ts';
import type { UpdateService } from './update-service.ts';

export interface AdminUpdateParts {
  readonly guard: AdminGuard;
  readonly update: Pick<UpdateService, 'view' | 'install' | 'cancel'>;
  readonly note: (action: string, subject: string | null) => void;
  /** Looks for packages; default: where media are mounted. */
  readonly find?: () => readonly FoundPackage[];
}

type Calls = Pick<CallHandlers, 'admin.update' | 'admin.updateFind' | 'admin.updateInstall' | 'admin.updateCancel'>;

/** The admin side's calls about version and updates. The page names packages that were found, never a path. */
export function adminUpdateCalls({ guard, update, note, find = findPackages }: AdminUpdateParts): Calls {
  return {
    'admin.update': async ({ session }) => {
      guard.require(session);
      return update.view();
    },
    'admin.updateFind': async ({ session }) => {
      guard.require(session);
      return { packages: find().map(({ name, sizeBytes }) => ({ name, sizeBytes })) };
    },
    'admin.updateInstall': async ({ session, confirmation, name, when }) => {
      guard.requireConfirmed(session, confirmation);
      const found = find().find((candidate) => candidate.name === name);
      if (found === undefined) throw new Fault('update.unreadable', 'the package is not there any more');
      const { version } = await update.install({ kind: 'file', path: found.path }, when);
      note('update.installed', version);
      return { version };
    },
    'admin.updateCancel': async ({ session }) => {
      guard.require(session);
      update.cancel();
      note('update.cancelled', null);
      return {};
    },
  };
}
