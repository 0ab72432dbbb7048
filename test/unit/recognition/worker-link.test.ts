import { afterEach, describe, expect, it } from 'vitest';
import { WorkerLink } from '../../../src/recognition/worker-link.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { EchoCalls } from './echo-worker.ts';

const links: WorkerLink<EchoCalls>[] = [];
afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.close()));
});

const states: string[] = [];

async function open(
  options: { failsToStart?: boolean; answerMs?: number; greeting?: string } = {},
): Promise<WorkerLink<EchoCalls>> {
  const { greeting } = options;
  states.length = 0;
  const link = await WorkerLink.open<EchoCalls>({
    name: 'echo',
    url: new URL('./echo-worker.ts', import.meta.url),
    workerData: { failsToStart: options.failsToStart ?? false },
    log: silentLog,
    onState: (state) => states.push(state),
    startMs: 20_000,
    answerMs: options.answerMs ?? 20_000,
    ...(greeting === undefined
      ? {}
      : {
          onStart: async (call) => {
            await call('echo', greeting);
          },
        }),
  });
  links.push(link);
  return link;
}

describe('a worker thread', () => {
  it('answers calls', async () => {
    const link = await open();
    expect(await link.call('echo', 'a')).toBe('a');
  });

  it('that cannot start says why', async () => {
    await expect(open({ failsToStart: true })).rejects.toMatchObject({ code: 'model.missing' });
  });

  it('passes the code of a fault on', async () => {
    const link = await open();
    await expect(link.call('fail', null)).rejects.toMatchObject({ code: 'photo.noFace' });
  });

  it('that dies rejects what was asked and is there again for the next call, in the state of before', async () => {
    const link = await open({ greeting: 'hello ' });
    const pending = link.call('hang', null);
    const rejected = expect(pending).rejects.toMatchObject({ code: 'model.failed' });
    await expect(link.call('crash', null)).rejects.toMatchObject({ code: 'model.failed' });
    await rejected;
    expect(await link.call('echo', 'again')).toBe('hello again');
    expect(states).toEqual(['failed', 'ok']);
  });

  it('that stays silent is replaced', async () => {
    const link = await open({ answerMs: 300 });
    await expect(link.call('hang', null)).rejects.toMatchObject({ code: 'model.failed' });
    expect(await link.call('echo', 'b')).toBe('b');
  });

  it('that dies again and again is given up', async () => {
    const link = await open();
    for (let i = 0; i < 6; i++) await expect(link.call('crash', null)).rejects.toMatchObject({ code: 'model.failed' });
    await expect(link.call('echo', 'c')).rejects.toMatchObject({ code: 'model.failed' });
  });

  it('that was closed rejects', async () => {
    const link = await open();
    await link.close();
    await expect(link.call('echo', 'd')).rejects.toMatchObject({ code: 'model.failed' });
  });
});
