import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { portrait, turnedRound } from '../../../src/recognition/photograph-picture.ts';

const grey = { data: new Uint8Array(3 * 300 * 200).fill(120), width: 300, height: 200 };

describe('the portrait', () => {
  it.each([
    ['in the middle', { x: 120, y: 70, width: 60, height: 60 }],
    ['cut by the edge', { x: 270, y: 150, width: 60, height: 60 }],
    ['far beyond the left edge', { x: -700, y: 70, width: 60, height: 60 }],
    ['far beyond the right edge', { x: 900, y: 70, width: 60, height: 60 }],
    ['far above', { x: 120, y: -900, width: 60, height: 60 }],
    ['far below', { x: 120, y: 900, width: 60, height: 60 }],
  ])('of a face %s is a picture', async (_where, face) => {
    const { format, width } = await sharp(await portrait(grey, face, 0)).metadata();
    expect([format, width > 0]).toEqual(['jpeg', true]);
  });
});

it('a picture turned round has its last pixel first, and twice turned it is itself', () => {
  const picture = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), width: 2, height: 1 };
  expect([...turnedRound(picture).data]).toEqual([4, 5, 6, 1, 2, 3]);
  expect(turnedRound(turnedRound(picture))).toEqual(picture);
});
