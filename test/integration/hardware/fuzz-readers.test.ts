import { expect, test } from 'vitest';
import { fuzzReaders } from './fuzz-readers.ts';

test('no parser of a reader or a turnstile throws, or misses the next true frame, after 13,000 seeded streams of broken ones', () => {
  expect(fuzzReaders(1_000, 7)).toBe(13_000);
});
