import type { Clock } from '../shared/clock.ts';
import type { CallHandlers, KioskSettings } from '../shared/ipc/contract.ts';
import type { Log } from '../shared/log.ts';
import type { RemoteView } from '../shared/remote-view.ts';
import type { AdminGuard } from './admin-access.ts';
import { noteAdmin } from './admin-note.ts';
import { adminSettingsCalls } from './admin-settings.ts';
import type { Admin } from './admin.ts';
import type { Core } from './core.ts';
import { ExportPlaces } from './exports/export-places.ts';
import { linuxMedia } from './removable-media.ts';
import { resetCalls } from './reset-calls.ts';
import { copyOf } from './settings-copy-of.ts';
import { settingsFileCalls } from './settings-file-calls.ts';
import { SettingsFiles } from './settings-files.ts';
import type { SettingsKeeper } from './settings-keeper.ts';
import { setupCalls, type SetupCallsParts } from './setup-calls.ts';
import { NetworkManager } from './system/network-manager.ts';
import { TimeControl } from './system/time-control.ts';
import { tuningCalls } from './tuning-calls.ts';

export interface AllCallsParts {
  readonly core: Core;
  readonly keeper: SettingsKeeper;
  readonly dir: string;
  readonly modelsDir: string;
  readonly version: string;
  readonly isDemo: boolean;
  readonly settingsNow: () => KioskSettings;
  readonly remoteView: () => RemoteView;
  readonly restart: () => void;
  readonly beginForReal: SetupCallsParts['beginForReal'];
  readonly clock: Clock;
  readonly log: Log;
}

/** One way in to the admin side. */
export interface WayIn {
  /** What its calls ask. */
  readonly guard: AdminGuard;
  /** May be another one later. */
  readonly admin: () => Admin;
  /** Who acts now, for the audit log. Default: `admin`, who stands at the screen. */
  readonly actor?: () => string;
}

/** A handler for every call of the contract, for one way in. */
export function allCalls(parts: AllCallsParts): (way: WayIn) => () => CallHandlers {
  const { core, keeper, dir, version, clock, log, isDemo, restart } = parts;
  const network = new NetworkManager();
  const time = new TimeControl({ clock });
  const media = linuxMedia();
  const files = new SettingsFiles(media);
  const places = new ExportPlaces(dir, media);
  const copy = copyOf(keeper, dir, version);
  return ({ guard, admin, actor = () => 'admin' }) => {
    const note = (action: string, subject: string | null = null): void =>
      noteAdmin({ store: core.terminal.store, clock, log, actor }, action, subject);
    const lasting = {
      // A saved setting may put another terminal in the place of the one that has `admin`.
      ...adminSettingsCalls({ guard, settings: keeper, note }),
      ...setupCalls({ ...parts, guard, settings: keeper, network, time }),
      ...settingsFileCalls({ guard, copy, files, system: { network, time }, places, clock, note }),
      ...resetCalls({ guard, core, dir, isDemo, restart, clock, note }),
      ...tuningCalls({
        guard,
        store: () => core.terminal.store,
        matching: () => core.terminal.matching(),
        live: (lane) => core.terminal.onlookers.at(lane).live.view(),
      }),
      'remote.view': async ({ session }) => {
        guard.require(session);
        return parts.remoteView();
      },
      'kiosk.snapshot': async () => ({
        view: core.terminal.view(),
        ...(core.terminal.lanes.length > 1 ? { view2: core.terminal.view(2) } : {}),
        status: core.terminal.board.snapshot(),
        settings: parts.settingsNow(),
      }),
    } satisfies Partial<CallHandlers>;
    return () => ({ ...admin().handlers, ...lasting });
  };
}
