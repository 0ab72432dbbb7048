import { describe, expect, test } from 'vitest';
import { results } from '../../../../src/platform/sichuan/dictionaries.ts';
import { meaningOf, troubleOf, type Refusal } from '../../../../src/platform/sichuan/result-policy.ts';
import { answerTo } from '../../../../src/platform/sichuan/upload.ts';

const table: readonly (readonly [number, ReturnType<typeof meaningOf>])[] = [
  [0, 'taken'],
  [1, 'taken'],
  [-1, 'serialNumber'],
  [-2, 'signature'],
  [-3, 'stale'],
  [-4, 'tooOften'],
  [-99, 'platform'],
  [2, 'unlisted'],
  [-5, 'unlisted'],
];

describe('a Result', () => {
  test.each(table)('%i means %s', (result, meaning) => {
    expect(meaningOf(result)).toBe(meaning);
  });

  test('of the dictionary is never unlisted', () => {
    expect(Object.values(results).map(meaningOf)).not.toContain('unlisted');
  });
});

const refusal = (result: number): Refusal => {
  const reason = meaningOf(result);
  if (reason === 'taken') throw new Error('not a refusal');
  return { kind: 'refused', result, reason, message: '' };
};

describe('a refused upload', () => {
  test.each([
    [-1, { kind: 'failed', error: '-1 serialNumber', retry: 'late' }],
    [-2, { kind: 'failed', error: '-2 signature', retry: 'late' }],
    [-3, { kind: 'failed', error: '-3 stale', retry: 'soon' }],
    [-4, { kind: 'failed', error: '-4 tooOften', retry: 'soon' }],
    [-99, { kind: 'refused', error: '-99 platform', isKept: true }],
    [-7, { kind: 'refused', error: '-7 unlisted' }],
  ])('with %i: only a code that is not in the document can put a record aside', (result, answer) => {
    expect(answerTo(refusal(result))).toEqual(answer);
  });

  test('is shown as refused where somebody has to mend something, and as trouble of the platform where it says so itself', () => {
    const shown = [-1, -2, -3, -4, -99, -7].map((result) => troubleOf(refusal(result)));
    expect(shown).toEqual(['rejected', 'rejected', 'rejected', 'troubled', 'troubled', 'troubled']);
  });
});
