import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import {
  LONGEST_CODE,
  type CameraReport,
  type KioskSettings,
  type LaneSight,
  type TerminalBridge,
} from '../../src/shared/ipc/contract.ts';
import type { LaneNumber } from '../../src/shared/lanes.ts';
import { uncalibrated } from '../../src/shared/vision/liveness/calibration.ts';
import { Analyser, type AnalyserEvents } from './analyser.ts';
import { BrowserCameras, type BrowserCamera } from './browser-cameras.ts';
import { spawnAnalysisWorker } from './browser-worker.ts';
import { keepCamera } from './camera-keeper.ts';
import type { PictureStore } from './camera-pictures.ts';
import { laneShares, planLanes, workingState, type CameraPlan } from './camera-plan.ts';
import { CaptureClock } from './capture-clock.ts';
import { chooseBackend } from './choose-backend.ts';
import { backendCandidates } from './graphics.ts';
import type { Backend, StartAnalysis } from './messages.ts';

const files = { modelBasePath: '/models/human/', wasmPath: '/models/human/wasm/' };

/** As a post says it; the first lane goes without saying. */
const named = (lane: LaneNumber): { readonly lane?: 2 } => (lane === 1 ? {} : { lane });

/** An analysis for each lane, each with a worker and tracks of its own. What does the work is chosen once. */
async function startAnalysers(
  bridge: TerminalBridge,
  settings: KioskSettings,
  signal: AbortSignal,
): Promise<ReadonlyMap<LaneNumber, Analyser<VideoFrame>>> {
  const { second } = settings;
  const sights: readonly (readonly [LaneNumber, LaneSight])[] = [[1, settings], ...(second ? [[2, second] as const] : [])];
  const codes = settings.readsCodes ? { wasmUrl } : null;
  const whatOf = ({ liveness: { mode, baselineMm, calibration } }: LaneSight): Omit<StartAnalysis, 'kind' | 'backend'> => {
    const liveness = mode === 'off' ? null : { calibration: calibration ?? uncalibrated(baselineMm) };
    return { ...files, liveness, codes };
  };
  const backend = await chooseBackend(backendCandidates(), spawnAnalysisWorker, whatOf(settings));
  const analysers = new Map(
    sights.map(([lane, sight]) => {
      const start: StartAnalysis = { kind: 'start', backend, ...whatOf(sight) };
      return [lane, new Analyser(spawnAnalysisWorker, start, eventsOf(bridge, lane, backend))];
    }),
  );
  signal.addEventListener('abort', () => analysers.forEach((analyser) => analyser.stop()));
  for (const analyser of analysers.values()) analyser.start();
  const stop = bridge.follow('vision.pictureWanted', ({ lane = 1 }) => analysers.get(lane)?.wantPicture());
  signal.addEventListener('abort', stop);
  return analysers;
}

const eventsOf = (bridge: TerminalBridge, lane: LaneNumber, backend: Backend): AnalyserEvents => ({
  onReady: (warmUpMs) => bridge.post('vision.ready', { backend, warmUpMs, ...named(lane) }),
  onObserved: (observation) => bridge.post('vision.observed', { ...observation, ...named(lane) }),
  onCode: (text) => bridge.post('vision.code', { text: text.slice(0, LONGEST_CODE), ...named(lane) }),
  onFailed: (message) => bridge.post('vision.failed', { message, ...named(lane) }),
});

function keepPlan(
  plan: CameraPlan,
  { bridge, pictures, signal }: { bridge: TerminalBridge; pictures: PictureStore<MediaStream>; signal: AbortSignal },
  onFrame: (frame: VideoFrame, takenAtMs: number) => void,
): Promise<void> {
  let clock = new CaptureClock();
  return keepCamera<VideoFrame, BrowserCamera>(
    {
      devices: new BrowserCameras(plan.isReplay),
      wanted: plan.wanted,
      onFrame: (frame) => {
        const nowMs = performance.now();
        onFrame(frame, Date.now() - Math.round(nowMs - clock.takenAt(frame.timestamp, nowMs)));
      },
      onState: (state, detail, camera) => {
        // Each time that a camera is opened its clock begins anew.
        if (state !== 'ok') clock = new CaptureClock();
        const told = state === 'ok' && camera ? workingState(plan.isReplay, camera.megapixels) : state;
        for (const { lane = 1, role, half } of plan.pictures) {
          const report: CameraReport = { role, state: told, detail, ...named(lane) };
          bridge.post('vision.camera', report);
          pictures.set({ report, half, stream: camera?.stream ?? null });
        }
      },
    },
    signal,
  );
}

/** Opens the cameras of the `settings` and has their frames analysed, as far as anybody wants to know what is in them, until `signal` aborts. */
export async function runVision(
  bridge: TerminalBridge,
  settings: KioskSettings,
  pictures: PictureStore<MediaStream>,
  signal: AbortSignal,
): Promise<void> {
  let analysers: ReadonlyMap<LaneNumber, Analyser<VideoFrame>> = new Map();
  const plans = planLanes(settings);
  const hasInfrared = plans.some((plan) => plan.pictures.some(({ role }) => role === 'infrared'));
  if (settings.cameras.infrared !== null && !hasInfrared) {
    // A replay of the visible picture alone.
    bridge.post('vision.camera', { role: 'infrared', state: 'notFound', detail: null });
  }
  const wantsInfrared = (lane: LaneNumber): boolean =>
    ((lane === 1 ? settings : settings.second) ?? settings).liveness.mode === 'infrared';
  const keeping = plans.map((plan) => {
    const shares = laneShares(plan);
    return keepPlan(plan, { bridge, pictures, signal }, (frame, takenAtMs) => {
      shares.forEach(({ lane, visible, infrared }, index) => {
        // Each lane closes what it gets.
        const own = index < shares.length - 1 ? frame.clone() : frame;
        const analyser = analysers.get(lane);
        const wanted = wantsInfrared(lane) ? infrared : null;
        if (visible && analyser) analyser.offer(own, takenAtMs, visible, wanted);
        else if (wanted && analyser) analyser.offerInfrared(own, takenAtMs);
        else own.close();
      });
    });
  });
  analysers = await startAnalysers(bridge, settings, signal);
  await Promise.all(keeping);
}
