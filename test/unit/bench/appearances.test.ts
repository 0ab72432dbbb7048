import { describe, expect, it } from 'vitest';
import { appearances, seenFrames, type SeenFrame } from '../../bench/appearances.ts';
import { MJPEG_FPS } from '../../e2e/support/clip.ts';

const FRAME_MS = 60;
const PLAYED_MS = 1_000 / MJPEG_FPS;

/** Frames 60 ms apart from 0 on: `x` a face, `.` none. */
const frames = (seen: string): readonly SeenFrame[] =>
  [...seen].map((one, index) => ({ takenAtMs: index * FRAME_MS, hasFace: one === 'x', analysisMs: 20 }));

const empty = '.'.repeat(10);

describe('appearances', () => {
  it('begin one played frame after the last frame without a face, and have the first pulse after it', () => {
    const seen = frames(`${empty}xxxxx${empty}xxxxx${empty}x`);
    const first = 9 * FRAME_MS + PLAYED_MS;
    const second = 24 * FRAME_MS + PLAYED_MS;
    expect(appearances(seen, [first + 90, first + 200, second + 70])).toEqual([
      { atMs: first, coilOnAtMs: first + 90 },
      { atMs: second, coilOnAtMs: second + 70 },
    ]);
  });

  it('are counted where no pulse came, and the next one’s pulse is not theirs', () => {
    const seen = frames(`${empty}xxxxx${empty}xxxxx${empty}x`);
    const second = 24 * FRAME_MS + PLAYED_MS;
    expect(appearances(seen, [second + 70]).map(({ coilOnAtMs }) => coilOnAtMs)).toEqual([null, second + 70]);
  });

  it('are not cut in two by a face that is missed in a frame', () => {
    const seen = frames(`${empty}x.xx..xx${empty}x`);
    expect(appearances(seen, [])).toHaveLength(1);
  });

  it('leave out who stood there at the first frame and at the last one', () => {
    expect(appearances(frames(`xxxxx${empty}xxxxx`), [50])).toEqual([]);
  });

  it('are read from the lines of a terminal that tell of frames', () => {
    const line = { at: '', level: 'debug', area: 'vision', event: 'observed', takenAtMs: 5, face: true, analysisMs: 21 };
    expect(seenFrames([line, { ...line, event: 'ready' }])).toEqual([{ takenAtMs: 5, hasFace: true, analysisMs: 21 }]);
  });
});
