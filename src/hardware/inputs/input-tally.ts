import type { FaultCode } from '../../shared/fault.ts';
import type { InputName } from '../../shared/input-name.ts';
import type { Log } from '../../shared/log.ts';
import type { InputListener, InputReport } from './input-report.ts';

/** Keeps the report of an input, and tells the listener what changed. */
export class InputTally {
  readonly #listener: InputListener;
  readonly #now: () => number;
  readonly #log: Log;
  #report: InputReport;

  constructor(
    name: InputName,
    place: string,
    options: { readonly listener: InputListener; readonly now: () => number; readonly log: Log },
  ) {
    this.#listener = options.listener;
    this.#now = options.now;
    this.#log = options.log;
    this.#report = { name, place, isActive: null, changes: 0, losses: 0, lastContactMs: null, lastFault: null };
  }

  report(): InputReport {
    return this.#report;
  }

  read(isActive: boolean): void {
    const before = this.#report;
    const changes = before.changes + (before.isActive !== null && before.isActive !== isActive ? 1 : 0);
    this.#report = { ...before, isActive, changes, lastContactMs: this.#now(), lastFault: null };
    if (before.isActive === isActive) return;
    this.#log.info('inputs', 'changed', { input: before.name, isActive });
    this.#listener.onInput(before.name, isActive);
  }

  lost(code: FaultCode): void {
    const before = this.#report;
    if (before.isActive === null && before.lastFault === code) return;
    const losses = before.losses + (before.lastFault === null ? 1 : 0);
    this.#report = { ...before, isActive: null, losses, lastFault: code };
    this.#log.warn('inputs', 'lost', { input: before.name, code });
    this.#listener.onInput(before.name, null);
  }
}
