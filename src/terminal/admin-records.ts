import type { Config } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { Status } from '../shared/status.ts';
import type { Store } from '../store/store.ts';
import type { AdminGuard } from './admin-access.ts';
import { adminExportsCalls } from './admin-exports.ts';
import { adminPeopleCalls, type AdminPeopleParts } from './admin-people.ts';
import { adminPunchesCalls } from './admin-punches.ts';
import { adminStorageCalls } from './admin-storage.ts';
import { ExportPlaces } from './exports/export-places.ts';
import { runExport } from './exports/run-export.ts';
import { linuxMedia, type RemovableMedia } from './removable-media.ts';
import { StickPictures } from './stick-pictures.ts';

export interface AdminRecordsParts extends Pick<AdminPeopleParts, 'enrolment' | 'remove' | 'networks' | 'capture' | 'learning'> {
  readonly dir: string;
  readonly guard: AdminGuard;
  readonly store: Store;
  readonly config: Config;
  readonly status: () => Status;
  /** Punches wait again: they may be sent at once. */
  readonly onRetry: () => void;
  readonly clock: Clock;
  readonly note: (action: string, subject: string | null) => void;
  /** Default: the system's. */
  readonly media?: RemovableMedia;
}

type Calls = Pick<CallHandlers, keyof ReturnType<typeof adminPeopleCalls>> &
  Pick<CallHandlers, keyof ReturnType<typeof adminPunchesCalls>> &
  Pick<CallHandlers, keyof ReturnType<typeof adminExportsCalls>> &
  Pick<CallHandlers, keyof ReturnType<typeof adminStorageCalls>>;

/** The admin side's calls about people, records and what is kept of them. */
export function adminRecordsCalls(parts: AdminRecordsParts): Calls {
  const { dir, guard, store, config, clock, note, status, media = linuxMedia() } = parts;
  return {
    ...adminPeopleCalls({
      ...parts,
      pictures: new StickPictures(media),
      sticks: () => media.sticks().map(({ name }) => name),
    }),
    ...adminPunchesCalls(parts),
    ...adminExportsCalls({
      ...{ guard, store, config, clock, note },
      places: new ExportPlaces(dir, media),
      bundle: { dir, config, status, store },
      make: runExport,
    }),
    ...adminStorageCalls(parts),
  };
}
