import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { halfToNumber, readTfGraph } from '../../../scripts/models/tfjs-graph.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tf-graph-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

/** Writes a model without nodes but with these weights; returns its file. */
function write(weights: readonly object[], bytes: Uint8Array, changes: object = {}): string {
  const file = join(dir, 'tiny.json');
  const weightsManifest = [{ paths: ['tiny.bin'], weights }];
  writeFileSync(file, JSON.stringify({ format: 'graph-model', modelTopology: { node: [] }, weightsManifest, ...changes }));
  writeFileSync(join(dir, 'tiny.bin'), bytes);
  return file;
}

describe('weights', () => {
  it('are read one after the other, each by its own type', () => {
    const bytes = Buffer.alloc(4 + 4 + 2 + 2 + 2);
    bytes.writeFloatLE(-1.5, 0);
    bytes.writeInt32LE(-7, 4);
    bytes.writeUInt16LE(0x3c00, 8);
    bytes.set([0, 255], 10);
    bytes.writeUInt16LE(1000, 12);
    const file = write(
      [
        { name: 'plain', shape: [1], dtype: 'float32' },
        { name: 'whole', shape: [], dtype: 'int32' },
        { name: 'half', shape: [1], dtype: 'float32', quantization: { dtype: 'float16', original_dtype: 'float32' } },
        { name: 'byte', shape: [2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -2 } },
        { name: 'short', shape: [1], dtype: 'float32', quantization: { dtype: 'uint16', scale: 0.25, min: 1 } },
      ],
      bytes,
    );
    const { weights } = readTfGraph(file);
    expect(Object.fromEntries([...weights].map(([name, { data }]) => [name, [...data]]))).toEqual({
      plain: [-1.5],
      whole: [-7],
      half: [1],
      byte: [-2, 125.5],
      short: [251],
    });
  });

  it('that end too early are refused, naming the weight', () => {
    const file = write([{ name: 'kernel', shape: [2], dtype: 'float32' }], Buffer.alloc(7));
    expect(() => readTfGraph(file)).toThrow(/end before kernel/);
  });

  it('that are left over are refused', () => {
    const file = write([{ name: 'kernel', shape: [1], dtype: 'float32' }], Buffer.alloc(5));
    expect(() => readTfGraph(file)).toThrow(/1 bytes of weights/);
  });
});

it('refuses a layers model, which is stored in another form', () => {
  expect(() => readTfGraph(write([], Buffer.alloc(0), { format: 'layers-model' }))).toThrow();
});

it('drops control inputs and the number of a first output from the names of inputs', () => {
  const node = { name: 'relu', op: 'Relu', input: ['in:0', '^init'] };
  const file = write([], Buffer.alloc(0), { modelTopology: { node: [node] } });
  expect(readTfGraph(file).nodes[0]?.inputs).toEqual(['in']);
});

it.each([
  [0x0000, 0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x0001, 2 ** -24],
  [0x7bff, 65504],
  [0xfc00, -Infinity],
])('reads the half-precision bits %i as %d', (bits, value) => {
  expect(halfToNumber(bits)).toBe(value);
});
