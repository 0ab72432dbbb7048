import { MJPEG_FPS } from '../e2e/support/clip.ts';
import type { LogLine } from '../e2e/support/terminal-process.ts';

/** A frame as the terminal's log tells of it. */
export interface SeenFrame {
  /** ms since the epoch. */
  readonly takenAtMs: number;
  readonly hasFace: boolean;
  readonly analysisMs: number;
}

/** Somebody before the camera, from a cut of the clip to the next. */
export interface Appearance {
  /** The earliest moment at which his first frame can have been taken, ms since the epoch. */
  readonly atMs: number;
  /** When the board was told to switch on for him; null: never. */
  readonly coilOnAtMs: number | null;
}

/** An empty yard lasts longer, a face that is missed in a frame or two does not. */
const EMPTY_MS = 400;

export const seenFrames = (lines: readonly LogLine[]): readonly SeenFrame[] =>
  lines
    .filter(({ area, event }) => area === 'vision' && event === 'observed')
    .map((line) => ({
      takenAtMs: Number(line['takenAtMs']),
      hasFace: line['face'] === true,
      analysisMs: Number(line['analysisMs']),
    }));

/**
 * Who came before the camera. The clip cuts hard from an empty yard to a face, so that the moment lies between the last
 * frame analysed without a face and the first with one; the earlier end is taken, which can only make a latency longer.
 * Whoever stood there at the first frame or stands there at the last one is left out.
 */
export function appearances(frames: readonly SeenFrame[], coilOns: readonly number[]): readonly Appearance[] {
  const begins: number[] = [];
  let emptySinceMs: number | null = null;
  for (const [index, { takenAtMs, hasFace }] of frames.entries()) {
    if (!hasFace) {
      emptySinceMs ??= takenAtMs;
      continue;
    }
    const before = frames[index - 1];
    if (before !== undefined && emptySinceMs !== null && before.takenAtMs - emptySinceMs >= EMPTY_MS)
      begins.push(before.takenAtMs + 1_000 / MJPEG_FPS);
    emptySinceMs = null;
  }
  return begins.slice(0, -1).map((atMs, index) => {
    const nextAtMs = begins[index + 1] ?? Number.POSITIVE_INFINITY;
    return { atMs, coilOnAtMs: coilOns.find((onAtMs) => onAtMs > atMs && onAtMs < nextAtMs) ?? null };
  });
}
