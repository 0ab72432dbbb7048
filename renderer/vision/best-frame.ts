/** A later frame must be better by this factor: a picture is encoded seldom, not at every breath. */
const BETTER_BY = 1.05;

/** Remembers how good the best frame of the current track was. */
export class BestFrame {
  #track = 0;
  #score = 0;

  /** Is this frame the best of its track so far? Remembers it when it is. */
  improves(track: number, score: number): boolean {
    if (track === this.#track && score <= this.#score * BETTER_BY) return false;
    this.#track = track;
    this.#score = score;
    return true;
  }
}
