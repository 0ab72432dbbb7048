import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { LONGEST_CODE, type CameraReport, type KioskSettings, type TerminalBridge } from '../../src/shared/ipc/contract.ts';
import { uncalibrated } from '../../src/shared/vision/liveness/calibration.ts';
import { Analyser } from './analyser.ts';
import { BrowserCameras, type BrowserCamera } from './browser-cameras.ts';
import { spawnAnalysisWorker } from './browser-worker.ts';
import { keepCamera } from './camera-keeper.ts';
import type { PictureStore } from './camera-pictures.ts';
import { planCameras, workingState, type CameraPlan } from './camera-plan.ts';
import { chooseBackend } from './choose-backend.ts';
import { backendCandidates } from './graphics.ts';
import type { StartAnalysis } from './messages.ts';

const files = { modelBasePath: '/models/human/', wasmPath: '/models/human/wasm/' };

async function startAnalyser(
  bridge: TerminalBridge,
  { liveness: { mode, baselineMm, calibration }, readsCodes }: KioskSettings,
  signal: AbortSignal,
): Promise<Analyser<VideoFrame>> {
  const liveness = mode === 'off' ? null : { calibration: calibration ?? uncalibrated(baselineMm) };
  const what: Omit<StartAnalysis, 'kind' | 'backend'> = { ...files, liveness, codes: readsCodes ? { wasmUrl } : null };
  const backend = await chooseBackend(backendCandidates(), spawnAnalysisWorker, what);
  const analyser = new Analyser(
    spawnAnalysisWorker,
    { kind: 'start', backend, ...what },
    {
      onReady: (warmUpMs) => bridge.post('vision.ready', { backend, warmUpMs }),
      onObserved: (observation) => bridge.post('vision.observed', observation),
      onCode: (text) => bridge.post('vision.code', { text: text.slice(0, LONGEST_CODE) }),
      onFailed: (message) => bridge.post('vision.failed', { message }),
    },
  );
  analyser.start();
  signal.addEventListener('abort', () => analyser.stop());
  return analyser;
}

function keepPlan(
  plan: CameraPlan,
  { bridge, pictures, signal }: { bridge: TerminalBridge; pictures: PictureStore<MediaStream>; signal: AbortSignal },
  onFrame: (frame: VideoFrame) => void,
): Promise<void> {
  return keepCamera<VideoFrame, BrowserCamera>(
    {
      devices: new BrowserCameras(plan.isReplay),
      wanted: plan.wanted,
      onFrame,
      onState: (state, detail, camera) => {
        const told = state === 'ok' && camera ? workingState(plan.isReplay, camera.megapixels) : state;
        for (const { role, half } of plan.pictures) {
          const report: CameraReport = { role, state: told, detail };
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
  let analyser: Analyser<VideoFrame> | null = null;
  const plans = planCameras(settings.cameras);
  const hasInfrared = plans.some((plan) => plan.pictures.some(({ role }) => role === 'infrared'));
  if (settings.cameras.infrared !== null && !hasInfrared) {
    // A replay of the visible picture alone.
    bridge.post('vision.camera', { role: 'infrared', state: 'notFound', detail: null });
  }
  const wantsInfrared = settings.liveness.mode === 'infrared';
  const keeping = plans.map((plan) => {
    const visible = plan.pictures.find(({ role }) => role === 'visible');
    const infrared = wantsInfrared ? plan.pictures.find(({ role }) => role === 'infrared') : undefined;
    return keepPlan(plan, { bridge, pictures, signal }, (frame) => {
      if (visible && analyser) analyser.offer(frame, Date.now(), visible.half, infrared?.half ?? null);
      else if (infrared && analyser) analyser.offerInfrared(frame, Date.now());
      else frame.close();
    });
  });
  analyser = await startAnalyser(bridge, settings, signal);
  await Promise.all(keeping);
}
