import type { PlatformState } from './ports.ts';

interface Problem {
  readonly state: PlatformState;
  readonly detail: string | null;
}

/**
 * The state that is shown, out of several sources that each come and go: without a connection nothing else matters, then
 * a refusal, then all is well. Tells only changes.
 */
export class Problems {
  readonly #report: (state: PlatformState, detail: string | null) => void;
  readonly #raised = new Map<string, Problem>();
  #link: Problem = { state: 'connecting', detail: null };
  #shown = '';

  constructor(report: (state: PlatformState, detail: string | null) => void) {
    this.#report = report;
  }

  /** State of the connection; `detail`: why it is not there. */
  link(state: 'connecting' | 'ok' | 'offline', detail: string | null): void {
    this.#link = { state, detail };
    this.#show();
  }

  /** Something that does not pass unseen, by source; `detail` a stable code. `rejected`: a person has to mend it. */
  raise(source: string, detail: string, state: 'rejected' | 'offline' = 'rejected'): void {
    this.#raised.delete(source);
    this.#raised.set(source, { state, detail });
    this.#show();
  }

  /** `source` works again. */
  clear(source: string): void {
    if (this.#raised.delete(source)) this.#show();
  }

  #show(): void {
    const { state, detail } = this.#current();
    const key = `${state} ${detail ?? ''}`;
    if (key === this.#shown) return;
    this.#shown = key;
    this.#report(state, detail);
  }

  #current(): Problem {
    if (this.#link.state === 'offline') return this.#link;
    return [...this.#raised.values()].at(-1) ?? this.#link;
  }
}
