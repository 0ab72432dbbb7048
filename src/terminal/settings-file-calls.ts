import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { AdminGuard } from './admin-access.ts';
import { stamp } from './exports/punch-rows.ts';
import type { ExportPlaces } from './exports/export-places.ts';
import type { SettingsCopy, SettingsReading } from './settings-copy.ts';
import type { SettingsFiles } from './settings-files.ts';
import { setUpSystem, type SystemTools } from './settings-system.ts';

export interface SettingsFileCallsParts {
  readonly guard: AdminGuard;
  readonly copy: Pick<SettingsCopy, 'read' | 'apply' | 'write'>;
  readonly files: Pick<SettingsFiles, 'list' | 'read'>;
  readonly system: SystemTools;
  readonly places: Pick<ExportPlaces, 'write'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly note: (action: string, subject: string | null) => void;
}

type Calls = Pick<CallHandlers, Extract<keyof CallHandlers, `settingsFile.${string}`>>;

/** The admin side's calls about files of settings. Each changed key is written to the audit log, never a value. */
export function settingsFileCalls({ guard, copy, files, system, places, clock, note }: SettingsFileCallsParts): Calls {
  // What was shown is what is done, whatever becomes of the stick between.
  let last: { readonly token: string; readonly reading: SettingsReading } | null = null;
  return {
    'settingsFile.list': async ({ session }) => {
      guard.require(session);
      return { files: files.list().map((file) => ({ ...file })) };
    },
    'settingsFile.read': async ({ session, token, passphrase }) => {
      guard.require(session);
      last = null;
      const reading = await copy.read(files.read(token), passphrase);
      last = { token, reading };
      return reading.view;
    },
    'settingsFile.apply': async ({ session, token }) => {
      guard.require(session);
      if (last?.token !== token) throw new Fault('export.stickGone', 'the file was not read');
      const { reading } = last;
      last = null;
      const outcome = await copy.apply(reading);
      if (outcome.kind !== 'saved') return outcome;
      note('settings.imported', null);
      for (const { row } of reading.view.changes) note('settings.changed', row.key);
      for (const part of reading.view.system) note(part === 'network' ? 'network.changed' : 'time.changed', part);
      return { ...outcome, system: [...(await setUpSystem(reading.system, system))] };
    },
    'settingsFile.write': async ({ session, stick, secrets }) => {
      if (secrets === null) guard.require(session);
      else guard.requireConfirmed(session, secrets.confirmation);
      const text = await copy.write(secrets?.passphrase ?? null);
      const fileName = places.write(stick, `terminal-settings-${fileStamp(clock.now())}.json`, text);
      note(secrets === null ? 'settings.exported' : 'settings.exportedWithSecrets', fileName);
      return { fileName, stick };
    },
  };
}

/** `20260501-075812`. */
const fileStamp = (atMs: number): string => stamp(atMs).replaceAll(/[-:]/g, '').replace(' ', '-');
