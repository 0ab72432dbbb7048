import type { Clock } from '../../shared/clock.ts';
import type { Fault } from '../../shared/fault.ts';
import { ChangeNotice } from '../change-notice.ts';
import { ReaderTally, type ReaderKind, type ReaderReport } from './reader-report.ts';

export interface ReaderAccountOptions {
  readonly kind: ReaderKind;
  /** Port or lines, in one text. */
  readonly port: string;
  readonly clock: Clock;
  /** Told once of each fault, until another one comes or the reader works again. */
  readonly onFailing: (fault: Fault) => void;
  /** Aborts when the reader is closed: what fails then is no fault. */
  readonly closed: AbortSignal;
}

/** A reader's report, and who is told when it changes. */
export class ReaderAccount {
  readonly #options: ReaderAccountOptions;
  readonly #tally: ReaderTally;
  readonly #changes = new ChangeNotice();

  constructor(options: ReaderAccountOptions) {
    this.#options = options;
    this.#tally = new ReaderTally(options.kind, options.port, () => options.clock.now());
  }

  report(): ReaderReport {
    return this.#tally.report();
  }

  /** Calls `listener` whenever something was noted, until `signal` aborts. */
  onChange(listener: () => void, signal: AbortSignal): void {
    this.#changes.listen(listener, signal);
  }

  note(change: (tally: ReaderTally) => void): void {
    this.noteQuietly(change);
    this.#changes.tell();
  }

  /** What comes many times a second: nobody is told, whoever looks sees it. */
  noteQuietly(change: (tally: ReaderTally) => void): void {
    change(this.#tally);
  }

  fail(fault: Fault): void {
    const { closed, onFailing } = this.#options;
    if (closed.aborted) return;
    const { state, lastFault } = this.#tally.report();
    if (state === 'notAnswering' && lastFault === fault.code) return;
    this.note((tally) => tally.failing(fault.code));
    onFailing(fault);
  }
}
