import { describe, expect, it } from 'vitest';
import { isSurelyAnothers, likenessOf } from '../../../src/recognition/likeness.ts';

/** A view of somebody who is so much like the first direction (cosine), and otherwise like the one numbered `other`. */
function view(likeness: number, other: number): Float32Array {
  const embedding = new Float32Array(4);
  embedding[0] = likeness;
  embedding[other] = Math.sqrt(1 - likeness ** 2);
  return embedding;
}

const mean = view(1, 1);
const ahead = { yawDeg: 5, pitchDeg: -10 };
const turned = { yawDeg: 28, pitchDeg: 0 };
const limits = { threshold: 0.6 };

describe('how like a known person a view is', () => {
  it.each([
    [0.66, 'same'],
    [0.64, 'other'],
  ] as const)('ahead it must be like the mean: %d is %s', (likeness, expected) => {
    expect(likenessOf({ mean, newest: view(likeness, 1) }, view(likeness, 1), ahead, limits)).toBe(expected);
  });

  it.each([
    ['like the mean as it would be ahead', 0.7, view(1, 1), 'same'],
    ['less like it, but like the view before', 0.5, view(0.6, 1), 'same'],
    ['less like it, and unlike the view before', 0.5, view(0.6, 2), 'unclear'],
    ['like nothing of him', 0.4, view(0.5, 1), 'other'],
  ] as const)('turned and %s', (_, likeness, newest, expected) => {
    expect(likenessOf({ mean, newest }, view(likeness, 1), turned, limits)).toBe(expected);
  });

  it('asks for as much as names a worker, up to 0.7', () => {
    const of = (likeness: number, threshold: number) =>
      likenessOf({ mean, newest: mean }, view(likeness, 1), ahead, { threshold });
    expect(of(0.67, 0.68)).toBe('other');
    expect(of(0.71, 0.9)).toBe('same');
  });
});

it('takes a bad view for surely somebody else’s by far less likeness than a good one, and never a turned head', () => {
  expect(isSurelyAnothers({ mean }, view(0.34, 1), ahead)).toBe(true);
  expect(isSurelyAnothers({ mean }, view(0.36, 1), ahead)).toBe(false);
  expect(isSurelyAnothers({ mean }, view(0.1, 1), turned)).toBe(false);
});
