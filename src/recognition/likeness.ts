import type { FaceMeasures } from '../shared/vision/observation.ts';
import type { MatchLimits } from './match-limits.ts';
import { cosine } from './track-evidence.ts';

/**
 * Who is less alike (cosine) to the mean of a track is not of its person. Otherwise who lives could lend his life to the photograph of whoever he
 * resembles a little: so it is no less than what names a worker. Webcam sequences, good views more than three frames from the two that they are
 * compared with: 8,784 within 20° of ahead 0.69 to 0.99, 18 turned further 0.75 and more; of other people at most 0.61.
 */
const SAME_AHEAD = { least: 0.65, most: 0.7 };
/** Of a face turned further than `AHEAD_DEG`, or of which the network makes little; other people reach it too. */
const SAME_TURNED = 0.45;
/** Head angles up to which a face looks ahead, and is asked for the whole likeness. */
const AHEAD_DEG = 20;

/**
 * Less alike than this to the mean, a view that looks ahead is of somebody else however bad it is. 36 webcam views smeared over 0.2 of the face's width,
 * as no turn does, had 0.36 and more, over 0.1 0.60; of 600 pairs of 25 develop people 0.31 and less in 99 %.
 */
const ANOTHERS = 0.35;

/** Does the face look ahead, so that it is as like its person as it can be? */
export const looksAhead = ({ yawDeg, pitchDeg }: Pick<FaceMeasures, 'yawDeg' | 'pitchDeg'>): boolean =>
  Math.abs(yawDeg) <= AHEAD_DEG && Math.abs(pitchDeg) <= AHEAD_DEG;

/** `unclear`: a turned head that may be his, and proves neither him nor somebody else. */
export type Likeness = 'same' | 'unclear' | 'other';

/** What is known of the looks of a person. */
export interface KnownFace {
  /** Mean of his good views, unit length. */
  readonly mean: Float32Array;
  /** The newest view that was his. */
  readonly newest: Float32Array;
}

/**
 * Is the view `embedding`, held like `angles`, of the known person? A turned head is less like the mean than others may be who look ahead, so it
 * must be as like the view before it as one person's views are: whoever is put in his place in the middle of a turn is not.
 */
export function likenessOf(
  { mean, newest }: KnownFace,
  embedding: Float32Array,
  angles: Pick<FaceMeasures, 'yawDeg' | 'pitchDeg'>,
  { threshold }: Pick<MatchLimits, 'threshold'>,
): Likeness {
  const whole = Math.min(Math.max(SAME_AHEAD.least, threshold), SAME_AHEAD.most);
  const likeness = cosine(mean, embedding);
  if (likeness >= whole) return 'same';
  if (looksAhead(angles) || likeness < SAME_TURNED) return 'other';
  return cosine(newest, embedding) >= whole ? 'same' : 'unclear';
}

/** Is a view that may be bad surely of somebody else? Of a turned head that cannot be said. */
export const isSurelyAnothers = (
  { mean }: Pick<KnownFace, 'mean'>,
  embedding: Float32Array,
  angles: Pick<FaceMeasures, 'yawDeg' | 'pitchDeg'>,
): boolean => looksAhead(angles) && cosine(mean, embedding) < ANOTHERS;
