import { createRecognitionEngine } from '../recognition/engine.ts';
import type { RecognitionEngine } from '../recognition/engine.ts';
import { createLiveRecogniser } from '../recognition/live-recogniser.ts';
import type { Compared, LiveRecogniser } from '../recognition/live-recogniser.ts';
import { createLiveness } from '../recognition/liveness/create-liveness.ts';
import type { Liveness } from '../recognition/liveness/liveness.ts';
import { notedLiveness, type LivenessCall } from '../recognition/liveness/liveness-call.ts';
import { readManifest, recogniserOf, verifyModels } from '../recognition/manifest.ts';
import { limitsFor, type MatchLimits } from '../recognition/match-limits.ts';
import { createPhotographAnalyser } from '../recognition/photograph-analyser.ts';
import type { PhotographAnalyser } from '../recognition/photograph-analyser.ts';
import { templateOrigin } from '../recognition/template-origin.ts';
import { configOfLane } from '../config/lane-config.ts';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import { loadGallery, reembed } from './gallery-loader.ts';
import { livenessOptions } from './liveness-options.ts';
import type { OneAtATime } from './one-at-a-time.ts';

/** What one lane recognises with. */
export interface LaneRecognition {
  readonly live: LiveRecogniser;
  readonly liveness: Pick<Liveness, 'isAvailable' | 'troubles'>;
}

/** Everything that needs the networks, started together. */
export interface RecognitionService {
  readonly engine: RecognitionEngine;
  readonly analyser: PhotographAnalyser;
  readonly live: LiveRecogniser;
  /** The second lane's, where there is one: a face, its track and what tells that it lives are each lane's own. */
  readonly second?: LaneRecognition;
  /** What makes templates now, see `templateOrigin`. */
  readonly modelHash: string;
  readonly liveness: Pick<Liveness, 'isAvailable' | 'troubles'>;
  /** Cosine from which on two faces count as one person's. */
  readonly threshold: number;
  /** What names a worker at the size that the gallery has now. */
  readonly limits: () => MatchLimits;
  close(): Promise<void>;
}

export interface RecognitionServiceOptions {
  readonly modelsDir: string;
  readonly config: Config;
  readonly store: Store;
  /** Shared with everybody who changes the roster. */
  readonly changes: OneAtATime;
  readonly clock: Clock;
  readonly log: Log;
  /** The engine died, or is back with its gallery. */
  readonly onState?: (state: 'ok' | 'failed') => void;
  /** Told how many wait for their templates to be made again, 0 at the end. */
  readonly onLeft?: (workers: number) => void;
  /** Told of everybody whose templates were made again. */
  readonly onReembedded?: (workerId: string) => void;
  /** Told of every view that was compared with the gallery. */
  readonly onCompared?: (compared: Compared, lane: LaneNumber) => void;
  /** Told what a lane's judge of liveness is told, and what it says. */
  readonly onLivenessCall?: (call: LivenessCall, lane: LaneNumber) => void;
}

/** @throws Fault `model.*` naming the file and how to build it. */
export async function startRecognition(options: RecognitionServiceOptions): Promise<RecognitionService> {
  const { modelsDir, config, store, changes, clock, log } = options;
  const { onState, onLeft, onReembedded, onCompared, onLivenessCall } = options;
  const manifest = readManifest(modelsDir);
  await verifyModels(modelsDir, manifest);
  const recogniser = recogniserOf(manifest);
  const [engine, analyser] = await Promise.all([
    createRecognitionEngine({ modelsDir, log, ...(onState ? { onState } : {}) }),
    createPhotographAnalyser({ modelsDir, log }),
  ]);
  const modelHash = templateOrigin(recogniser.sha256);
  const { learnAtGate, learnMost } = config.recognition;
  const learntMost = learnAtGate ? learnMost : 0;
  const parts = {
    ...{ store, engine, analyser, modelHash, learntMost, changes, log },
    ...(onLeft ? { onLeft } : {}),
    ...(onReembedded ? { onReembedded } : {}),
  };
  const stale = await loadGallery(parts);
  const ending = new AbortController();
  // Behind everything else: the gate works meanwhile for those who are known already.
  void reembed(parts, stale, ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted)
      log.error('recognition', 'reembedFailed', { code: Fault.from(error, 'model.failed', 're-embedding failed').code });
  });
  const { calibration } = recogniser;
  const configured = config.recognition.threshold;
  const threshold = configured ?? calibration.threshold;
  // Asked for every frame: the gallery grows and shrinks while the gate works.
  const limits = (): MatchLimits => {
    const calibrated = limitsFor(calibration, engine.size());
    return configured === null ? calibrated : { ...calibrated, threshold: configured };
  };
  const recognise = (lane: LaneNumber): LaneRecognition => {
    const judge = createLiveness(livenessOptions(configOfLane(config, lane), store.meta, lane));
    const liveness = onLivenessCall ? notedLiveness(judge, (call) => onLivenessCall(call, lane)) : judge;
    const live = createLiveRecogniser({
      engine,
      liveness,
      limits,
      clock,
      ...(onCompared ? { onCompared: (compared) => onCompared(compared, lane) } : {}),
      isBarred: (workerId) => (store.find(workerId)?.barredReason ?? null) !== null,
    });
    return { live, liveness };
  };
  return {
    engine,
    analyser,
    ...recognise(1),
    ...(config.lanes.second.enabled ? { second: recognise(2) } : {}),
    modelHash,
    threshold,
    limits,
    close: async () => {
      ending.abort();
      await Promise.all([engine.close(), analyser.close()]);
    },
  };
}
