import { beforeEach, expect, it } from 'vitest';
import { InfraredFrames } from '../../../renderer/vision/infrared-frames.ts';
import { PAIR_MS } from '../../../src/shared/vision/liveness/evidence.ts';

class Frame {
  isClosed = false;
  close(): void {
    this.isClosed = true;
  }
}

let frames: InfraredFrames<Frame>;
const add = (takenAtMs: number): Frame => {
  const frame = new Frame();
  frames.add(frame, takenAtMs);
  return frame;
};
beforeEach(() => {
  frames = new InfraredFrames();
});

it('gives a frame that is near enough, and gives it once', () => {
  const near = add(1_000);
  expect(frames.take(1_010)).toEqual({ frame: near, takenAtMs: 1_000 });
  expect(near.isClosed).toBe(false);
  expect(frames.take(990)).toBeNull();
});

it('gives none that is too far away in time, on either side', () => {
  add(1_000);
  expect(frames.take(1_000 + PAIR_MS + 1)).toBeNull();
  expect(frames.take(1_000 - PAIR_MS - 1)).toBeNull();
  expect(frames.take(1_000 + PAIR_MS)).not.toBeNull();
});

it('keeps one frame at a time and closes the others', () => {
  const [first, second] = [add(1_000), add(1_033)];
  expect([first.isClosed, second.isClosed]).toEqual([true, false]);
  frames.take(1_033);
  const last = add(1_100);
  expect(second.isClosed).toBe(false);
  frames.clear();
  expect(last.isClosed).toBe(true);
});

it('keeps the partner of a visible frame that waits, however many come after it', () => {
  const near = add(1_005);
  const later = new Frame();
  frames.add(later, 1_038, 1_000);
  expect([near.isClosed, later.isClosed]).toEqual([false, true]);
  expect(frames.take(1_000)).toEqual({ frame: near, takenAtMs: 1_005 });
  const next = new Frame();
  frames.add(next, 1_071, 1_000);
  expect(frames.take(1_071)).toEqual({ frame: next, takenAtMs: 1_071 });
});

it('takes a nearer one of two that would both do', () => {
  const far = add(1_000);
  const near = new Frame();
  frames.add(near, 1_036, 1_033);
  expect([far.isClosed, near.isClosed]).toEqual([true, false]);
  expect(frames.take(1_033)).toEqual({ frame: near, takenAtMs: 1_036 });
});

it('goes on with the newest where a frame waits that none is near to', () => {
  const old = add(1_150);
  const newest = new Frame();
  frames.add(newest, 1_290, 1_200);
  expect([old.isClosed, newest.isClosed]).toEqual([true, false]);
});

it('a partner may come as long as the camera is not silent and the moment is not over', () => {
  expect(frames.mayCome(1_000, 1_010)).toBe(false);
  add(980);
  expect(frames.mayCome(1_000, 1_010)).toBe(true);
  expect(frames.mayCome(1_000, 1_000 + PAIR_MS)).toBe(false);
  expect(frames.mayCome(2_000, 2_000)).toBe(false);
});
