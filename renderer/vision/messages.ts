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
}

/** Page → worker: a frame, handed over; the worker closes it. */
export interface FrameToAnalyse<Frame> {
  readonly kind: 'frame';
  readonly frame: Frame;
  /** ms since the epoch. */
  readonly takenAtMs: number;
  readonly half: PictureHalf;
}

/** Worker → page. */
export type FromWorker =
  /** Models are loaded; `warmUpMs`: median time of one picture with a face. */
  | { readonly kind: 'ready'; readonly warmUpMs: number }
  /** The next frame may come; sent before the observation, which may still wait for its JPEG. */
  | { readonly kind: 'free' }
  | { readonly kind: 'observed'; readonly observation: FrameObservation }
  | { readonly kind: 'failed'; readonly message: string };
