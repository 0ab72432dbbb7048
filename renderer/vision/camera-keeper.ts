import { backOffMs, pause } from './back-off.ts';

/** Why there is no picture. `denied`: not permitted, or another program holds the device. */
export type CameraTrouble = 'notFound' | 'denied' | 'lost';

export class CameraError extends Error {
  override readonly name = 'CameraError';
  readonly trouble: CameraTrouble;
  /** For the technician: the labels that were found instead, the browser's reason. */
  readonly detail: string | null;

  constructor(trouble: CameraTrouble, detail: string | null, options?: ErrorOptions) {
    super(detail ?? trouble, options);
    this.trouble = trouble;
    this.detail = detail;
  }
}

/** An open device. */
export interface OpenedCamera<Frame> {
  /** Its label and resolution. */
  readonly detail: string;
  /** Of its picture. */
  readonly megapixels: number;
  /** Hands over each frame until the device ends or `signal` aborts; who gets a frame closes it. */
  run(onFrame: (frame: Frame) => void, signal: AbortSignal): Promise<void>;
  close(): void;
}

export interface CameraDevices<Camera> {
  /** `wanted` as in `chooseDevice`. Throws CameraError. */
  open(wanted: string | null): Promise<Camera>;
  /** Calls `listener` whenever a device was plugged in or out. */
  onChange(listener: () => void, signal: AbortSignal): void;
}

export interface CameraKeeping<Frame, Camera extends OpenedCamera<Frame>> {
  readonly devices: CameraDevices<Camera>;
  readonly wanted: string | null;
  /** `camera` is given as long as it delivers frames. */
  onState(state: 'starting' | 'ok' | CameraTrouble, detail: string | null, camera: Camera | null): void;
  onFrame(frame: Frame): void;
}

/** A camera that delivers no frame for this long is lost; it may take longer for its first. */
const SILENT_MS = 2_000;
const FIRST_FRAME_MS = 8_000;
const CHECK_MS = 250;
const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 5_000;

/** Keeps one camera open until `signal` aborts: opens it, watches its frames, opens it again. */
export async function keepCamera<Frame, Camera extends OpenedCamera<Frame>>(
  keeping: CameraKeeping<Frame, Camera>,
  signal: AbortSignal,
): Promise<void> {
  keeping.onState('starting', null, null);
  let failures = 0;
  const isWanted = (): boolean => !signal.aborted;
  while (isWanted()) {
    const plugged = new AbortController();
    keeping.devices.onChange(() => plugged.abort(), AbortSignal.any([signal, plugged.signal]));
    try {
      const camera = await keeping.devices.open(keeping.wanted);
      const hadPicture = await watch(keeping, camera, signal);
      if (hadPicture) failures = 0;
      if (isWanted()) keeping.onState('lost', camera.detail, null);
    } catch (error) {
      const known = error instanceof CameraError ? error : new CameraError('lost', String(error), { cause: error });
      if (isWanted()) keeping.onState(known.trouble, known.detail, null);
    }
    await pause(backOffMs(failures++, RETRY_FIRST_MS, RETRY_MOST_MS), signal, plugged.signal);
    plugged.abort();
  }
}

/** Runs until no frame comes any more; did one come at all? */
async function watch<Frame, Camera extends OpenedCamera<Frame>>(
  { onFrame, onState }: CameraKeeping<Frame, Camera>,
  camera: Camera,
  signal: AbortSignal,
): Promise<boolean> {
  const over = new AbortController();
  let hasPicture = false;
  let lastMs = performance.now();
  const check = setInterval(() => {
    if (performance.now() - lastMs > (hasPicture ? SILENT_MS : FIRST_FRAME_MS)) over.abort();
  }, CHECK_MS);
  try {
    await camera.run(
      (frame) => {
        lastMs = performance.now();
        if (!hasPicture) onState('ok', camera.detail, camera);
        hasPicture = true;
        onFrame(frame);
      },
      AbortSignal.any([signal, over.signal]),
    );
  } finally {
    clearInterval(check);
    camera.close();
  }
  return hasPicture;
}
