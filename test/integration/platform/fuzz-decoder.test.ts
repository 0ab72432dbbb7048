import { expect, test } from 'vitest';
import { fuzzDecoder } from './fuzz-decoder.ts';

// Long form, a million inputs: node test/integration/platform/fuzz-decoder.ts
test('the decoder and protobufjs agree on mutated streams, cut anywhere', () => {
  const { disagreements, ends, replies } = fuzzDecoder(20_000, 20_210_328);
  expect(disagreements).toEqual([]);
  // The streams reach every end, so agreement is not for want of cases.
  expect(Math.min(ends.all, ends.waiting, ends.rejected)).toBeGreaterThan(1_000);
  expect(replies).toBeGreaterThan(10_000);
});
