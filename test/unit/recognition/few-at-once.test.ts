import { expect, it } from 'vitest';
import { FewAtOnce } from '../../../src/recognition/few-at-once.ts';

it('runs no more than so many at once, in the order in which they came, also when some fail', async () => {
  const few = new FewAtOnce(2);
  const begun: number[] = [];
  let [running, most] = [0, 0];
  const work = (n: number) =>
    few.run(async () => {
      begun.push(n);
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      if (n === 1) throw new Error('no');
      return n;
    });
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([0, 'failed', 2, 3, 4]);
  expect([begun, most, running]).toEqual([[0, 1, 2, 3, 4], 2, 0]);
  expect(await work(5)).toBe(5);
});
