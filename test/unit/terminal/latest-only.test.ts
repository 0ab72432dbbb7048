import { expect, it } from 'vitest';
import { LatestOnly } from '../../../src/terminal/latest-only.ts';

/** Work that ends when the test says so. */
function heldWork() {
  const done: number[] = [];
  const releases: (() => void)[] = [];
  const work = (item: number): Promise<void> =>
    new Promise((resolve) => {
      releases.push(() => {
        done.push(item);
        resolve();
      });
    });
  const release = async (): Promise<void> => {
    releases.shift()?.();
    await new Promise(setImmediate);
  };
  return { work, done, release };
}

it('works on the first and the newest item, not on those in between', async () => {
  const { work, done, release } = heldWork();
  const latest = new LatestOnly(work, () => undefined);
  [1, 2, 3].forEach((item) => latest.offer(item));
  await release();
  await release();
  expect(done).toEqual([1, 3]);
});

it('goes on after a failure and reports it', async () => {
  const seen: unknown[] = [];
  const failures: unknown[] = [];
  const latest = new LatestOnly<number>(
    (item) => {
      seen.push(item);
      return item === 1 ? Promise.reject(new Error('no')) : Promise.resolve();
    },
    (error) => failures.push(error),
  );
  latest.offer(1);
  await new Promise(setImmediate);
  latest.offer(2);
  await new Promise(setImmediate);
  expect(seen).toEqual([1, 2]);
  expect(failures).toHaveLength(1);
});
