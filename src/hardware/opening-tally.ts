import type { OpeningOutcome, TurnstileState } from '../gate/ports.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { ChangeNotice } from './change-notice.ts';

/** State and counters of a turnstile, told to the log and to listeners as they change. */
export class OpeningTally {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #changes = new ChangeNotice();
  readonly #outcomes: Record<OpeningOutcome, number> = { opened: 0, notAnswering: 0, unknown: 0 };
  #state: { readonly state: TurnstileState; readonly detail: string | null };

  constructor(options: { readonly log: Log; readonly clock: Clock; readonly place: string }) {
    this.#log = options.log;
    this.#clock = options.clock;
    this.#state = { state: 'connecting', detail: options.place };
  }

  /** Openings by outcome; a copy. */
  get outcomes(): Readonly<Record<OpeningOutcome, number>> {
    return { ...this.#outcomes };
  }

  state(): { readonly state: TurnstileState; readonly detail: string | null } {
    return this.#state;
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.#changes.listen(listener, signal);
  }

  /** Counts an opening when its fate is known. */
  async count(opening: Promise<OpeningOutcome>): Promise<OpeningOutcome> {
    const askedAtMs = this.#clock.monotonic();
    const outcome = await opening;
    this.#outcomes[outcome] += 1;
    const fields = { outcome, ms: Math.round(this.#clock.monotonic() - askedAtMs) };
    if (outcome === 'opened') this.#log.info('gate', 'opened', fields);
    else this.#log.warn('gate', 'openingFailed', fields);
    return outcome;
  }

  set(state: TurnstileState, detail: string): void {
    if (this.#state.state === state && this.#state.detail === detail) return;
    this.#state = { state, detail };
    if (state === 'ok') this.#log.info('gate', 'answering', { detail });
    else this.#log.warn('gate', state, { detail });
    this.#changes.tell();
  }
}
