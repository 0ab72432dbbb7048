import { describe, expect, it } from 'vitest';

import { catalogNetworks } from '../../../scripts/models/catalog.ts';
import type { OnnxModel } from '../../../scripts/models/onnx-writer.ts';
import {
  asPublished,
  catalogEntry,
  convertEntry,
  largestDifference,
  largestOf,
  type NetworkInput,
  runInOnnx,
  wavePicture,
} from './networks.ts';
import { readStored, runInTensorFlow, undamaged } from './tensorflow.ts';

/** Absolute up to 1, relative to the output's largest number above: mesh points and boxes reach hundreds of pixels. */
const TOLERANCE = 1e-4;

function sideOf(model: OnnxModel): number {
  return model.input.shape[1] ?? 0;
}

function expectAgreement(actual: readonly Float32Array[], expected: readonly Float32Array[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, values] of expected.entries()) {
    const difference = largestDifference(actual[index] ?? new Float32Array(), values);
    expect(difference).toBeLessThanOrEqual(TOLERANCE * Math.max(1, largestOf(values)));
  }
}

/** Outputs that hardly depend on the picture would agree whatever the conversion did in between. */
function expectSensitivity(a: readonly Float32Array[], b: readonly Float32Array[], expected: readonly Float32Array[]): void {
  for (const [index, values] of a.entries()) {
    const error = largestDifference(values, expected[index] ?? new Float32Array());
    expect(largestDifference(values, b[index] ?? new Float32Array())).toBeGreaterThan(20 * error);
  }
}

describe.each(catalogNetworks.map((entry) => asPublished(entry)))('$name', (entry) => {
  it('gives what TensorFlow.js gives for the published graph', async () => {
    const model = convertEntry(entry);
    const pictures = [1, 2, 3].map((seed) => wavePicture(sideOf(model), seed, entry.scaling));
    const nodes = entry.outputs.map(({ node }) => node);
    const expected = await runInTensorFlow(readStored(entry), nodes, pictures);
    const actual = await Promise.all(pictures.map((picture) => runInOnnx(model, picture)));

    for (const [index, outputs] of expected.entries()) expectAgreement(actual[index] ?? [], outputs);
    expectSensitivity(actual[0] ?? [], actual[1] ?? [], expected[0] ?? []);
  });

  it('has outputs of the lengths that its own shapes say', async () => {
    const model = convertEntry(entry);
    const outputs = await runInOnnx(model, wavePicture(sideOf(model), 1, entry.scaling));
    const lengths = model.outputs.map(({ shape }) => shape.slice(1).reduce((product, size) => product * size, 1));
    expect(outputs.map(({ length }) => length)).toEqual(lengths);
  });
});

describe('the repaired MobileFaceNet', () => {
  const entry = catalogEntry('mobilefacenet');

  it('gives what TensorFlow.js gives once signs and Relus are put right there', async () => {
    const model = convertEntry(entry);
    const pictures = [1, 2, 3].map((seed) => wavePicture(sideOf(model), seed, entry.scaling));
    const expected = await runInTensorFlow(undamaged(readStored(entry)), ['embeddings'], pictures);
    const actual = await Promise.all(pictures.map((picture) => runInOnnx(model, picture)));

    for (const [index, outputs] of expected.entries()) expectAgreement(actual[index] ?? [], outputs);
    expectSensitivity(actual[0] ?? [], actual[1] ?? [], expected[0] ?? []);
  });

  it('differs from the published one by more than any rounding', async () => {
    const picture = wavePicture(112, 1, entry.scaling);
    const [repaired] = await runInOnnx(convertEntry(entry), picture);
    const [published] = await runInOnnx(convertEntry(asPublished(entry)), picture);
    expect(largestDifference(repaired ?? new Float32Array(), published ?? new Float32Array())).toBeGreaterThan(0.01);
  });
});

const batched = catalogNetworks.filter((entry) => convertEntry(entry).input.shape[0] === -1);

it('leaves the batch free in every network but BlazeFace, which was published for one picture', () => {
  expect(batched.map(({ name }) => name)).toEqual(['mobilefacenet', 'facemesh', 'antispoof', 'liveness']);
});

it.each(batched)('$name answers two pictures at once as it answers each alone', async (entry) => {
  const model = convertEntry(entry);
  const pictures = [1, 2].map((seed) => wavePicture(sideOf(model), seed, entry.scaling));
  const together = await runInOnnx(model, stacked(pictures));
  const alone = await Promise.all(pictures.map((picture) => runInOnnx(model, picture)));

  for (const [index, values] of together.entries()) {
    const [first, second] = alone.map((outputs) => outputs[index] ?? new Float32Array());
    expectAgreement([values], [Float32Array.from([...(first ?? []), ...(second ?? [])])]);
  }
});

function stacked(pictures: readonly NetworkInput[]): NetworkInput {
  const [first] = pictures;
  return {
    data: Float32Array.from(pictures.flatMap(({ data }) => [...data])),
    shape: [pictures.length, ...(first?.shape.slice(1) ?? [])],
  };
}
