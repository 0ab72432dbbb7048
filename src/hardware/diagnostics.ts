import type { OpeningOutcome, Turnstile } from '../gate/ports.ts';
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
  /**
   * Reads the first `count` inputs of the turnstile's board ten times a second until `signal` aborts: their levels, or null
   * when they cannot be read. Left out where the line has no inputs.
   */
  watchInputs?(count: number, listener: (areActive: readonly boolean[] | null) => void, signal: AbortSignal): void;
}
