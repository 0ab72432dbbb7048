import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhotograph } from '../../../src/recognition/photograph-picture.ts';

const WIDTH = 96;
const HEIGHT = 64;

/** A picture with something in every block, as JPEG. */
async function jpeg(progressive: boolean): Promise<Buffer> {
  const data = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (_, i) => (i * i) % 251);
  const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const;
  return sharp(data, { raw }).jpeg({ progressive }).toBuffer();
}

describe.each([
  ['baseline', false],
  ['progressive', true],
] as const)('a JPEG (%s)', (_, progressive) => {
  it.each([1, 2])('that lacks the last %d bytes, its end marker, is the picture that it was', async (missing) => {
    const whole = await jpeg(progressive);
    expect(await decodePhotograph(whole.subarray(0, whole.length - missing))).toEqual(await decodePhotograph(whole));
  });

  it.each([3, 10, 400])('that lacks its last %d bytes is refused', async (missing) => {
    const whole = await jpeg(progressive);
    await expect(decodePhotograph(whole.subarray(0, whole.length - missing))).rejects.toThrow('premature end');
  });
});

it('a progressive JPEG that was cut between two of its scans is refused, as blurred as it is', async () => {
  const whole = await jpeg(true);
  const scans = [...whole.keys()].filter((at) => whole[at] === 0xff && whole[at + 1] === 0xda);
  // A scan's own tables (DHT) come before it.
  const cuts = scans.slice(1).map((at) => Math.max(scans.findLast((one) => one < at) ?? 0, whole.lastIndexOf('ffc4', at, 'hex')));
  expect(cuts.length).toBeGreaterThan(5);
  for (const cut of cuts) await expect(decodePhotograph(whole.subarray(0, cut))).rejects.toThrow('premature end');
});

it('is refused where it is no picture, or of a kind that is not taken', async () => {
  await expect(decodePhotograph(new TextEncoder().encode('no picture'))).rejects.toThrow();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  await expect(decodePhotograph(new TextEncoder().encode(svg))).rejects.toThrow('svg is not taken');
});
