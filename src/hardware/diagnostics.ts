import type { OpeningOutcome, Turnstile } from '../gate/ports.ts';
import type { Fault } from '../shared/fault.ts';
import type { LineReport } from './modbus/line-counters.ts';

/** What the technician's page shows of the line to the board. */
export interface TurnstileDiagnostics extends LineReport {
  /** Port, baud rate and framing in one line. */
  readonly port: string;
  /** Null where the line knows no units. */
  readonly unit: number | null;
  readonly coil: number | null;
  /** Times that the port was opened. */
  readonly connections: number;
  /** Requests without an answer in a row. */
  readonly misses: number;
  /** Openings by outcome. */
  readonly openings: Readonly<Record<OpeningOutcome, number>>;
}

/** A turnstile that can be looked into. */
export interface ObservableTurnstile extends Turnstile {
  /** A copy of the counters; null when there is no line to look into. */
  diagnostics(): TurnstileDiagnostics | null;
  /** Reads these inputs of the turnstile's board ten times a second until `signal` aborts. Left out where the line has no inputs. */
  watchInputs?(lines: readonly number[], listener: BoardInputsListener, signal: AbortSignal): void;
}

/** Levels by number of the input. `fault`: why those that are wired and missing cannot be read; null where none is missing. */
export type BoardInputsListener = (areActive: readonly boolean[], fault: Fault | null) => void;
