import { afterEach, describe, expect, test } from 'vitest';
import { Sm4Thread } from '../../../../src/platform/sichuan/sm4-thread.ts';
import { silentLog } from '../../../../src/shared/log.ts';
import { open, seal, secret } from './far-end.ts';

const threads: Sm4Thread[] = [];
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.close();
});
function thread(answerMs: number): Sm4Thread {
  const bytes = new TextEncoder().encode(secret);
  const made = new Sm4Thread({ key: bytes, iv: bytes, encoding: 'base64' }, answerMs, silentLog);
  threads.push(made);
  return made;
}
const reply = (Content: unknown) => Buffer.from(JSON.stringify({ Result: 0, Content, Msg: '' }));

describe('the SM4 thread', () => {
  test('answers a short call while a long one is under way', async () => {
    const own = thread(60_000);
    await own.call('encrypt', { text: 'warm' });
    const done: string[] = [];
    const long = own.call('encrypt', { text: 'x'.repeat(4_000_000) }).then(() => done.push('long'));
    const short = own.call('encrypt', { text: '单雄信' }).then((text) => done.push(open(text)));
    await Promise.all([long, short]);
    expect(done).toEqual(['单雄信', 'long']);
  });

  test('gives the people of a list in its order, each once, and nothing of a list that was dropped', async () => {
    const own = thread(60_000);
    const people = Array.from({ length: 5 }, (_, n) => ({ userId: `U${n}`, name: 'n', delType: 1 }));
    const body = reply(seal(JSON.stringify(people)));
    const { content } = await own.call('open', { body, wants: 'people', contentAt: [0] });
    expect(content).toMatchObject({ kind: 'people', count: 5 });
    const handle = content.kind === 'people' ? content.handle : -1;
    const taken = [...(await own.call('take', { handle, count: 3 })), ...(await own.call('take', { handle, count: 3 }))];
    expect(taken.map(({ userId }) => userId)).toEqual(['U0', 'U1', 'U2', 'U3', 'U4']);
    await own.call('drop', { handle });
    await expect(own.call('take', { handle, count: 3 })).rejects.toMatchObject({ code: 'platform.cannotDecrypt' });
  });

  test('that is silent for too long is ended, with a coded fault for whoever waits; the next call has a new one', async () => {
    // A new thread is there in a fraction of this, also on a busy machine; the long call takes several times as much.
    const own = thread(5_000);
    const long = own.call('encrypt', { text: 'x'.repeat(100_000_000) });
    await expect(long).rejects.toMatchObject({ code: 'platform.cannotDecrypt' });
    expect(open(await own.call('encrypt', { text: 'after' }))).toBe('after');
  });

  test('that was closed takes no more calls', async () => {
    const own = thread(60_000);
    await own.close();
    await expect(own.call('encrypt', { text: 'late' })).rejects.toMatchObject({ code: 'platform.cannotDecrypt' });
  });
});
