import { expect, it } from 'vitest';
import { fillInput, unitSum } from '../../../src/recognition/embedder.ts';
import { CROP_BYTES, CROP_SIDE } from '../../../src/shared/vision/observation.ts';

const scaling = { subtract: 127.5, divide: 128 };
const plane = CROP_SIDE * CROP_SIDE;

function markedCrop(row: number, column: number): Uint8Array {
  const crop = new Uint8Array(CROP_BYTES);
  crop.set([10, 20, 30], (row * CROP_SIDE + column) * 3);
  return crop;
}
const scaled = (value: number): number => Math.fround((value - 127.5) / 128);

it('the network is given the crop and its mirror image, scaled as the manifest says', () => {
  const target = new Float32Array(2 * CROP_BYTES);
  fillInput(target, markedCrop(5, 7), { name: 'in', size: 112, channels: 'RGB', layout: 'NHWC', scaling });
  const at = (5 * CROP_SIDE + 7) * 3;
  const mirrored = CROP_BYTES + (5 * CROP_SIDE + (CROP_SIDE - 1 - 7)) * 3;
  expect([...target.subarray(at, at + 3)]).toEqual([scaled(10), scaled(20), scaled(30)]);
  expect([...target.subarray(mirrored, mirrored + 3)]).toEqual([scaled(10), scaled(20), scaled(30)]);
});

it('a network that wants planes of blue, green and red gets them', () => {
  const target = new Float32Array(2 * CROP_BYTES);
  fillInput(target, markedCrop(5, 7), { name: 'in', size: 112, channels: 'BGR', layout: 'NCHW', scaling });
  const at = 5 * CROP_SIDE + 7;
  expect([target[at], target[plane + at], target[2 * plane + at]]).toEqual([scaled(30), scaled(20), scaled(10)]);
});

it('the sum of both views has unit length, and none when they cancel out', () => {
  const sum = unitSum(Float32Array.of(3, 0, 0, 4), 2);
  expect([...(sum ?? [])].map((value) => value.toFixed(3))).toEqual(['0.600', '0.800']);
  expect(unitSum(Float32Array.of(1, 0, -1, 0), 2)).toBeNull();
  expect(unitSum(Float32Array.of(NaN, 0, 1, 0), 2)).toBeNull();
});
