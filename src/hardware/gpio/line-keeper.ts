import { Fault } from '../../shared/fault.ts';

export interface LineKeeperOptions<L> {
  /** Throws `Fault` `gpio.openFailed`. */
  readonly open: () => L;
  readonly onOpen: () => void;
  readonly onFault: (fault: Fault) => void;
  /** Whether a line that fails is let go of as it stands: it may still work for whoever comes out. Default: never. */
  readonly keepsLevel?: () => boolean;
}

const retryMs = 2_000;

/** Holds a line, and asks for it again whenever it was lost. */
export class LineKeeper<L extends { close(keepsLevel?: boolean): void }> {
  readonly #options: LineKeeperOptions<L>;
  #held: L | null = null;
  #timer: NodeJS.Timeout | null = null;
  #openings = 0;
  #losses = 0;
  #isClosed = false;

  constructor(options: LineKeeperOptions<L>) {
    this.#options = options;
  }

  get held(): L | null {
    return this.#held;
  }

  /** Times that the line was had. */
  get openings(): number {
    return this.#openings;
  }

  /** Times that it was lost or could not be had. */
  get losses(): number {
    return this.#losses;
  }

  start(): void {
    this.#timer = null;
    if (this.#isClosed) return;
    try {
      this.#held = this.#options.open();
    } catch (error) {
      return this.lost(Fault.from(error, 'gpio.openFailed', 'the line cannot be had'));
    }
    this.#openings += 1;
    this.#options.onOpen();
  }

  /** Lets go of what is left of the line, and tries again after a while. */
  lost(fault: Fault): void {
    this.#held?.close(this.#options.keepsLevel?.());
    this.#held = null;
    this.#losses += 1;
    this.#options.onFault(fault);
    this.#timer ??= setTimeout(() => this.start(), retryMs);
  }

  close(keepsLevel = false): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#held?.close(keepsLevel);
    this.#held = null;
  }
}
