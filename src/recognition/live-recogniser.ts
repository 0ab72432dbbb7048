import type { Clock } from '../shared/clock.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import { viewScore } from '../shared/vision/view-score.ts';
import type { RecognitionEngine } from './engine.ts';
import type { SearchResult } from './gallery.ts';
import { isSurelyAnothers } from './likeness.ts';
import type { LiveResult } from './live-result.ts';
import { defaultTiming, embedded, glimpsed, isUndecided, noLiveTrack, rearmed, seen } from './live-track.ts';
import type { LiveTiming, LiveTrack } from './live-track.ts';
import { identified, judged } from './live-verdict.ts';
import type { Liveness } from './liveness/liveness.ts';
import { defaultQuality, hintFor, type QualityLimits } from './quality.ts';
import type { MatchLimits } from './match-limits.ts';
import { defaultRule, type DecisionRule } from './track-evidence.ts';
import { Turns } from './turns.ts';

export type { LiveResult } from './live-result.ts';
export type { MatchLimits } from './match-limits.ts';

/** Decides, over several frames, who stands before the camera and whether he lives. */
export interface LiveRecogniser {
  /** Takes the next frame; frames are looked at in order. Rejects with `Fault` `model.failed`. */
  observe(observation: FrameObservation): Promise<LiveResult>;
  /** Lets the face before the camera be decided again, for instance when the gate did not answer. */
  rearm(): void;
}

/** What the gallery answered for one frame. */
export interface Compared {
  /** Number of the face as the capture side gives it. */
  readonly source: number;
  readonly nearest: SearchResult;
  readonly limits: MatchLimits;
}

export interface LiveRecogniserOptions {
  readonly engine: Pick<RecognitionEngine, 'embed' | 'search' | 'scoreOf'>;
  readonly liveness: Liveness;
  /** What names a worker, as calibrated for the model and the size that the gallery has now. */
  readonly limits: () => MatchLimits;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Is this worker refused whatever liveness says? Then nothing is asked of him. Default: nobody is. */
  readonly isBarred?: (workerId: string) => boolean;
  /** Told of every view that was compared, also of persons who are decided already. Default: nobody is. */
  readonly onCompared?: (compared: Compared) => void;
  /** Departures from `defaultRule`, `defaultTiming` and `defaultQuality`. */
  readonly rule?: Partial<Omit<DecisionRule, keyof MatchLimits>>;
  readonly timing?: Partial<LiveTiming>;
  readonly quality?: Partial<QualityLimits>;
}

/** A good frame counts a little even when its view is the worst that passes. */
const LEAST_WEIGHT = 0.05;

/** Starts without a face. */
export function createLiveRecogniser(options: LiveRecogniserOptions): LiveRecogniser {
  const { engine, liveness, limits, clock, isBarred = () => false, onCompared } = options;
  const lasting = { ...defaultRule, ...options.rule };
  const timing: LiveTiming = { ...defaultTiming, ...options.timing };
  const quality: QualityLimits = { ...defaultQuality, ...options.quality };
  const turns = new Turns();
  let state: LiveTrack = noLiveTrack;

  const observe = async (observation: FrameObservation): Promise<LiveResult> => {
    const { face } = observation;
    if (!face) {
      liveness.lose(clock.monotonic());
      if (observation.scenes) liveness.watch({ observation, atMs: clock.monotonic(), track: state.track });
      return { kind: 'noFace' };
    }
    const hint = hintFor(face, observation, quality);
    const rule: DecisionRule = { ...lasting, ...limits() };
    const startMs = clock.monotonic();
    const [afterSeen, early] = seen(state, { source: face.track, hint, jpeg: face.jpeg }, timing, startMs);
    state = afterSeen;
    liveness.watch({ observation, atMs: startMs, track: state.track });
    if (early) return early;
    const embedding = await engine.embed(face.crop, 'live');
    const nearest = await engine.search(embedding);
    onCompared?.({ source: face.track, nearest, limits: rule });
    const likeAsked = state.asked ? await engine.scoreOf(state.asked.workerId, embedding) : null;
    const isGoodView = hint === null;
    if (isGoodView) {
      const weight = Math.max(LEAST_WEIGHT, viewScore(face.measures, face.motion));
      state = embedded(
        state,
        { embedding, crop: face.crop, measures: face.measures, weight, nearest, likeAsked, jpeg: face.jpeg },
        rule,
        clock.monotonic(),
      );
    } else {
      // Whoever stands in while prints are exchanged moves, or is badly lit: for the move he is as no face at all.
      if (state.evidence && isSurelyAnothers(state.evidence, embedding, face.measures)) liveness.lose(startMs);
      state = glimpsed(state, { embedding, nearest, likeAsked, measures: face.measures }, rule);
    }
    if (!isUndecided(state) || !state.evidence) return { kind: 'looking', track: state.track, hint: null };
    const nearestOfMean = state.evidence.frames === 1 ? nearest : await engine.search(state.evidence.mean);
    const identity = identified(state, nearestOfMean, rule, isBarred, clock.monotonic());
    const verdict = liveness.judge({
      observation,
      atMs: startMs,
      track: state.track,
      attempt: state.attempt,
      isGoodView,
      isSamePerson: state.isHis,
      wanted: identity.kind === 'recognised' && !identity.isBarred ? identity.workerId : null,
    });
    const [afterJudged, result] = judged(state, identity, { mode: liveness.mode, verdict }, rule, clock.monotonic());
    state = afterJudged;
    return result;
  };

  return {
    observe: (observation) => turns.take('live', () => observe(observation)),
    rearm: () => {
      void turns.take('live', async () => {
        // Somebody who is being looked at, or asked for a move, is not begun with anew.
        if (state.decided !== null) state = rearmed(state);
      });
    },
  };
}
