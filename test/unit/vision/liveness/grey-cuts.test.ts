import { describe, expect, it } from 'vitest';
import { cutSquare, type FaceSquare } from '../../../../src/shared/vision/liveness/face-square.ts';
import { blockFor, greyOf } from '../../../../src/shared/vision/liveness/grey.ts';
import { GreyCuts } from '../../../../src/shared/vision/liveness/grey-cuts.ts';
import { painted, randomNumbers } from './pictures.ts';

const random = randomNumbers(5);
const picture = painted(803, 601, () => [255 * random(), 255 * random(), 255 * random()]);

/** The square as cut from the whole picture without colour. */
function wholeCut({ centre, side, angle }: FaceSquare): Float32Array {
  const block = blockFor(side);
  const square = { centre: { x: centre.x / block, y: centre.y / block }, side: side / block, angle };
  return cutSquare(greyOf(picture, block), 1, 1, square);
}

function farthest(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);
}

describe('a square cut from the part of a picture round it', () => {
  it.each([
    ['near the middle', { centre: { x: 400.3, y: 300.7 }, side: 230, angle: 0.1 }],
    ['far leaning', { centre: { x: 420, y: 280 }, side: 300.5, angle: -0.78 }],
    ['of blocks of pixels', { centre: { x: 401.9, y: 303.2 }, side: 577, angle: 0.3 }],
    ['over the right lower corner', { centre: { x: 790, y: 590 }, side: 260, angle: 0.2 }],
    ['over the left upper corner', { centre: { x: 5.5, y: -3 }, side: 410, angle: 0 }],
    ['larger than the picture', { centre: { x: 400, y: 300 }, side: 2_000, angle: 1 }],
    ['outside the picture', { centre: { x: 3_000, y: -900 }, side: 200, angle: 0 }],
  ] as const)('is the same as cut from the whole: %s', (_where, square) => {
    expect(farthest(new GreyCuts(picture).cut(square), wholeCut(square))).toBeLessThan(1e-5);
  });

  it('stays the same when other squares were cut before: near it, far from it, and of other blocks', () => {
    const cuts = new GreyCuts(picture);
    const square = { centre: { x: 400.3, y: 300.7 }, side: 230, angle: 0.1 };
    const others = [square, { ...square, side: 0.9 * square.side }, { ...square, side: 600 }].flatMap((other) => [
      other,
      { ...other, centre: { x: 418, y: 311 } },
      { ...other, centre: { x: 90, y: 520 } },
    ]);
    for (const other of others) {
      expect(farthest(cuts.cut(other), wholeCut(other))).toBeLessThan(1e-5);
      expect(farthest(cuts.cut(square), wholeCut(square))).toBeLessThan(1e-5);
    }
  });
});
