import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../../src/shared/vision/human-face.ts';
import { borderAround } from '../../../../src/shared/vision/liveness/border.ts';
import { lumaOf } from '../../../../src/shared/vision/liveness/luma.ts';
import { PATCH, powerSpectrum } from '../../../../src/shared/vision/liveness/spectrum.ts';
import { measureTexture } from '../../../../src/shared/vision/liveness/texture.ts';
import { ovalMesh, painted, randomNumbers } from './pictures.ts';

const middle = { x: 320, y: 240 };
const mesh = ovalMesh(middle, 160, 200);

describe('periodicity', () => {
  const skin = (extra: (x: number, y: number) => number): Picture => {
    const random = randomNumbers(4);
    return painted(640, 480, (x, y) => 120 + 40 * Math.cos(x / 40) * Math.cos(y / 50) + 10 * random() + extra(x, y));
  };

  it('a fine pattern over the face stands out, however it is turned', () => {
    const without = measureTexture(
      skin(() => 0),
      mesh,
    ).periodicity;
    for (const angle of [0.4, 0.9, 1.3]) {
      const pattern = skin((x, y) => 3 * Math.cos(1.3 * (x * Math.cos(angle) + y * Math.sin(angle))));
      expect(measureTexture(pattern, mesh).periodicity).toBeGreaterThan(3 * without);
    }
  });

  it('the grid of 8 px of a codec is no pattern', () => {
    const grid = skin((x, y) => (x % 8 === 0 || y % 8 === 0 ? 6 : 0));
    const plain = skin(() => 0);
    expect(measureTexture(grid, mesh).periodicity).toBeLessThan(1.5 * measureTexture(plain, mesh).periodicity);
  });

  it('a wave of the spectrum lies where it belongs', () => {
    const patch = Float32Array.from({ length: PATCH * PATCH }, (_, i) =>
      Math.cos((2 * Math.PI * (5 * (i % PATCH) + 9 * Math.floor(i / PATCH))) / PATCH),
    );
    const power = powerSpectrum(patch);
    const top = power.indexOf(Math.max(...power));
    const mirrored = (PATCH - 9) * PATCH + (PATCH - 5);
    expect([9 * PATCH + 5, mirrored]).toContain(top);
  });
});

describe('border', () => {
  const random = randomNumbers(5);
  const yard = painted(640, 480, () => 100 + 12 * random());
  const framed = (left: number, right: number, top: number, bottom: number, lean = 0): Picture =>
    painted(640, 480, (x, y) => {
      const [u, v] = [x + lean * y, y - lean * x];
      return u > left && u < right && v > top && v < bottom ? 190 : 90;
    });
  const border = (picture: Picture): number => borderAround(lumaOf(picture), middle, 160);

  it('a sheet round the face has a border, held straight or not', () => {
    expect(border(framed(180, 460, 90, 390))).toBeGreaterThan(0.8);
    expect(border(framed(200, 480, 70, 370, 0.08))).toBeGreaterThan(0.5);
  });

  it('a door frame of two sides and a plain ground have none', () => {
    expect(border(framed(180, 460, -1_000, 1_000))).toBeLessThan(0.1);
    expect(border(yard)).toBeLessThan(0.1);
  });

  it('a border at the end of the picture is not seen', () => {
    expect(borderAround(lumaOf(framed(10, 200, 10, 200)), { x: 60, y: 60 }, 300)).toBeLessThan(0.1);
  });
});
