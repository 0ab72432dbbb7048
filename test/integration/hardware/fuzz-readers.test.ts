import { expect, test } from 'vitest';
import { fuzzReaders } from './fuzz-readers.ts';

test('no parser of a reader throws, or misses the next true frame, after 8,000 seeded streams of broken ones', () => {
  expect(fuzzReaders(1_000, 7)).toBe(8_000);
});
