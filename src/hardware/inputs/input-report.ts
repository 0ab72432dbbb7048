import type { FaultCode } from '../../shared/fault.ts';
import type { InputName } from '../../shared/input-name.ts';

/** What the technician's page shows of an input. */
export interface InputReport {
  readonly name: InputName;
  /** Chip and line, or unit and number. */
  readonly place: string;
  /** Null: it cannot be read at this moment. */
  readonly isActive: boolean | null;
  /** Changes since the start. */
  readonly changes: number;
  /** Times that it was lost. */
  readonly losses: number;
  /** When it last changed or was read anew, ms since the epoch. */
  readonly lastContactMs: number | null;
  readonly lastFault: FaultCode | null;
}

export interface InputListener {
  /** Null: it can no longer be read. Told once for each change; the first reading is told too. Must not throw. */
  readonly onInput: (name: InputName, isActive: boolean | null) => void;
}
