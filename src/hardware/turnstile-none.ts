import type { ObservableTurnstile } from './diagnostics.ts';

/** Stands where no turnstile is configured: every opening is `notAnswering`. */
export const noTurnstile: ObservableTurnstile = {
  open: () => Promise.resolve('notAnswering'),
  state: () => ({ state: 'notConfigured', detail: null }),
  hold: () => undefined,
  canHold: false,
  onChange: () => undefined,
  close: () => Promise.resolve(),
  diagnostics: () => null,
};
