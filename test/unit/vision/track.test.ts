import { describe, expect, it } from 'vitest';
import { follow, noTrack, overlap } from '../../../src/shared/vision/track.ts';

const box = (x: number, width = 120) => ({ x, y: 100, width, height: width * 1.2 });

describe('a track', () => {
  it('keeps its number while the face moves a little', () => {
    const first = follow(noTrack, box(200), 0);
    const second = follow(first.next, box(212), 70);
    expect(second.next.track).toBe(first.next.track);
  });

  it('measures movement in face widths, and none on the first frame', () => {
    const first = follow(noTrack, box(200), 0);
    expect(first.motion).toBe(0);
    expect(follow(first.next, box(212), 70).motion).toBeCloseTo(0.1, 6);
  });

  it('gets another number when the face jumps', () => {
    const first = follow(noTrack, box(100), 0);
    expect(follow(first.next, box(220), 70).next.track).toBe(first.next.track + 1);
  });

  it('gets another number when the face changes its size at once', () => {
    const first = follow(noTrack, box(200, 100), 0);
    expect(follow(first.next, box(180, 150), 70).next.track).toBe(first.next.track + 1);
  });

  it('survives a frame without a face but not half a second without one', () => {
    const first = follow(noTrack, box(200), 0);
    const missed = follow(first.next, null, 70);
    expect(follow(missed.next, box(203), 140).next.track).toBe(first.next.track);
    expect(follow(missed.next, box(203), 600).next.track).toBe(first.next.track + 1);
  });

  it('survives frames that come half a second apart, as on a busy machine, but not two seconds in which nobody looked', () => {
    const first = follow(noTrack, box(200), 0);
    const second = follow(first.next, box(203), 550);
    expect(second.next.track).toBe(first.next.track);
    expect(follow(second.next, box(205), 2_600).next.track).toBe(first.next.track + 1);
  });

  it('is strict again only while the face is away: seen once more, it may be half a second apart', () => {
    const first = follow(noTrack, box(200), 0);
    const back = follow(follow(first.next, null, 70).next, box(203), 140);
    expect(follow(back.next, box(203), 700).next.track).toBe(first.next.track);
  });
});

it('the overlap of boxes is 1 for the same, 0 for distant ones, a third for half covered ones', () => {
  const a = { x: 0, y: 0, width: 10, height: 10 };
  expect(overlap(a, a)).toBe(1);
  expect(overlap(a, { ...a, x: 20 })).toBe(0);
  expect(overlap(a, { ...a, x: 5 })).toBeCloseTo(1 / 3, 9);
});
