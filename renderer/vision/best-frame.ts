/** A later frame must be better by this factor: a picture is encoded seldom, not at every breath. */
const BETTER_BY = 1.05;
/** Whoever stays is pictured again after this long, ms: another person may stand where the track saw the first. */
const AGAIN_MS = 1_000;

/** Remembers how good the best frame of the current track was, and when it was. */
export class BestFrame {
  #track = 0;
  #score = 0;
  #atMs = 0;

  /** Whatever was pictured before does not count any more. */
  forget(): void {
    this.#score = -Infinity;
  }

  /** Is this frame the best of its track so far, or the first after a while? Remembers it when it is. */
  improves(track: number, score: number, atMs: number): boolean {
    const isOld = atMs - this.#atMs >= AGAIN_MS;
    if (track === this.#track && score <= this.#score * BETTER_BY && !isOld) return false;
    this.#track = track;
    this.#score = score;
    this.#atMs = atMs;
    return true;
  }
}
