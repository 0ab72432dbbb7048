import type { Clock } from '../shared/clock.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import { viewScore } from '../shared/vision/view-score.ts';
import type { RecognitionEngine } from './engine.ts';
import { defaultTiming, embedded, isUndecided, judged, noLiveTrack, rearmed, seen } from './live-track.ts';
import type { LiveResult, LiveTiming, LiveTrack } from './live-track.ts';
import type { Liveness } from './liveness.ts';
import { defaultQuality, hintFor, type QualityLimits } from './quality.ts';
import { defaultRule, type DecisionRule } from './track-evidence.ts';
import { Turns } from './turns.ts';

export type { LiveResult } from './live-track.ts';

/** Decides, over several frames, who stands before the camera. */
export interface LiveRecogniser {
  /** Takes the next frame; frames are looked at in order. Rejects with `Fault` `model.failed`. */
  observe(observation: FrameObservation): Promise<LiveResult>;
  /** Lets the face before the camera be decided again, for instance when the gate did not answer. */
  rearm(): void;
}

export interface LiveRecogniserOptions {
  readonly engine: Pick<RecognitionEngine, 'embed' | 'search'>;
  readonly liveness: Liveness;
  /** Cosine from which on the mean of the frames is a worker; as calibrated for the model. */
  readonly threshold: number;
  /** Lead over the next worker, cosine; as calibrated for the model. */
  readonly margin: number;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Departures from `defaultRule`, `defaultTiming` and `defaultQuality`. */
  readonly rule?: Partial<Omit<DecisionRule, 'threshold' | 'margin'>>;
  readonly timing?: Partial<LiveTiming>;
  readonly quality?: Partial<QualityLimits>;
}

/** A good frame counts a little even when its view is the worst that passes. */
const LEAST_WEIGHT = 0.05;

/** Starts without a face. */
export function createLiveRecogniser(options: LiveRecogniserOptions): LiveRecogniser {
  const { engine, liveness, threshold, margin, clock } = options;
  const rule: DecisionRule = { ...defaultRule, ...options.rule, threshold, margin };
  const timing: LiveTiming = { ...defaultTiming, ...options.timing };
  const quality: QualityLimits = { ...defaultQuality, ...options.quality };
  const turns = new Turns();
  let state: LiveTrack = noLiveTrack;

  const observe = async (observation: FrameObservation): Promise<LiveResult> => {
    const { face } = observation;
    if (!face) return { kind: 'noFace' };
    const hint = hintFor(face, quality);
    const [afterSeen, early] = seen(state, { source: face.track, hint, jpeg: face.jpeg }, timing, clock.monotonic());
    state = afterSeen;
    if (early) return early;
    const embedding = await engine.embed(face.crop, 'live');
    const nearest = await engine.search(embedding);
    const weight = Math.max(LEAST_WEIGHT, viewScore(face.measures, face.motion));
    state = embedded(state, { embedding, weight, nearest, jpeg: face.jpeg }, rule, clock.monotonic());
    const looking: LiveResult = { kind: 'looking', track: state.track, hint: null };
    if (!isUndecided(state) || !state.evidence) return looking;
    const verdict = liveness.judge(observation);
    const nearestOfMean = state.evidence.frames === 1 ? nearest : await engine.search(state.evidence.mean);
    const [afterJudged, result] = judged(state, nearestOfMean, verdict, rule, clock.monotonic());
    state = afterJudged;
    return result;
  };

  return {
    observe: (observation) => turns.take('live', () => observe(observation)),
    rearm: () => {
      void turns.take('live', async () => {
        state = rearmed(state);
      });
    },
  };
}
