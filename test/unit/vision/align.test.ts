import { describe, expect, it } from 'vitest';
import { alignFace, cropTemplate, fitSimilarity, invert } from '../../../src/shared/vision/align.ts';
import type { FacePoints } from '../../../src/shared/vision/face-points.ts';
import type { Picture, Point } from '../../../src/shared/vision/human-face.ts';
import { CROP_BYTES, CROP_SIDE } from '../../../src/shared/vision/observation.ts';

/** Red grows to the right, green downwards, blue is constant: every pixel tells where it came from. */
function gradient(width: number, height: number, channels: 3 | 4): Picture {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set([x, y, 77, 255].slice(0, channels), (y * width + x) * channels);
    }
  }
  return { data, width, height };
}

function moved(points: FacePoints, move: (point: Point) => Point): FacePoints {
  const [a, b, c, d, e] = points;
  return [move(a), move(b), move(c), move(d), move(e)];
}

const pixel = (crop: Uint8Array, x: number, y: number) => [
  ...crop.subarray((y * CROP_SIDE + x) * 3, (y * CROP_SIDE + x) * 3 + 3),
];

describe('the similarity between two sets of points', () => {
  it('is found again after rotation, scaling and shift', () => {
    const turned = moved(cropTemplate, ({ x, y }) => ({ x: 1.5 * x - 0.7 * y + 20, y: 0.7 * x + 1.5 * y - 8 }));
    const found = fitSimilarity(cropTemplate, turned);
    expect(found?.a).toBeCloseTo(1.5, 9);
    expect(found?.b).toBeCloseTo(0.7, 9);
    expect(found?.tx).toBeCloseTo(20, 7);
    expect(found?.ty).toBeCloseTo(-8, 7);
  });

  it('is undone by its inverse', () => {
    const forward = { a: 1.5, b: 0.7, tx: 20, ty: -8 };
    const back = invert(forward);
    const x = forward.a * 3 - forward.b * 5 + forward.tx;
    const y = forward.b * 3 + forward.a * 5 + forward.ty;
    expect(back.a * x - back.b * y + back.tx).toBeCloseTo(3, 9);
    expect(back.b * x + back.a * y + back.ty).toBeCloseTo(5, 9);
  });

  it('does not exist for points on one spot', () => {
    const spot = moved(cropTemplate, () => ({ x: 4, y: 4 }));
    expect(fitSimilarity(spot, cropTemplate)).toBeNull();
    expect(alignFace(gradient(50, 50, 3), spot)).toBeNull();
  });
});

describe('an aligned crop', () => {
  it('is the picture itself when the points lie on the template', () => {
    const crop = alignFace(gradient(CROP_SIDE, CROP_SIDE, 3), cropTemplate);
    expect(crop).toHaveLength(CROP_BYTES);
    expect(pixel(crop ?? new Uint8Array(), 30, 90)).toEqual([30, 90, 77]);
    expect(pixel(crop ?? new Uint8Array(), 111, 0)).toEqual([111, 0, 77]);
  });

  it('is the same from RGB and from RGBA', () => {
    const points = moved(cropTemplate, ({ x, y }) => ({ x: 0.9 * x + 20.3, y: 0.9 * y + 11.8 }));
    expect(alignFace(gradient(200, 150, 4), points)).toEqual(alignFace(gradient(200, 150, 3), points));
  });

  it('takes a turned and larger face from where it is', () => {
    const place = ({ x, y }: Point): Point => ({ x: 1.2 * x - 0.3 * y + 60, y: 0.3 * x + 1.2 * y + 10 });
    const crop = alignFace(gradient(255, 255, 3), moved(cropTemplate, place));
    const from = place({ x: 40, y: 60 });
    const [red, green] = pixel(crop ?? new Uint8Array(), 40, 60);
    expect(Math.abs((red ?? 0) - from.x)).toBeLessThanOrEqual(0.6);
    expect(Math.abs((green ?? 0) - from.y)).toBeLessThanOrEqual(0.6);
  });

  it('is black outside the picture', () => {
    const crop = alignFace(
      gradient(100, 100, 3),
      moved(cropTemplate, ({ x, y }) => ({ x: x - 60, y })),
    );
    expect(pixel(crop ?? new Uint8Array(), 10, 50)).toEqual([0, 0, 0]);
    expect(pixel(crop ?? new Uint8Array(), 90, 50)).toEqual([30, 50, 77]);
  });

  it('averages the pixels of a face that shrinks strongly instead of picking some', () => {
    const side = CROP_SIDE * 4;
    const data = new Uint8Array(side * side * 3);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) data.fill((x + y) % 2 === 0 ? 0 : 200, (y * side + x) * 3, (y * side + x) * 3 + 3);
    const crop = alignFace(
      { data, width: side, height: side },
      moved(cropTemplate, ({ x, y }) => ({ x: 4 * x, y: 4 * y })),
    );
    const [red] = pixel(crop ?? new Uint8Array(), 50, 50);
    expect(Math.abs((red ?? 0) - 100)).toBeLessThan(15);
  });

  it('refuses pixel data that do not fit the size', () => {
    expect(() => alignFace({ data: new Uint8Array(10), width: 3, height: 3 }, cropTemplate)).toThrow(RangeError);
  });
});
