/// <reference lib="dom" />
/**
 * Runs in the terminal's page before its own scripts: in place of the machine's cameras it puts some that show what a test tells them to, at the
 * moment when it does, and it notes what the screen says and how long each sound is.
 */

/** What the screen says at a lane, from one change to the next. */
export interface ShownScreen {
  /** As the page has it, from above; the first is 0. */
  readonly lane: number;
  readonly state: string;
  readonly reason: string | null;
  /** The large words of the plate, in the terminal's language. */
  readonly words: string;
}

/** What the test reaches in the page. */
export interface ActedStage {
  /** Pictures by name, JPEG as base64; they may be told in parts. */
  learn(pictures: Readonly<Record<string, string>>): void;
  /** Shows pictures once, one after the other, then `then` again and again; at once, whatever was shown before. */
  play(camera: string, names: readonly string[], then: readonly string[]): void;
  /** Changes of the screen from the `from`th on; waits until there is one. */
  screens(from: number): Promise<readonly ShownScreen[]>;
  /** Lengths of what was said so far, s. */
  readonly sounds: readonly number[];
}

declare global {
  interface Window {
    readonly actedStage: ActedStage;
  }
}

interface Generator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}
declare const MediaStreamTrackGenerator: new (init: { readonly kind: 'video' }) => Generator;

/** One camera: any number of tracks may be open on it. */
class ActedCamera {
  readonly deviceId: string;
  readonly #writers = new Set<WritableStreamDefaultWriter<VideoFrame>>();
  #once: string[] = [];
  #again: readonly string[] = [];
  #at = 0;

  constructor(deviceId: string) {
    this.deviceId = deviceId;
  }

  play(names: readonly string[], then: readonly string[]): void {
    this.#once = [...names];
    this.#again = then;
    this.#at = 0;
  }

  /** Name of the next picture, or null when there is none. */
  next(): string | null {
    return this.#once.shift() ?? this.#again[this.#at++ % this.#again.length] ?? null;
  }

  open(): MediaStream {
    const track = new MediaStreamTrackGenerator({ kind: 'video' });
    Object.defineProperty(track, 'label', { value: this.deviceId });
    track.getSettings = () => ({ width: WIDTH, height: HEIGHT, deviceId: this.deviceId });
    this.#writers.add(track.writable.getWriter());
    return new MediaStream([track]);
  }

  async show(picture: VideoFrame, timestamp: number): Promise<void> {
    for (const writer of this.#writers) {
      const frame = new VideoFrame(picture, { timestamp });
      await writer.write(frame).catch(() => {
        // The page has closed the camera.
        frame.close();
        this.#writers.delete(writer);
      });
    }
  }
}

const [WIDTH, HEIGHT] = [640, 480];

/** Puts `cameras` in place, of which each shows a picture every `everyMs`, all at once. */
export function actCameras(cameras: readonly string[], everyMs: number): void {
  if (window.top !== window || !location.protocol.startsWith('http')) return;
  const pictures = new Map<string, Uint8Array<ArrayBuffer>>();
  const devices = new Map(cameras.map((id) => [id, new ActedCamera(id)]));
  const infos = cameras.map((id) => ({ deviceId: id, label: id, kind: 'videoinput', groupId: id, toJSON: () => id }));
  const media = navigator.mediaDevices;
  media.enumerateDevices = () => Promise.resolve(infos as unknown as MediaDeviceInfo[]);
  media.getUserMedia = (wanted) => {
    const id = typeof wanted?.video === 'object' ? wanted.video.deviceId : null;
    const exact = typeof id === 'object' && id !== null && 'exact' in id ? String(id.exact) : cameras[0];
    const device = devices.get(exact ?? '');
    return device ? Promise.resolve(device.open()) : Promise.reject(new DOMException('no such camera', 'NotFoundError'));
  };

  let isBusy = false;
  setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    const timestamp = Math.round(1_000 * performance.now());
    const showing = [...devices.values()].map(async (device) => {
      const data = pictures.get(device.next() ?? '');
      if (!data) return;
      // As a camera gives them: planes of luma and chroma.
      const { image } = await new ImageDecoder({ data, type: 'image/jpeg' }).decode();
      await device.show(image, timestamp);
      image.close();
    });
    void Promise.all(showing).finally(() => (isBusy = false));
  }, everyMs);

  const { screens, sounds } = { screens: watchScreen(), sounds: watchSounds() };
  const stage: ActedStage = {
    learn: (told) => {
      for (const [name, base64] of Object.entries(told))
        pictures.set(
          name,
          Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)),
        );
    },
    play: (camera, names, then) => devices.get(camera)?.play(names, then),
    screens,
    sounds,
  };
  Object.defineProperty(window, 'actedStage', { value: stage });
}

function watchScreen(): ActedStage['screens'] {
  const shown: ShownScreen[] = [];
  const last = new Map<number, string>();
  const waiting: (() => void)[] = [];
  const look = (): void => {
    for (const [lane, stage] of document.querySelectorAll<HTMLElement>('.stage[data-state]').entries()) {
      const { state = '', reason = null } = stage.dataset;
      const words = stage.querySelector('.plate__words .words > :first-child')?.textContent ?? '';
      const screen: ShownScreen = { lane, state, reason, words };
      if (last.get(lane) === JSON.stringify(screen)) continue;
      last.set(lane, JSON.stringify(screen));
      shown.push(screen);
    }
    for (const tell of waiting.splice(0)) tell();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  return async (from) => {
    while (shown.length <= from) await new Promise<void>((tell) => waiting.push(tell));
    return shown.slice(from);
  };
}

function watchSounds(): readonly number[] {
  const sounds: number[] = [];
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...when) {
    sounds.push(this.buffer?.duration ?? 0);
    start.apply(this, when);
  };
  return sounds;
}
