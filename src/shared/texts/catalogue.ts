import type { FaultCode } from '../fault.ts';
import type { AreaState, OwnArea } from '../status.ts';
import type { zhCopy } from './zh-copy.ts';
import type { zhHardware } from './zh-hardware.ts';
import type { zhKit } from './zh-kit.ts';
import type { zhLive } from './zh-live.ts';
import type { zhLiveness } from './zh-liveness.ts';
import type { zhAttendance } from './zh-attendance.ts';
import type { zhDevices } from './zh-devices.ts';
import type { zhReaders } from './zh-readers.ts';
import type { zhRecords } from './zh-records.ts';
import type { zhRemote } from './zh-remote.ts';
import type { zhScreen } from './zh-screen.ts';
import type { zhSettings } from './zh-settings.ts';
import type { zhSetup } from './zh-setup.ts';

/** Keys of the words on the screens; the Chinese catalogues are the list. */
export type ScreenKey =
  | keyof typeof zhScreen
  | keyof typeof zhLive
  | keyof typeof zhLiveness
  | keyof typeof zhKit
  | keyof typeof zhSettings
  | keyof typeof zhHardware
  | keyof typeof zhAttendance
  | keyof typeof zhDevices
  | keyof typeof zhReaders
  | keyof typeof zhRecords
  | keyof typeof zhRemote
  | keyof typeof zhSetup
  | keyof typeof zhCopy;

/** What happened, what it means for the gate, what to do. */
export type StateWords = readonly [what: string, means: string, todo: string];
/** What happened, what to do. */
export type FaultWords = readonly [what: string, todo: string];

/** Everything that people read, in one language. */
export interface Catalogue {
  readonly screen: Readonly<Record<ScreenKey, string>>;
  readonly status: { readonly [A in OwnArea]: { readonly [S in AreaState<A>]: StateWords } };
  readonly faults: Readonly<Record<FaultCode, FaultWords>>;
}

type StateKey = { [A in OwnArea]: `${A}.${AreaState<A>}` }[OwnArea];

/** `KEY`, `status.AREA.STATE`, `status.AREA.STATE.means`, `status.AREA.STATE.do`, `fault.CODE`, `fault.CODE.do`. */
export type TextKey = ScreenKey | `status.${StateKey}${'' | '.means' | '.do'}` | `fault.${FaultCode}${'' | '.do'}`;
