import { Fault } from '../../shared/fault.ts';

export interface LineKeeperOptions<L> {
  /** Throws `Fault` `gpio.openFailed`. */
  readonly open: () => L;
  readonly onOpen: () => void;
  readonly onFault: (fault: Fault) => void;
  /** Whether a line that fails is let go of as it stands: it may still work for whoever comes out. Default: never. */
  readonly keepsLevel?: () => boolean;
  /** Gives the line its level again; throws `Fault` `gpio.lost`. Default: nothing. */
  readonly renew?: (line: L) => void;
  /** Reads the line back; throws `Fault` `gpio.lost`. */
  readonly read: (line: L) => void;
}

const retryMs = 2_000;
const lookEveryMs = 1_000;

/**
 * Holds a line, and asks for it again whenever it was lost. Looks once a second whether it is there: some kernels do not tell
 * that an expander took no order, but all tell that it cannot be read.
 */
export class LineKeeper<L extends { close(keepsLevel?: boolean): void }> {
  readonly #options: LineKeeperOptions<L>;
  #held: L | null = null;
  #timer: NodeJS.Timeout | null = null;
  #looking: NodeJS.Timeout | null = null;
  /** Not every chip reads its outputs. */
  #canRead = false;
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
    this.#canRead = this.#isReadable(this.#held);
    this.#looking ??= setInterval(() => this.#look(), lookEveryMs);
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
    if (this.#looking !== null) clearInterval(this.#looking);
    this.#held?.close(keepsLevel);
    this.#held = null;
  }
  #look(): void {
    if (this.#held === null) return;
    try {
      this.#options.renew?.(this.#held);
      if (this.#canRead) this.#options.read(this.#held);
    } catch (error) {
      this.lost(Fault.from(error, 'gpio.lost', 'the line is no longer there'));
    }
  }

  #isReadable(line: L): boolean {
    try {
      this.#options.read(line);
      return true;
    } catch {
      return false; // a line that is lost already shows in the next order
    }
  }
}
