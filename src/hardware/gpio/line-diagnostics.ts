import type { OpeningOutcome } from '../../gate/ports.ts';
import type { TurnstileDiagnostics } from '../diagnostics.ts';

/** What there is to show of a turnstile on lines of the machine, where no bytes travel. */
export function lineDiagnostics(
  port: string,
  { openings, losses }: { readonly openings: number; readonly losses: number },
  outcomes: Readonly<Record<OpeningOutcome, number>>,
): TurnstileDiagnostics {
  return {
    port,
    unit: null,
    coil: null,
    connections: openings,
    misses: losses,
    openings: outcomes,
    requests: outcomes.opened + outcomes.notAnswering + outcomes.unknown,
    answers: 0,
    exceptions: 0,
    timeouts: 0,
    malformed: 0,
    discardedBytes: 0,
    lastRequestHex: null,
    lastReplyHex: null,
    lastRoundTripMs: null,
    lastAnswerMs: null,
  };
}
