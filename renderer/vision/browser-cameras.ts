import { CameraError, type CameraDevices, type CameraTrouble, type OpenedCamera } from './camera-keeper.ts';
import { chooseDevice } from './camera-plan.ts';
import { readFrames } from './frames.ts';

/** An open camera of the browser. */
export interface BrowserCamera extends OpenedCamera<VideoFrame> {
  readonly stream: MediaStream;
}

/** What a camera is asked for; it gives the nearest that it has. */
const wishes: MediaTrackConstraints = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 25, max: 30 } };
/** A file has its own size; without this the browser scales it to its usual 640×480. */
const replayWishes: MediaTrackConstraints & { resizeMode: 'none' } = {
  width: { ideal: 3840 },
  height: { ideal: 2160 },
  resizeMode: 'none',
};
const OPEN_TIMEOUT_MS = 15_000;

const troubles: Readonly<Record<string, CameraTrouble>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotReadableError: 'denied',
  NotFoundError: 'notFound',
  OverconstrainedError: 'notFound',
};

const stop = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

async function getStream(video: MediaTrackConstraints | true): Promise<MediaStream> {
  const opening = navigator.mediaDevices.getUserMedia({ video, audio: false });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CameraError('lost', 'getUserMedia')), OPEN_TIMEOUT_MS);
  });
  try {
    return await Promise.race([opening, late]);
  } catch (error) {
    // A device that opens after all must not stay taken.
    opening.then(stop, () => undefined);
    if (!(error instanceof DOMException)) throw error;
    throw new CameraError(troubles[error.name] ?? 'lost', error.name, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function listCameras(): Promise<readonly MediaDeviceInfo[]> {
  const list = async (): Promise<readonly MediaDeviceInfo[]> =>
    (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === 'videoinput');
  const devices = await list();
  if (devices.every((device) => device.label !== '')) return devices;
  // Labels are hidden from a page that has not opened any camera yet.
  stop(await getStream(true));
  return list();
}

/** The cameras of this machine, as the browser gives them. */
export class BrowserCameras implements CameraDevices<BrowserCamera> {
  readonly #isReplay: boolean;

  constructor(isReplay: boolean) {
    this.#isReplay = isReplay;
  }

  async open(wanted: string | null): Promise<BrowserCamera> {
    const devices = await listCameras();
    const device = chooseDevice(devices, wanted);
    if (!device) throw new CameraError('notFound', devices.map(({ label }) => label).join(', ') || null);
    const stream = await getStream({ ...(this.#isReplay ? replayWishes : wishes), deviceId: { exact: device.deviceId } });
    const [track] = stream.getVideoTracks();
    if (!track) throw new CameraError('lost', 'no track');
    const { width = 0, height = 0 } = track.getSettings();
    return {
      stream,
      detail: `${labelOf(track)} ${width}×${height}`,
      megapixels: (width * height) / 1e6,
      run: (onFrame, signal) => readFrames(track, onFrame, signal),
      close: () => stop(stream),
    };
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    navigator.mediaDevices.addEventListener('devicechange', listener, { signal });
  }
}

/** A replayed file's label is its path: the name is enough. */
const labelOf = (track: MediaStreamTrack): string => track.label.split('/').at(-1) ?? track.label;
