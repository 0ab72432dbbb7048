/** How long the least delay is learnt before it is learnt anew, ms, and from how many frames at least. */
const SPAN_MS = 2_500;
const SPAN_FRAMES = 20;
/** Chromium lends a page two frames of a camera at a time: what comes now was not taken before the third one before it came. */
const LENT = 3;

/**
 * When the frames of one open camera were taken. They carry the time of the camera's own clock, whose beginning nobody knows; but a page that is busy only
 * ever gets a frame late. So the frame of the last seconds that came fastest says how the clocks differ.
 */
export class CaptureClock {
  #lastStampMs = -Infinity;
  /** Least arrival − stamp, ms: of this span of time, and of the one before it. */
  #least = Infinity;
  #leastBefore = Infinity;
  #sinceMs = 0;
  #frames = 0;
  /** Of the newest frames, the oldest first. */
  #arrivals: readonly number[] = [];

  /** `timestampUs`: as the frame carries it; `arrivedMs` and the answer: ms of one clock that never jumps. At most `arrivedMs`. */
  takenAt(timestampUs: number, arrivedMs: number): number {
    const stampMs = timestampUs / 1_000;
    // A film that begins again, or a camera whose stamps stand still.
    if (stampMs <= this.#lastStampMs) this.#forget();
    this.#lastStampMs = stampMs;
    this.#learn(arrivedMs - stampMs, arrivedMs);
    const takenMs = stampMs + Math.min(this.#least, this.#leastBefore);
    // Stamps may run slower than time: they must not make a frame older than it can be.
    const earliestMs = this.#arrivals.length < LENT ? -Infinity : (this.#arrivals[0] ?? -Infinity);
    this.#arrivals = [...this.#arrivals, arrivedMs].slice(-LENT);
    return Math.max(takenMs, earliestMs);
  }

  #learn(apartMs: number, arrivedMs: number): void {
    if (this.#frames >= SPAN_FRAMES && arrivedMs - this.#sinceMs >= SPAN_MS) {
      this.#leastBefore = this.#least;
      this.#least = Infinity;
      this.#frames = 0;
    }
    if (this.#frames === 0) this.#sinceMs = arrivedMs;
    this.#frames += 1;
    this.#least = Math.min(this.#least, apartMs);
  }

  #forget(): void {
    this.#least = Infinity;
    this.#leastBefore = Infinity;
    this.#frames = 0;
  }
}
