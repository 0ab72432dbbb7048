import { expect, it } from 'vitest';
import { PersonChange } from '../../../src/terminal/person-change.ts';

it('another person is noticed only where the page goes on with the same face', () => {
  const change = new PersonChange();
  expect([change.isOther(7, 1), change.isOther(7, 1), change.isOther(7, 2), change.isOther(7, 2)]).toEqual([
    false,
    false,
    true,
    false,
  ]);
  // The page takes a picture of a new face by itself.
  expect(change.isOther(8, 3)).toBe(false);
});
