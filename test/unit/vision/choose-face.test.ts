import { describe, expect, it } from 'vitest';
import { chooseFace, isInsideGuide } from '../../../src/shared/vision/choose-face.ts';
import { syntheticFace } from './synthetic-face.ts';

const middle = { x: 320, y: 240 };

describe('the face that counts', () => {
  it('is the nearest one inside the guide', () => {
    const near = syntheticFace({ centre: middle, width: 180 });
    const far = syntheticFace({ centre: { x: 420, y: 200 }, width: 60 });
    expect(chooseFace([far, near], 640, 480)?.face).toBe(near);
  });

  it('is not a nearer one outside the guide', () => {
    const inside = syntheticFace({ centre: middle, width: 120 });
    const outside = syntheticFace({ centre: { x: 600, y: 60 }, width: 200 });
    expect(chooseFace([outside, inside], 640, 480)?.face).toBe(inside);
  });

  it('does not exist when nobody is inside the guide', () => {
    expect(chooseFace([syntheticFace({ centre: { x: 20, y: 20 }, width: 90 })], 640, 480)).toBeNull();
    expect(chooseFace([], 640, 480)).toBeNull();
  });

  it('has a rival from 60 % of its width on', () => {
    const near = syntheticFace({ centre: { x: 250, y: 240 }, width: 150 });
    const beside = (width: number) => syntheticFace({ centre: { x: 420, y: 240 }, width });
    expect(chooseFace([near, beside(96)], 640, 480)?.rivals).toBe(1);
    expect(chooseFace([near, beside(80)], 640, 480)?.rivals).toBe(0);
  });

  it('is not one of which the mesh is not whole', () => {
    const face = syntheticFace({ centre: middle, width: 150 });
    expect(chooseFace([{ ...face, mesh: [] }], 640, 480)).toBeNull();
  });
});

it('the guide covers the middle of portrait and landscape frames but no corner', () => {
  for (const [width, height] of [
    [640, 480],
    [480, 640],
  ] as const) {
    expect(isInsideGuide({ x: width / 2 - 5, y: height / 2 - 5, width: 10, height: 10 }, width, height)).toBe(true);
    expect(isInsideGuide({ x: 0, y: 0, width: 10, height: 10 }, width, height)).toBe(false);
  }
});
