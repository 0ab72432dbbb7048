import { z } from 'zod';
import { challengeActions, challengeSteps } from '../../shared/challenge.ts';
import type { FrameObservation } from '../../shared/vision/observation.ts';
import type { Liveness, LivenessVerdict } from './liveness.ts';

/** What the judge said of a frame, as far as a replay needs it: which way it went, and what was asked for. */
const Said = z.object({
  kind: z.enum(['live', 'attack', 'undecided', 'challenge', 'unavailable']),
  asked: z.object({ step: z.enum(challengeSteps), action: z.enum(challengeActions), untilMs: z.number() }).nullable(),
});

const ofFrame = {
  /** Which one: its number and its time, since a page that is loaded anew counts from the beginning. */
  frame: z.number().int(),
  takenAtMs: z.number(),
  /** Monotonic ms. */
  atMs: z.number(),
  track: z.number().int(),
};

/** One call of the judge of liveness: all that it is told. In their order the calls are enough to judge again. */
export const LivenessCall = z.discriminatedUnion('call', [
  z.object({ call: z.literal('watch'), ...ofFrame }),
  z.object({
    call: z.literal('judge'),
    ...ofFrame,
    attempt: z.number().int(),
    isGoodView: z.boolean(),
    isSamePerson: z.boolean(),
    /** Is it a worker who would be admitted if living? Who it is, is nobody's business here. */
    isWanted: z.boolean(),
    /** Null: no gate judged this frame, a replay may. */
    said: Said.nullable(),
  }),
  z.object({ call: z.literal('lose'), atMs: z.number() }),
]);
export type LivenessCall = z.infer<typeof LivenessCall>;
export type JudgeCall = Extract<LivenessCall, { call: 'judge' }>;

/** Names a frame among those of a few minutes. */
export const frameKey = ({ frame, takenAtMs }: Pick<FrameObservation, 'frame' | 'takenAtMs'>): string =>
  `${String(frame)}/${String(takenAtMs)}`;

/** The same judge, with `onCall` told of every call. */
export function notedLiveness(liveness: Liveness, onCall: (call: LivenessCall) => void): Liveness {
  return {
    mode: liveness.mode,
    isAvailable: liveness.isAvailable,
    get troubles() {
      return liveness.troubles;
    },
    watch: (frame) => {
      const { observation, atMs, track } = frame;
      onCall({ call: 'watch', frame: observation.frame, takenAtMs: observation.takenAtMs, atMs, track });
      liveness.watch(frame);
    },
    judge: (frame) => {
      const { observation, atMs, track, attempt, isGoodView, isSamePerson, wanted } = frame;
      const verdict = liveness.judge(frame);
      onCall({
        ...{ call: 'judge', frame: observation.frame, takenAtMs: observation.takenAtMs, atMs, track, attempt },
        ...{ isGoodView, isSamePerson, isWanted: wanted !== null, said: saidBy(verdict) },
      });
      return verdict;
    },
    lose: (atMs) => {
      onCall({ call: 'lose', atMs });
      liveness.lose(atMs);
    },
  };
}

function saidBy(verdict: LivenessVerdict): z.infer<typeof Said> {
  if (verdict.kind !== 'challenge') return { kind: verdict.kind, asked: null };
  const { step, action, untilMs } = verdict;
  return { kind: 'challenge', asked: { step, action, untilMs } };
}
