import type { Catalogue } from './catalogue.ts';
import { enAttendance } from './en-attendance.ts';
import { enDevices } from './en-devices.ts';
import { enCopy } from './en-copy.ts';
import { enFaults } from './en-faults.ts';
import { enHardware } from './en-hardware.ts';
import { enKit } from './en-kit.ts';
import { enLive } from './en-live.ts';
import { enLiveness } from './en-liveness.ts';
import { enReaders } from './en-readers.ts';
import { enRecords } from './en-records.ts';
import { enRemote } from './en-remote.ts';
import { enScreen } from './en-screen.ts';
import { enSettings } from './en-settings.ts';
import { enSetup } from './en-setup.ts';
import { enStatus } from './en-status.ts';

/** English: checked against the Chinese. */
export const en: Catalogue = {
  screen: {
    ...enScreen,
    ...enLive,
    ...enLiveness,
    ...enKit,
    ...enSettings,
    ...enHardware,
    ...enReaders,
    ...enAttendance,
    ...enDevices,
    ...enRecords,
    ...enRemote,
    ...enSetup,
    ...enCopy,
  },
  status: enStatus,
  faults: enFaults,
};
