/** Something that counts only when it is seen several times in a row, and is over only after as many times without it. */
export class InARow {
  readonly #most: number;
  #seen = 0;
  #isOn = false;

  constructor(times: number) {
    this.#most = times;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  note(isSeen: boolean): void {
    this.#seen = isSeen === this.#isOn ? 0 : this.#seen + 1;
    if (this.#seen < this.#most) return;
    this.#isOn = isSeen;
    this.#seen = 0;
  }
}

/** Something that is wrong with the cameras when person after person shows it, and over with the first who does not. */
export class TracksInARow {
  readonly #frames: number;
  readonly #tracks: number;
  readonly #affected = new Set<number>();
  #track = -1;
  #with = 0;
  #without = 0;

  constructor(frames: number, tracks: number) {
    this.#frames = frames;
    this.#tracks = tracks;
  }

  get isOn(): boolean {
    return this.#affected.size >= this.#tracks;
  }

  note(track: number, isSeen: boolean): void {
    if (track !== this.#track) {
      this.#track = track;
      this.#with = 0;
      this.#without = 0;
    }
    if (isSeen) this.#with += 1;
    else this.#without += 1;
    if (this.#without >= this.#frames) this.#affected.clear();
    else if (this.#with >= this.#frames && !this.isOn) this.#affected.add(track);
  }

  /** It is over, whoever shows it. */
  clear(): void {
    this.#affected.clear();
  }
}
