import type { Catalogue } from './catalogue.ts';
import { zhAttendance } from './zh-attendance.ts';
import { zhDevices } from './zh-devices.ts';
import { zhCopy } from './zh-copy.ts';
import { zhFaults } from './zh-faults.ts';
import { zhHardware } from './zh-hardware.ts';
import { zhKit } from './zh-kit.ts';
import { zhLive } from './zh-live.ts';
import { zhLiveness } from './zh-liveness.ts';
import { zhReaders } from './zh-readers.ts';
import { zhRecords } from './zh-records.ts';
import { zhRemote } from './zh-remote.ts';
import { zhScreen } from './zh-screen.ts';
import { zhSettings } from './zh-settings.ts';
import { zhSetup } from './zh-setup.ts';
import { zhStatus } from './zh-status.ts';

/** Chinese: written first, the other languages follow it. */
export const zh: Catalogue = {
  screen: {
    ...zhScreen,
    ...zhLive,
    ...zhLiveness,
    ...zhKit,
    ...zhSettings,
    ...zhHardware,
    ...zhReaders,
    ...zhAttendance,
    ...zhDevices,
    ...zhRecords,
    ...zhRemote,
    ...zhSetup,
    ...zhCopy,
  },
  status: zhStatus,
  faults: zhFaults,
};
