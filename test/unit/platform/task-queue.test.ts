import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import { TaskQueue } from '../../../src/platform/task-queue.ts';
import type { Attempt } from '../../../src/platform/task-queue.ts';

let queue: TaskQueue<string> | null = null;
afterEach(() => queue?.close());

/** Works off `import`, which fails once, and `removal`, and answers in which order they were done. */
async function orderOfWork(isOrdered: boolean): Promise<readonly string[]> {
  const done: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  let hasFailed = false;
  const work = (job: string): Promise<Attempt> => {
    if (job === 'import' && !hasFailed) {
      hasFailed = true;
      return Promise.resolve('again');
    }
    done.push(job);
    if (done.length === 2) resolve();
    return Promise.resolve('finished');
  };
  queue = new TaskQueue({ work, clock: systemClock, random: () => 0.5, waits: { firstMs: 20, mostMs: 20 }, isOrdered });
  queue.add('1', 'import');
  queue.add('2', 'removal');
  await promise;
  return done;
}

it('lets nothing pass a job that has to be done again, where order matters', async () => {
  expect(await orderOfWork(true)).toEqual(['import', 'removal']);
});

it('lets others go on where it does not', async () => {
  expect(await orderOfWork(false)).toEqual(['removal', 'import']);
});
