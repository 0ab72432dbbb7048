import { expect, it } from 'vitest';
import { Fault } from '../../../src/shared/fault.ts';
import { changedBy } from '../../../src/shared/tuning-view.ts';
import type { Matching } from '../../../src/terminal/matching.ts';
import { tuningCalls } from '../../../src/terminal/tuning-calls.ts';

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

it('tells what the site shows and what others expect, to whoever has a session', async () => {
  const limits = { threshold: 0.55, margin: 0.05, lead: 0.37 };
  const site = {
    atMs: 1,
    workers: 60,
    named: 3,
    lookalikes: 1,
    doubles: 2,
    limits,
    rate: null,
    isHigh: false,
    neededThreshold: null,
  };
  const expected = { falsePositive: 0.012, falseNegative: 0.1, isExtrapolated: false };
  let matching: Matching | null = { templates: 60, ...limits, expected, site };
  const unused = (): never => {
    throw new Error('not in this test');
  };
  const require = (session: string): void => {
    if (session !== 'known') throw new Fault('admin.unauthorised', 'no session');
  };
  const calls = tuningCalls({
    guard: { require, requireConfirmed: unused },
    store: unused,
    matching: () => matching,
    live: unused,
  });
  const ask = calls['tuning.siteRate'];
  expect(await ask({ session: 'known' })).toEqual({ measured: site, expected: 0.012 });
  await expect(ask({ session: 'other' })).rejects.toMatchObject({ code: 'admin.unauthorised' });
  matching = null;
  expect(await ask({ session: 'known' })).toEqual({ measured: null, expected: null });
});
