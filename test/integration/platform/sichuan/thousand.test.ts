import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { seal } from './far-end.ts';
import { person, scene, told, until } from './scene.ts';

const people = 1_000;
const photographBytes = 30_000;

describe('a thousand people in one answer', () => {
  test('arrive whole; main’s event loop stays free and punches leave meanwhile', async () => {
    const photograph = Buffer.concat([Buffer.from('face '), Buffer.alloc(photographBytes, 7)]);
    const list = Array.from({ length: people }, (_, n) => person(`U${n}`, photograph));
    const body = JSON.stringify({ Result: 0, Content: seal(JSON.stringify(list)), Msg: '' });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    let sentAt = Number.POSITIVE_INFINITY;
    const { farEnd, host, client } = await scene(
      (far) => {
        far.tasks.set('T1', null);
        far.answer = ({ method }, response) => {
          if (method !== 'GetTaskData') return undefined;
          response.end(body, () => {
            // From here on the far end, which shares this thread, has done its part.
            sentAt = performance.now();
            delay.enable();
          });
          return 'handled';
        };
      },
      { config: { heartbeatSeconds: 3_600 }, timing: { taskDataMs: 60_000 } },
    );
    await until(() => expect(sentAt).toBeLessThan(performance.now()), 20_000);
    host.outbox.add('meanwhile');
    client.punchMade();
    await until(() => expect(farEnd.punches).toHaveLength(1));
    expect(farEnd.told).toEqual([]);
    await until(() => expect(farEnd.told).toHaveLength(1), 60_000);
    delay.disable();
    expect(await told(farEnd, 'T1')).toMatchObject({ result: '0' });
    expect(host.roster.people.size).toBe(people);
    expect(
      [...host.roster.people.values()].every(({ photograph: stored }) => photograph.equals(stored ?? new Uint8Array())),
    ).toBe(true);
    // On the thread itself this takes seconds. Generous: other tests share the machine.
    expect(delay.max / 1e6).toBeLessThan(250);
  }, 90_000);
});
