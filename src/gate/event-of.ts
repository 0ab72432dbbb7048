import type { GateMode } from '../shared/gate-mode.ts';
import type { PassageEvent } from './passage-state.ts';
import type { Sighting } from './ports.ts';

/**
 * The event that a sighting stands for; `worker` is the roster's entry of a recognised or barred one. While the gate is locked
 * down a worker who would be let in is refused.
 */
export function eventOf(
  sighting: Sighting,
  worker: { readonly name: string; readonly barredReason: string | null } | null,
  atMs: number,
  mode: GateMode = 'normal',
): PassageEvent {
  switch (sighting.kind) {
    case 'noFace':
      return { kind: 'noFace', atMs };
    case 'looking':
      return { kind: 'looking', track: sighting.track, hint: sighting.hint, atMs };
    case 'recognised': {
      const { track, workerId, score, threshold, picture } = sighting;
      // Removed between match and verdict: nobody that the terminal knows.
      if (worker === null) return refused(sighting, 'unknown', atMs, { score });
      if (mode === 'lockedDown' && worker.barredReason === null)
        return refused(sighting, 'lockedDown', atMs, { workerId, score });
      return { kind: 'recognised', track, worker: { workerId, ...worker, score, threshold, picture }, atMs };
    }
    case 'barred': {
      const { track, workerId, score, threshold, picture } = sighting;
      if (worker === null) return refused(sighting, 'unknown', atMs, { score });
      const known = { workerId, ...worker, score, threshold, picture };
      if (worker.barredReason !== null) return { kind: 'recognised', track, worker: known, atMs };
      // Let in again since then, but nobody knows whether he lives: the next look will tell.
      return refused(sighting, 'undecided', atMs, { workerId, score, detail: 'roster.changed' });
    }
    case 'challenge': {
      const { track, step, untilMs, workerId, score, picture: seen } = sighting;
      return { kind: 'challenge', track, step, untilMs, asked: { workerId, score, picture: seen }, atMs };
    }
    case 'unknown':
      return refused(sighting, 'unknown', atMs, { score: sighting.score });
    case 'attack':
    case 'livenessUnavailable': {
      const { workerId, score, detail } = sighting;
      return refused(sighting, sighting.kind, atMs, { workerId, score, detail });
    }
    case 'undecided': {
      const { workerId, score, detail, hint } = sighting;
      return refused(sighting, 'undecided', atMs, { workerId, score, detail, hint });
    }
    case 'poorView':
      return refused(sighting, 'poorView', atMs, { hint: sighting.hint });
  }
}

type Refused = Extract<PassageEvent, { kind: 'refused' }>;

function refused(
  { track, picture }: { readonly track: number; readonly picture: Uint8Array | null },
  reason: Refused['reason'],
  atMs: number,
  more: Partial<Pick<Refused, 'hint' | 'workerId' | 'score' | 'detail'>>,
): Refused {
  return { kind: 'refused', track, reason, hint: null, workerId: null, score: null, detail: null, ...more, picture, atMs };
}
