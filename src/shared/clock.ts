/** Time, injected everywhere so that tests own it. */
export interface Clock {
  /** Wall clock, ms since the epoch, for what is written down. */
  now(): number;
  /** Monotonic ms since an arbitrary origin, for durations. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
