import type { CueLine } from './refusal-entry.ts';

/** What a liveness verdict leaves in a refusal's detail. */
export interface LivenessDetail {
  /** What an attack was taken for; null when it was none. */
  readonly takenFor: string | null;
  readonly cues: readonly CueLine[];
}

const NONE = 'none';
const line = /^(\w+) ([+-]?\d+(?:\.\d+)?) ([\w.]+)$/;

/** As one line that a technician can read: `screen: presence -4.6 presence.noFace, depth 0.3 depth.tooFar`. */
export function writeLivenessDetail({ takenFor, cues }: LivenessDetail): string {
  return `${takenFor ?? NONE}: ${cues.map(({ cue, score, reason }) => `${cue} ${score.toFixed(1)} ${reason}`).join(', ')}`;
}

/** The way back of `writeLivenessDetail`; null when the detail is something else. */
export function readLivenessDetail(detail: string): LivenessDetail | null {
  const [, head, list] = /^(\w+): (.*)$/.exec(detail) ?? [];
  if (head === undefined || list === undefined) return null;
  const cues: CueLine[] = [];
  for (const part of list === '' ? [] : list.split(', ')) {
    const [, cue, score, reason] = line.exec(part) ?? [];
    if (cue === undefined || score === undefined || reason === undefined) return null;
    cues.push({ cue, score: Number(score), reason });
  }
  return { takenFor: head === NONE ? null : head, cues };
}
