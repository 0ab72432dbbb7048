import { describe, expect, test } from 'vitest';
import { seal } from './far-end.ts';
import { person, scene, told, until } from './scene.ts';

const people = 1_000;
const photographBytes = 30_000;
const lastId = `U${people - 1}`;

/** Looks at this thread every 5 ms; gives its longest time at work between two looks, and its process' whole work, µs of the processor. */
function watchWork() {
  const begun = process.cpuUsage();
  let before = process.threadCpuUsage();
  let longest = 0;
  const look = (): void => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, user + system);
    before = process.threadCpuUsage();
  };
  const timer = setInterval(look, 5);
  return () => {
    clearInterval(timer);
    look();
    const { user, system } = process.cpuUsage(begun);
    return { longest, whole: user + system };
  };
}

describe('a thousand people in one answer', () => {
  test('arrive whole; main’s event loop stays free and punches leave meanwhile', async () => {
    const photograph = Buffer.concat([Buffer.from('face '), Buffer.alloc(photographBytes, 7)]);
    const list = Array.from({ length: people }, (_, n) => person(`U${n}`, photograph));
    const body = JSON.stringify({ Result: 0, Content: seal(JSON.stringify(list)), Msg: '' });
    let stopWatching: (() => { longest: number; whole: number }) | undefined;
    const { promise: hasLeft, resolve: left } = Promise.withResolvers<void>();
    const { farEnd, host, client } = await scene(
      (far, memory) => {
        // However fast the import is, it is under way when the punch is made.
        memory.roster.before = (_change, id) => (id === lastId ? hasLeft : undefined);
        far.tasks.set('T1', null);
        far.answer = ({ method }, response) => {
          if (method !== 'GetTaskData') return undefined;
          response.end(body, () => {
            // From here on the far end, which shares this thread, has done its part.
            stopWatching = watchWork();
          });
          return 'handled';
        };
      },
      { config: { heartbeatSeconds: 3_600 }, timing: { taskDataMs: 60_000 } },
    );
    await until(() => expect(stopWatching).toBeDefined());
    host.outbox.add('meanwhile');
    client.punchMade();
    await until(() => expect(farEnd.punches).toHaveLength(1));
    expect(farEnd.told).toEqual([]);
    left();
    await until(() => expect(farEnd.told).toHaveLength(1), 60_000);
    const work = stopWatching?.();
    expect(await told(farEnd, 'T1')).toMatchObject({ result: '0' });
    expect(host.roster.people.size).toBe(people);
    expect(
      [...host.roster.people.values()].every(({ photograph: stored }) => photograph.equals(stored ?? new Uint8Array())),
    ).toBe(true);
    // On the thread itself the decryption alone would be most of the work, in one piece. Shares of it, since a machine may be slow.
    expect((work?.longest ?? Infinity) / (work?.whole ?? 1)).toBeLessThan(0.1);
  }, 90_000);
});
