import type { PassageEvent } from './passage-state.ts';
import type { Sighting } from './ports.ts';

/** The event that a sighting stands for; `worker` is the roster's entry of a recognised one. */
export function eventOf(
  sighting: Sighting,
  worker: { readonly name: string; readonly barredReason: string | null } | null,
  atMs: number,
): PassageEvent {
  switch (sighting.kind) {
    case 'noFace':
      return { kind: 'noFace', atMs };
    case 'looking':
      return { kind: 'looking', track: sighting.track, hint: sighting.hint, atMs };
    case 'recognised': {
      const { track, workerId, score, threshold, picture } = sighting;
      // Removed between match and verdict: nobody that the terminal knows.
      if (worker === null) return { kind: 'refused', track, reason: 'unknown', hint: null, score, picture, atMs };
      return { kind: 'recognised', track, worker: { workerId, ...worker, score, threshold, picture }, atMs };
    }
    case 'unknown':
      return {
        kind: 'refused',
        track: sighting.track,
        reason: 'unknown',
        hint: null,
        score: sighting.score,
        picture: sighting.picture,
        atMs,
      };
    case 'livenessUnavailable':
      return {
        kind: 'refused',
        track: sighting.track,
        reason: 'livenessUnavailable',
        hint: null,
        score: null,
        picture: sighting.picture,
        atMs,
      };
    case 'poorView':
      return {
        kind: 'refused',
        track: sighting.track,
        reason: 'poorView',
        hint: sighting.hint,
        score: null,
        picture: sighting.picture,
        atMs,
      };
  }
}
