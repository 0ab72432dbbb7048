import type { FaultCode } from '../../shared/fault.ts';

export type ReaderKind = 'wiegand' | 'serial' | 'identityCard';

/** `silent`: open, and nothing came from it yet; readers of cards speak only when a card is held to them. */
export type ReaderState = 'connecting' | 'ok' | 'silent' | 'notAnswering';

/** What the technician's page shows of a reader; never what a card holds. */
export interface ReaderReport {
  readonly kind: ReaderKind;
  /** Port or lines, in one text. */
  readonly port: string;
  readonly state: ReaderState;
  /** Times that it was opened. */
  readonly connections: number;
  /** Cards that were read. */
  readonly reads: number;
  /** Reads that were no card, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Bytes that belong to no frame. */
  readonly discardedBytes: number;
  /** When it last sent anything, ms since the epoch. */
  readonly lastContactMs: number | null;
  /** The last bytes in hex, without those that say who somebody is; null where there are no others. */
  readonly lastHex: string | null;
  readonly lastFault: FaultCode | null;
}

/** Keeps a reader's report. */
export class ReaderTally {
  readonly #now: () => number;
  #report: ReaderReport;

  constructor(kind: ReaderKind, port: string, now: () => number) {
    this.#now = now;
    this.#report = {
      kind,
      port,
      state: 'connecting',
      connections: 0,
      reads: 0,
      refused: {},
      discardedBytes: 0,
      lastContactMs: null,
      lastHex: null,
      lastFault: null,
    };
  }

  report(): ReaderReport {
    return this.#report;
  }

  connected(): void {
    this.#report = { ...this.#report, connections: this.#report.connections + 1, state: 'silent' };
  }

  heard(hex: string | null, discardedBytes: number): void {
    this.#report = { ...this.#report, lastContactMs: this.#now(), lastHex: hex, discardedBytes };
  }

  working(): void {
    this.#report = { ...this.#report, state: 'ok', lastFault: null };
  }

  /** A card was read: whatever was wrong before is not any more. */
  read(): void {
    this.#report = { ...this.#report, reads: this.#report.reads + 1, state: 'ok', lastFault: null };
  }

  refused(code: string): void {
    const { refused } = this.#report;
    this.#report = { ...this.#report, refused: { ...refused, [code]: (refused[code] ?? 0) + 1 } };
  }

  failing(code: FaultCode): void {
    this.#report = { ...this.#report, state: 'notAnswering', lastFault: code };
  }
}
