import type { RecordingLabel } from '../../../shared/recording-label.ts';
import type { FrameObservation } from '../../../shared/vision/observation.ts';
import type { CueName, CueVote } from '../cue.ts';
import type { JudgedSession } from './score.ts';

/** What the product's judge says of the frames of one face so far. */
export interface Opinion {
  readonly kind: 'live' | 'attack' | 'undecided';
  /** Sum of the votes. */
  readonly total: number;
  readonly votes: readonly CueVote[];
  /** The time for a decision has passed. */
  readonly isOver: boolean;
}

/** Judges one face from its first frame on; `atMs` as the frames were taken. Null: the frame had nothing to judge. */
export type TrackJudge = (observation: FrameObservation, atMs: number) => Opinion | null;

/** A labelled session: its frames in the order in which they were taken. */
export interface RecordedSession {
  readonly label: RecordingLabel;
  readonly frames: readonly FrameObservation[];
}

/**
 * What the product would have made of a session: one presentation, judged from the first face on for `mostMs`, as the gate does
 * for a passage. The score is the highest total in that time, because a gate that opens at a total opens the first time it is reached;
 * it ends with an accusation, because there the gate refuses.
 */
export function judgeSession(session: RecordedSession, newJudge: () => TrackJudge, mostMs: number): JudgedSession {
  let track: number | null = null;
  let beganMs = 0;
  let judge = newJudge();
  let verdict: JudgedSession['verdict'] = 'none';
  let score: number | null = null;
  let votes: readonly CueVote[] = [];
  for (const frame of session.frames) {
    if (frame.face === null) continue;
    if (track === null) beganMs = frame.takenAtMs;
    // Another number may be another face: nothing that was seen of the one before speaks for it.
    if (track !== frame.face.track) judge = newJudge();
    track = frame.face.track;
    if (frame.takenAtMs - beganMs > mostMs) break;
    const opinion = judge(frame, frame.takenAtMs);
    if (opinion === null) continue;
    votes = opinion.votes;
    score = Math.max(score ?? -Infinity, opinion.total);
    if (opinion.kind === 'live') verdict = 'live';
    if (opinion.kind === 'attack' && verdict !== 'live') {
      verdict = 'attack';
      break;
    }
    if (opinion.isOver) break;
  }
  return { label: session.label, verdict, score, cues: scoresOf(votes) };
}

function scoresOf(votes: readonly CueVote[]): Readonly<Partial<Record<CueName, number>>> {
  return Object.fromEntries(votes.map(({ cue, score }) => [cue, score]));
}
