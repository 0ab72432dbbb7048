import type { OpeningOutcome, Turnstile } from '../gate/ports.ts';
import type { Clock } from '../shared/clock.ts';

/** A serial line is open by then, or it is not there. */
const LINE_OPENS_MS = 2_000;

export interface GateTrial {
  readonly outcome: OpeningOutcome;
  readonly tookMs: number;
  readonly detail: string | null;
}

/** Opens the gate once, to see whether the board answers. */
export async function tryGate(turnstile: Turnstile, clock: Clock, signal: AbortSignal): Promise<GateTrial> {
  if (turnstile.state().state === 'connecting') await untilKnown(turnstile, signal);
  const beganMs = clock.monotonic();
  const outcome = await turnstile.open();
  const { detail } = turnstile.state();
  return { outcome, tookMs: Math.round(clock.monotonic() - beganMs), detail };
}

/** A line that was just opened has not told anything yet. */
async function untilKnown(turnstile: Turnstile, signal: AbortSignal): Promise<void> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(LINE_OPENS_MS)]);
  await new Promise<void>((resolve) => {
    over.addEventListener('abort', () => resolve(), { once: true });
    turnstile.onChange(() => turnstile.state().state !== 'connecting' && resolve(), over);
  });
}
