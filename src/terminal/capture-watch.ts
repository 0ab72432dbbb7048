import { eyeLight } from '../recognition/eye-light.ts';
import { cutOffShare } from '../recognition/cut-off.ts';
import { judgePhotograph } from '../recognition/photograph.ts';
import type { Clock } from '../shared/clock.ts';
import type { CaptureView } from '../shared/people-view.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';

/** Nobody asked for so long: frames are no longer kept, ms. */
const WATCHED_MS = 5_000;
/** A frame older than this says nothing of who stands there now, ms. */
const STALE_MS = 2_000;
/** Pictures of frames are drawn at most this wide, px. */
const PICTURE_WIDTH_PX = 640;

interface Seen {
  readonly atMs: number;
  readonly track: number;
  readonly view: CaptureView;
}

/**
 * Somebody stands before the camera to be enrolled: says what is wrong until it is right, and keeps the best frame in
 * memory only while somebody asks.
 */
export class CaptureWatch {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #seen: Seen | null = null;
  #best: { readonly track: number; readonly jpeg: Uint8Array } | null = null;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  observe({ face, width, height }: FrameObservation): void {
    const nowMs = this.#clock.monotonic();
    if (nowMs - this.#askedAtMs > WATCHED_MS) {
      this.#seen = null;
      this.#best = null;
      return;
    }
    if (face === null) {
      this.#seen = null;
      this.#best = null;
      return;
    }
    // What is judged is the picture that would be enrolled, which is smaller than the frame.
    const scale = Math.min(1, PICTURE_WIDTH_PX / width);
    const { box } = face.measures;
    const scaled = { ...box, width: box.width * scale, height: box.height * scale };
    const measures = { ...face.measures, box: scaled };
    const verdict = judgePhotograph(
      {
        measures,
        eyeLight: eyeLight(face.crop),
        rival: face.rivals > 0 ? 1 : 0,
        cutOff: cutOffShare(box, { width, height }),
      },
      'standard',
    );
    const view: CaptureView = verdict.kind === 'usable' ? { kind: 'good' } : { kind: 'poor', code: verdict.code };
    this.#seen = { atMs: nowMs, track: face.track, view };
    if (this.#best?.track !== face.track) this.#best = null;
    if (face.jpeg !== null && view.kind === 'good') this.#best = { track: face.track, jpeg: face.jpeg };
  }

  /** What is before the camera now; asking keeps the watch going. */
  view(): CaptureView {
    const nowMs = this.#clock.monotonic();
    this.#askedAtMs = nowMs;
    if (this.#seen === null || nowMs - this.#seen.atMs > STALE_MS) return { kind: 'noFace' };
    const { view } = this.#seen;
    // Good, and yet no good picture of it came: it must be held still for one.
    return view.kind === 'good' && this.#best === null ? { kind: 'poor', code: 'photo.blurred' } : view;
  }

  /** JPEG of the best good frame of who stands there; null without one. */
  take(): Uint8Array | null {
    return this.view().kind === 'good' ? (this.#best?.jpeg ?? null) : null;
  }
}
