import type { Box } from './human-face.ts';

/** The face followed so far. Opaque to callers: start with `noTrack`. */
export interface Track {
  /** Number of the track, 1, 2, 3 …; 0 before the first face. */
  readonly track: number;
  /** Where the face was when last seen, or null when there is none to follow. */
  readonly box: Box | null;
  readonly seenAtMs: number;
  /** A frame without the face came since. */
  readonly isMissed: boolean;
}

export const noTrack: Track = { track: 0, box: null, seenAtMs: 0, isMissed: false };

/** A face that was away for longer may be someone else's. */
const MAX_AWAY_MS = 400;
/** Nor is it followed over a longer time in which nobody looked. Slow terminals look every 0.3 s, and now and then half as often. */
const MAX_UNSEEN_MS = 1_000;
/** At least this share of the two boxes' union must be common to both. */
const MIN_OVERLAP = 0.3;
/** Widths of the same face in two frames differ by less than this factor. */
const MAX_SIZE_RATIO = 1.4;

/** Intersection over union, 0 to 1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
}

/** Movement of the centre in widths of the face as it was. */
function motionBetween(before: Box, after: Box): number {
  const dx = after.x + after.width / 2 - before.x - before.width / 2;
  const dy = after.y + after.height / 2 - before.y - before.height / 2;
  return Math.hypot(dx, dy) / Math.max(1, before.width);
}

/**
 * Takes the chosen face of the next frame (or none). The number changes as soon as the face may be someone else's:
 * it jumped, changed its size at once, or was away. `atMs`: any clock that does not go back, ms.
 */
export function follow(track: Track, box: Box | null, atMs: number): { readonly next: Track; readonly motion: number } {
  if (!box) return { next: { ...track, isMissed: true }, motion: 0 };
  const before = track.box;
  if (before) {
    const ratio = box.width / Math.max(1, before.width);
    const isSame =
      atMs - track.seenAtMs <= (track.isMissed ? MAX_AWAY_MS : MAX_UNSEEN_MS) &&
      overlap(before, box) >= MIN_OVERLAP &&
      ratio < MAX_SIZE_RATIO &&
      1 / ratio < MAX_SIZE_RATIO;
    if (isSame) return { next: { ...track, box, seenAtMs: atMs, isMissed: false }, motion: motionBetween(before, box) };
  }
  return { next: { track: track.track + 1, box, seenAtMs: atMs, isMissed: false }, motion: 0 };
}
