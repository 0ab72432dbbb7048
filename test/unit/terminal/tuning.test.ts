import { expect, it } from 'vitest';
import { changedBy } from '../../../src/shared/tuning-view.ts';

const passage = (kind: 'punch' | 'unknown', id: number, score: number) => ({ kind, id, atMs: 0, score, name: null });
const passages = [passage('punch', 1, 0.55), passage('punch', 2, 0.7), passage('unknown', 3, 0.45), passage('unknown', 4, 0.2)];

it.each([
  [0.5, []],
  [0.6, [1]],
  [0.55, []],
  [0.45, [3]],
  [0.1, [3, 4]],
  [0.9, [1, 2]],
])('with a threshold of %f exactly these passages would have ended otherwise: %j', (threshold, ids) => {
  expect(changedBy(passages, threshold).map(({ id }) => id)).toEqual(ids);
});
