import type { KioskSettings, TerminalBridge } from '../../src/shared/ipc/contract.ts';
import type { GateView } from '../../src/shared/gate-view.ts';
import type { Status } from '../../src/shared/status.ts';

/** What main has told the page so far. */
export interface TerminalState {
  readonly view: GateView;
  /** Of the second lane, as soon as there is one. */
  readonly view2?: GateView;
  /** Null until the snapshot came. */
  readonly status: Status | null;
  readonly settings: KioskSettings | null;
}

const RETRY_MS = 1_000;

/** One snapshot, then the feeds; for `useSyncExternalStore`. */
export class TerminalStore {
  readonly #bridge: TerminalBridge;
  readonly #listeners = new Set<() => void>();
  #state: TerminalState = { view: { state: 'starting' }, status: null, settings: null };

  constructor(bridge: TerminalBridge) {
    this.#bridge = bridge;
  }

  readonly get = (): TerminalState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows the feeds until `signal` aborts, and loads the snapshot, again and again until main answers. */
  async start(signal: AbortSignal): Promise<KioskSettings> {
    // A feed's value is never older than the snapshot that is still under way.
    const fed: Partial<TerminalState> = {};
    const stops = [
      this.#bridge.follow('gate.view', (view) => this.#set(Object.assign(fed, { view }))),
      this.#bridge.follow('gate.view2', (view2) => this.#set(Object.assign(fed, { view2 }))),
      this.#bridge.follow('kiosk.settings', (settings) => this.#set(Object.assign(fed, { settings }))),
      this.#bridge.follow('status', (status) => this.#set(Object.assign(fed, { status }))),
    ];
    signal.addEventListener('abort', () => stops.forEach((stop) => stop()));
    for (;;) {
      try {
        const snapshot = await this.#bridge.call('kiosk.snapshot', {});
        const { view2, ...others } = snapshot;
        this.#set({ ...others, ...(view2 ? { view2 } : {}), ...fed });
        return fed.settings ?? snapshot.settings;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        signal.throwIfAborted();
      }
    }
  }

  #set(change: Partial<TerminalState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
