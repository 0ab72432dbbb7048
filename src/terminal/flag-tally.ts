/** How many people were enrolled, and for how many of them each flag was raised. */
export type FlagCounts = Readonly<Record<string, number>>;

export interface FlagTallyOptions {
  /** Told the counts since the last time; must not throw. */
  readonly report: (enrolled: number, flags: FlagCounts) => void;
  /** Reports after so many people … Default 100. */
  readonly every?: number;
  /** … and when nobody came for this long, ms. Default 5,000. */
  readonly quietMs?: number;
}

/** Counts what is poor about a roster that comes in: one line for many people, and none of them named. */
export class FlagTally {
  readonly #options: Required<FlagTallyOptions>;
  readonly #flags = new Map<string, number>();
  #enrolled = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor({ report, every = 100, quietMs = 5_000 }: FlagTallyOptions) {
    this.#options = { report, every, quietMs };
  }

  /** One more person; each flag counts once for a person. */
  note(flags: Iterable<string>): void {
    this.#enrolled += 1;
    for (const flag of new Set(flags)) this.#flags.set(flag, (this.#flags.get(flag) ?? 0) + 1);
    if (this.#enrolled >= this.#options.every) return this.flush();
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), this.#options.quietMs).unref();
  }

  /** Reports what has not been reported. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#enrolled === 0) return;
    const [enrolled, flags] = [this.#enrolled, Object.fromEntries([...this.#flags].sort())];
    this.#enrolled = 0;
    this.#flags.clear();
    this.#options.report(enrolled, flags);
  }
}
