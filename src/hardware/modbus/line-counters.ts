import type { FaultCode } from '../../shared/fault.ts';
import { toHex, type ModbusReply } from './frame.ts';

/** What happened on the line since the start, for the technician. */
export interface LineReport {
  readonly requests: number;
  readonly answers: number;
  readonly exceptions: number;
  /** Requests without an answer in time. */
  readonly timeouts: number;
  /** Requests that were answered with bytes that are no reply. */
  readonly malformed: number;
  /** Received bytes that belong to no reply. */
  readonly discardedBytes: number;
  readonly lastRequestHex: string | null;
  readonly lastReplyHex: string | null;
  /** From the send to the end of the reply, ms. */
  readonly lastRoundTripMs: number | null;
  /** When the last valid reply came, ms since the epoch. */
  readonly lastAnswerMs: number | null;
}

/** Counts what a `ModbusClient` sees; outlives the connections. */
export class LineCounters {
  #report: LineReport = {
    requests: 0,
    answers: 0,
    exceptions: 0,
    timeouts: 0,
    malformed: 0,
    discardedBytes: 0,
    lastRequestHex: null,
    lastReplyHex: null,
    lastRoundTripMs: null,
    lastAnswerMs: null,
  };

  report(): LineReport {
    return this.#report;
  }

  sent(bytes: Uint8Array): void {
    this.#report = { ...this.#report, requests: this.#report.requests + 1, lastRequestHex: toHex(bytes) };
  }

  /** `atMs`: ms since the epoch. */
  answered(reply: ModbusReply, { roundTripMs, atMs }: { readonly roundTripMs: number; readonly atMs: number }): void {
    const exceptions = this.#report.exceptions + (reply.kind === 'exception' ? 1 : 0);
    const last = { lastRoundTripMs: roundTripMs, lastAnswerMs: atMs };
    this.#report = { ...this.#report, answers: this.#report.answers + 1, exceptions, ...last };
  }

  unanswered(code: FaultCode): void {
    if (code === 'relay.malformed') this.#report = { ...this.#report, malformed: this.#report.malformed + 1 };
    if (code === 'relay.timeout') this.#report = { ...this.#report, timeouts: this.#report.timeouts + 1 };
  }

  received(bytes: Uint8Array, discardedBytes: number): void {
    if (bytes.length > 0) this.#report = { ...this.#report, lastReplyHex: toHex(bytes) };
    this.discarded(discardedBytes);
  }

  discarded(bytes: number): void {
    this.#report = { ...this.#report, discardedBytes: this.#report.discardedBytes + bytes };
  }
}
