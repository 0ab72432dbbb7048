import { expect, it } from 'vitest';
import { shrink } from '../../../src/shared/vision/shrink.ts';

const SEED = 2_654_435_761;
const rgba = (width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: 4 * width * height }, (_, i) => (Math.imul(i, SEED) >>> 11) & 0xff);
const withoutAlpha = (data: Uint8Array): Uint8Array => data.filter((_, i) => i % 4 !== 3);

it.each([1, 2, 3, 4])('averages blocks of %i × %i pixels, and leaves out what fills none', (block) => {
  const [width, height] = [4 * block + block - 1, 3 * block + block - 1];
  const data = rgba(width, height);
  const small = shrink({ data, width, height }, Math.ceil(width / block));
  expect([small.width, small.height, small.scale]).toEqual([4, 3, 1 / block]);
  const mean = (column: number, row: number, channel: number): number => {
    let sum = 0;
    for (let y = row * block; y < (row + 1) * block; y++)
      for (let x = column * block; x < (column + 1) * block; x++) sum += data[4 * (y * width + x) + channel] ?? 0;
    return sum / (block * block);
  };
  const expected = Array.from({ length: 3 * 4 * 3 }, (_, i) => mean(Math.floor(i / 3) % 4, Math.floor(i / 12), i % 3));
  expect([...small.data]).toEqual(expected.map((value) => expect.closeTo(value, 4)));
});

it.each([[12, 9] as const, [14, 11] as const])(
  'gives the same of RGBA, of RGB and of memory that no word begins at: %i × %i',
  (width, height) => {
    const data = rgba(width, height);
    const whole = shrink({ data, width, height }, 5).data;
    expect(shrink({ data: withoutAlpha(data), width, height }, 5).data).toEqual(whole);
    const shifted = new Uint8Array(data.length + 1);
    shifted.set(data, 1);
    expect(shrink({ data: shifted.subarray(1), width, height }, 5).data).toEqual(whole);
  },
);

it('does not mix up channels whose sums are largest', () => {
  const data = Uint8Array.from({ length: 4 * 9 }, (_, i) => [255, 0, 255, 255][i % 4] ?? 0);
  expect([...shrink({ data, width: 3, height: 3 }, 1).data]).toEqual([255, 0, 255]);
});
