const leastMs = 250;
/** Of the worker's time, at most one part in so many goes into codes. */
const share = 8;

/** When to look for a code again: four times a second, less often where looking takes long. */
export class CodePace {
  #dueMs = 0;

  isDue(nowMs: number): boolean {
    return nowMs >= this.#dueMs;
  }

  looked(beganMs: number, endedMs: number): void {
    this.#dueMs = beganMs + Math.max(leastMs, (endedMs - beganMs) * share);
  }
}
