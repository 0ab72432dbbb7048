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
  readonly #refused = new Map<string, string>();
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

  /** Something that a person has to mend, by source; `detail` a stable code. */
  raise(source: string, detail: string): void {
    this.#refused.delete(source);
    this.#refused.set(source, detail);
    this.#show();
  }

  /** `source` works again. */
  clear(source: string): void {
    if (this.#refused.delete(source)) this.#show();
  }

  #show(): void {
    const { state, detail } = this.#current();
    const key = `${state} ${detail ?? ''}`;
    if (key === this.#shown) return;
    this.#shown = key;
    this.#report(state, detail);
  }

  #current(): Problem {
    const refused = [...this.#refused.values()].at(-1);
    if (this.#link.state === 'offline' || refused === undefined) return this.#link;
    return { state: 'rejected', detail: refused };
  }
}
