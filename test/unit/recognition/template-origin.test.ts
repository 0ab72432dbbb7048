import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fillInput } from '../../../src/recognition/embedder.ts';
import type { Network } from '../../../src/recognition/manifest.ts';
import { RECIPE, templateOrigin } from '../../../src/recognition/template-origin.ts';
import { alignFace } from '../../../src/shared/vision/align.ts';
import { CROP_BYTES, CROP_SIDE } from '../../../src/shared/vision/observation.ts';

const NETWORK = 'ab'.repeat(32);

/** What a network is given of each recipe, of one picture. */
const given: Readonly<Record<number, string>> = {
  1: '8004465d00d152f46fb80629f9d225ef67bb18c33b6350c44b54d7fa92743123',
};

const input: Network['input'] = {
  name: 'in',
  size: CROP_SIDE,
  layout: 'NCHW',
  channels: 'RGB',
  scaling: { subtract: 127.5, divide: 128 },
};

/** A smooth picture with a face's points in it, turned a little and twice as large as the crop. */
function givenNow(): string {
  const [width, height] = [400, 300];
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return (3 * x + 5 * y + 40 * (i % 3)) % 256;
  });
  const eyes = [
    { x: 150, y: 120 },
    { x: 220, y: 126 },
  ] as const;
  const points = [...eyes, { x: 182, y: 163 }, { x: 152, y: 201 }, { x: 210, y: 206 }] as const;
  const crop = alignFace({ data, width, height }, points);
  if (!crop) throw new Error('no crop');
  const values = new Float32Array(2 * CROP_BYTES);
  fillInput(values, crop, input);
  return createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');
}

describe('the origin of a template', () => {
  it('is the network alone for what was made before there were recipes, and differs for each recipe and network', () => {
    expect(templateOrigin(NETWORK, 1)).toBe(NETWORK);
    expect(new Set([1, 2, 3].map((recipe) => templateOrigin(NETWORK, recipe))).size).toBe(3);
    expect(templateOrigin('cd'.repeat(32), 2)).not.toBe(templateOrigin(NETWORK, 2));
  });

  it('changes with what the network is given: if this fails on purpose, raise RECIPE and add what is given now', () => {
    expect(given[RECIPE]).toBe(givenNow());
  });
});
