import type { CameraCalibration } from '../../src/shared/vision/liveness/calibration.ts';
import type { FrameObservation } from '../../src/shared/vision/observation.ts';
import type { PictureHalf } from './camera-plan.ts';

export type Backend = 'wasm' | 'webgl';

/** Page → worker, first message: what to load from where. */
export interface StartAnalysis {
  readonly kind: 'start';
  readonly backend: Backend;
  /** Base URLs, ending with a slash. */
  readonly modelBasePath: string;
  readonly wasmPath: string;
  /** What the search for the infrared face starts from; null: nobody wants to know whether a face is a living one. */
  readonly liveness: { readonly calibration: CameraCalibration } | null;
  /** Where the decoder of QR codes lies; null: none are looked for. */
  readonly codes: { readonly wasmUrl: string } | null;
}

/** What the infrared camera saw at the moment of a visible frame. */
export interface InfraredPart<Frame> {
  /** Null: the same frame holds both pictures. */
  readonly frame: Frame | null;
  /** ms since the epoch. */
  readonly takenAtMs: number;
  readonly half: PictureHalf;
}

/** Page → worker: a frame, handed over; the worker closes it, and its partner, as soon as they are read. */
export interface FrameToAnalyse<Frame> {
  readonly kind: 'frame';
  readonly frame: Frame;
  /** ms since the epoch. */
  readonly takenAtMs: number;
  readonly half: PictureHalf;
  /** Null when no infrared frame lies near enough in time, or none is wanted. */
  readonly infrared: InfraredPart<Frame> | null;
  /** The next face comes with its picture, whatever came before. */
  readonly wantsPicture: boolean;
}

/** Worker → page. */
export type FromWorker =
  /** Models are loaded; `warmUpMs`: median time of one picture with a face. */
  | { readonly kind: 'ready'; readonly warmUpMs: number }
  /** The next frame may come. */
  | { readonly kind: 'free' }
  | { readonly kind: 'observed'; readonly observation: FrameObservation }
  /** A QR code stands in the visible picture. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string };
