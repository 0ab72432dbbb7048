import { expect, it } from 'vitest';
import { blob, flag, integer, nullable, oneOf, real, row, single, text } from '../../../src/store/row.ts';
import { codeThrownBy } from './fixture.ts';

const parse = row({ id: integer, score: real, name: nullable(text), isSet: flag, kind: oneOf('a', 'b'), bytes: blob });
const good = { id: 1, score: 0.5, name: null, isSet: 1, kind: 'b', bytes: new Uint8Array(1) };

it('a row of the right types is read and other columns are left out', () => {
  expect(parse({ ...good, more: 1 })).toEqual({ ...good, isSet: true });
});

it.each([
  ['an integer with a fraction', { id: 1.5 }],
  ['an integer beyond what a number holds', { id: 2 ** 60 }],
  ['text for a number', { score: '0.5' }],
  ['a number for text', { name: 5 }],
  ['a flag of 2', { isSet: 2 }],
  ['an unknown word', { kind: 'c' }],
  ['text for bytes', { bytes: 'x' }],
  ['a missing column', { id: undefined }],
])('%s is reported as damage', (_, change) => {
  expect(codeThrownBy(() => parse({ ...good, ...change }))).toBe('store.damaged');
});

it('what is no row is reported as damage', () => {
  expect([null, 5].map((found) => codeThrownBy(() => single(integer)(found)))).toEqual(['store.damaged', 'store.damaged']);
});
