import type { FaceMeasures } from '../../shared/vision/observation.ts';

/** The best view of a passage in which somebody was recognised: what a template of him may be learnt from. */
export interface PassageFace {
  /** Of unit length. */
  readonly embedding: Float32Array;
  /** Aligned crop, RGB, CROP_BYTES bytes. */
  readonly crop: Uint8Array;
  readonly measures: FaceMeasures;
  /**
   * What the votes for a living face came to (natural log-likelihood ratio, against the copy that they speak against least) where
   * two cameras alone told that he lives; null where he was asked for a move, or nobody looked.
   */
  readonly life: number | null;
}
