import type { PlatformState } from './ports.ts';

/** States that do not pass unseen; the first that holds is shown. */
const troubles = ['rejected', 'offline', 'troubled', 'photographsMissing', 'taskSetAside', 'clockOff'] as const;
export type Trouble = (typeof troubles)[number];

interface Problem {
  readonly state: PlatformState;
  readonly detail: string | null;
}

/**
 * The state that is shown, out of several sources that each come and go: without a connection nothing else matters, then
 * the gravest trouble, the latest of several, then how well it is. Tells only changes.
 */
export class Problems {
  readonly #report: (state: PlatformState, detail: string | null) => void;
  readonly #raised = new Map<string, Problem>();
  readonly #plainAddress: string | null;
  #link: Problem = { state: 'connecting', detail: null };
  #shown = '';

  /** `address`: where the platform is; one by plain http is never shown as simply well. */
  constructor(report: (state: PlatformState, detail: string | null) => void, address: URL) {
    this.#report = report;
    this.#plainAddress = isReadableOnTheWay(address) ? address.origin : null;
  }

  /** State of the connection; `detail`: why it is not there. */
  link(state: 'connecting' | 'ok' | 'offline', detail: string | null = null): void {
    const isPlain = state === 'ok' && this.#plainAddress !== null;
    this.#link = isPlain ? { state: 'unencrypted', detail: this.#plainAddress } : { state, detail };
    this.#show();
  }

  /** Something that does not pass unseen, by source; `detail` a stable code. */
  raise(source: string, detail: string, state: Trouble = 'rejected'): void {
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
    const raised = [...this.#raised.values()];
    for (const trouble of troubles) {
      const latest = raised.findLast(({ state }) => state === trouble);
      if (latest) return latest;
    }
    return this.#link;
  }
}

/** Whether others on the way can read and change what is sent: plain http that leaves this machine. */
export function isReadableOnTheWay({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
