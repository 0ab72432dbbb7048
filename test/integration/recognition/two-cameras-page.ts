/** Runs in Chromium: two cameras, the product's own way of their frames, and somebody who looks at each pair for a while. */
import { Analyser, type AnalysisWorker } from '../../../renderer/vision/analyser.ts';
import { CaptureClock } from '../../../renderer/vision/capture-clock.ts';
import { readFrames } from '../../../renderer/vision/frames.ts';
import type { FromWorker, FrameToAnalyse, StartAnalysis } from '../../../renderer/vision/messages.ts';
import { PairReader } from '../../../renderer/vision/pair-reader.ts';

/** A pair as it was looked at. */
export interface LookedAt {
  /** How many visible frames came since the look before it began: as many as that look took, unless the camera was stopped by it. */
  readonly arrived: number;
  /** Null: no infrared picture lay near enough in time. */
  readonly apartMs: number | null;
  /** Brightest − darkest value of the infrared picture, 0 to 255. */
  readonly contrast: number;
}

const LOOK_MS = 300;

class SlowLook implements AnalysisWorker<VideoFrame> {
  readonly looks: LookedAt[] = [];
  arrived = 0;
  readonly #reader = new PairReader();
  #tell: (message: FromWorker) => void = () => undefined;

  send(message: StartAnalysis | FrameToAnalyse<VideoFrame>): void {
    if (message.kind === 'start') return this.#tell({ kind: 'ready', warmUpMs: 1 });
    const { arrived } = this;
    this.arrived = 0;
    void this.#reader.read(message).then(({ infrared }) => {
      this.looks.push({
        arrived,
        apartMs: infrared?.apartMs ?? null,
        contrast: infrared ? contrastOf(infrared.picture.data) : 0,
      });
      setTimeout(() => this.#tell({ kind: 'free' }), LOOK_MS);
    });
  }
  onMessage(listener: (message: FromWorker) => void): void {
    this.#tell = listener;
  }
  terminate(): void {
    this.#tell = () => undefined;
  }
}

function contrastOf(rgba: Uint8Array | Uint8ClampedArray): number {
  let [least, most] = [255, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    least = Math.min(least, rgba[at] ?? 0);
    most = Math.max(most, rgba[at] ?? 0);
  }
  return most - least;
}

async function openCamera(deviceId: string): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { deviceId: { exact: deviceId }, width: 640, height: 480 } });
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error('no track');
  return track;
}

/** Looks at both cameras until there was an infrared picture in `count` of the looks but the first two, or `mostMs` are over. */
async function lookAtBoth(count: number, mostMs: number): Promise<readonly LookedAt[]> {
  (await navigator.mediaDevices.getUserMedia({ video: true })).getTracks().forEach((track) => track.stop());
  const devices = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
  const [visible, infrared] = await Promise.all(devices.slice(0, 2).map(({ deviceId }) => openCamera(deviceId)));
  if (!visible || !infrared) throw new Error('not two cameras');
  const over = AbortSignal.timeout(mostMs);
  const look = new SlowLook();
  const nothing = (): undefined => undefined;
  const start: StartAnalysis = {
    ...{ kind: 'start', backend: 'wasm', modelBasePath: '', wasmPath: '', liveness: null, codes: null },
  };
  const analyser = new Analyser<VideoFrame>(() => look, start, {
    ...{ onReady: nothing, onObserved: nothing, onCode: nothing, onFailed: nothing },
  });
  const takenBy =
    (clock: CaptureClock) =>
    ({ timestamp }: VideoFrame): number =>
      Date.now() - performance.now() + clock.takenAt(timestamp, performance.now());
  const [visibleTime, infraredTime] = [takenBy(new CaptureClock()), takenBy(new CaptureClock())];
  const offer = (frame: VideoFrame): void => {
    look.arrived += 1;
    analyser.offer(frame, visibleTime(frame), 'whole');
  };
  analyser.start();
  void readFrames(visible, offer, over);
  void readFrames(infrared, (frame) => analyser.offerInfrared(frame, infraredTime(frame)), over);
  const paired = (): number => look.looks.slice(2).filter(({ apartMs }) => apartMs !== null).length;
  while (!over.aborted && paired() < count) await new Promise((done) => setTimeout(done, 50));
  analyser.stop();
  return look.looks;
}

Object.assign(globalThis, { lookAtBoth });
