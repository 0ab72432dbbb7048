import { expect, it } from 'vitest';
import { OneAtATime } from '../../../src/terminal/one-at-a-time.ts';

it('begins a change only when the one before has ended, also when that one failed', async () => {
  const changes = new OneAtATime();
  const happened: string[] = [];
  const slow = changes.run(async () => {
    happened.push('slow begins');
    await new Promise(setImmediate);
    happened.push('slow fails');
    throw new Error('no');
  });
  const quick = changes.run(() => {
    happened.push('quick');
    return Promise.resolve(7);
  });
  await expect(slow).rejects.toThrow('no');
  expect(await quick).toBe(7);
  expect(happened).toEqual(['slow begins', 'slow fails', 'quick']);
});
