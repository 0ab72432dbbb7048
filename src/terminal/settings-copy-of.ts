import { runExport } from './exports/run-export.ts';
import { SettingsCopy } from './settings-copy.ts';
import type { SettingsKeeper } from './settings-keeper.ts';

/** The copying of a terminal's settings; keys of passphrases are made in a thread, so that the gate does not wait. */
export const copyOf = (keeper: SettingsKeeper, dir: string, version: string): SettingsCopy =>
  new SettingsCopy({ keeper, dir, version, derive: (passphrase, cost) => runExport({ kind: 'key', passphrase, ...cost }) });
