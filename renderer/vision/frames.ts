/** Chromium's way to the frames of a track; TypeScript's DOM library does not know it in pages. */
interface TrackProcessor {
  readonly readable: ReadableStream<VideoFrame>;
}
type TrackProcessorClass = new (init: { track: MediaStreamTrack }) => TrackProcessor;

const findProcessor = (): TrackProcessorClass | null =>
  'MediaStreamTrackProcessor' in globalThis
    ? (globalThis as typeof globalThis & { MediaStreamTrackProcessor: TrackProcessorClass }).MediaStreamTrackProcessor
    : null;

/** Hands over each frame of `track` until it ends or `signal` aborts; who gets a frame closes it. */
export async function readFrames(
  track: MediaStreamTrack,
  onFrame: (frame: VideoFrame) => void,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  track.addEventListener('ended', () => over.abort(), { signal: over.signal });
  const until = AbortSignal.any([signal, over.signal]);
  const Processor = findProcessor();
  try {
    if (Processor) await readStream(new Processor({ track }).readable, onFrame, until);
    else await readVideo(track, onFrame, until);
  } finally {
    over.abort();
  }
}

async function readStream(
  stream: ReadableStream<VideoFrame>,
  onFrame: (frame: VideoFrame) => void,
  signal: AbortSignal,
): Promise<void> {
  const reader = stream.getReader();
  const stop = (): void => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    for (;;) {
      const { value } = await reader.read();
      if (!value) return;
      if (signal.aborted) value.close();
      else onFrame(value);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Where there is no processor: a video element that nobody sees is asked at each new picture. */
async function readVideo(track: MediaStreamTrack, onFrame: (frame: VideoFrame) => void, signal: AbortSignal): Promise<void> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  await video.play();
  await new Promise<void>((resolve) => {
    const next = (): void => {
      if (signal.aborted) return;
      onFrame(new VideoFrame(video));
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
    signal.addEventListener('abort', () => resolve());
    if (signal.aborted) resolve();
  });
  video.srcObject = null;
}
