import { expect, it } from 'vitest';
import { Turns } from '../../../src/recognition/turns.ts';

it('live work overtakes background work that has not begun', async () => {
  const turns = new Turns();
  const order: string[] = [];
  const work = (name: string) => () => Promise.resolve(void order.push(name));
  await Promise.all([
    turns.take('background', work('first')),
    turns.take('background', work('second')),
    turns.take('live', work('live')),
  ]);
  expect(order).toEqual(['first', 'live', 'second']);
});

it('one piece of work runs at a time', async () => {
  const turns = new Turns();
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
  };
  await Promise.all([turns.take('live', work), turns.take('live', work), turns.take('background', work)]);
  expect(most).toBe(1);
});

it('work that fails rejects its own promise and holds nobody up', async () => {
  const turns = new Turns();
  const failing = turns.take('live', () => Promise.reject(new Error('broken')));
  const next = turns.take('live', () => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('broken');
  await expect(next).resolves.toBe('done');
});
