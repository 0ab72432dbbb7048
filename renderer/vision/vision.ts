import type { KioskSettings, TerminalBridge } from '../../src/shared/ipc/contract.ts';
import { Analyser } from './analyser.ts';
import { BrowserCameras, type BrowserCamera } from './browser-cameras.ts';
import { spawnAnalysisWorker } from './browser-worker.ts';
import { keepCamera } from './camera-keeper.ts';
import type { PictureStore } from './camera-pictures.ts';
import { planCameras, type CameraPlan } from './camera-plan.ts';
import { chooseBackend } from './choose-backend.ts';
import { backendCandidates } from './graphics.ts';

const files = { modelBasePath: '/models/human/', wasmPath: '/models/human/wasm/' };

async function startAnalyser(bridge: TerminalBridge, signal: AbortSignal): Promise<Analyser<VideoFrame>> {
  const backend = await chooseBackend(backendCandidates(), spawnAnalysisWorker, files);
  const analyser = new Analyser(
    spawnAnalysisWorker,
    { kind: 'start', backend, ...files },
    {
      onReady: (warmUpMs) => bridge.post('vision.ready', { backend, warmUpMs }),
      onObserved: (observation) => bridge.post('vision.observed', observation),
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
        for (const { role, half } of plan.pictures) {
          const report = { role, state: state === 'ok' && plan.isReplay ? 'replay' : state, detail } as const;
          bridge.post('vision.camera', report);
          pictures.set({ report, half, stream: camera?.stream ?? null });
        }
      },
    },
    signal,
  );
}

/** Opens the cameras of the `settings` and has the visible one's frames analysed, until `signal` aborts. */
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
  const keeping = plans.map((plan) => {
    const visible = plan.pictures.find(({ role }) => role === 'visible');
    return keepPlan(plan, { bridge, pictures, signal }, (frame) => {
      if (visible && analyser) analyser.offer(frame, Date.now(), visible.half);
      else frame.close();
    });
  });
  analyser = await startAnalyser(bridge, signal);
  await Promise.all(keeping);
}
