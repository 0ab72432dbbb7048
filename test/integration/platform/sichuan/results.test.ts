import { describe, expect, test } from 'vitest';
import { pictures } from '../memory-host.ts';
import { open } from './far-end.ts';
import { person, scene, told, until } from './scene.ts';

const hour = 60 * 60_000;

describe('-1 and -2: the configuration is wrong', () => {
  test.each([
    ['-1 serialNumber', { sn: 'another' }],
    ['-2 signature', { secret: 'another-secret16' }],
  ])('%s is shown to the technician, and nothing hammers', async (detail, config) => {
    const { farEnd, host } = await scene((_, memory) => memory.outbox.add('a'), {
      config,
      timing: { refused: { firstMs: 300, mostMs: 600 } },
    });
    await until(() => expect(host.state).toBe(`rejected ${detail}`));
    await until(() => expect(farEnd.of('Online').length).toBeGreaterThan(1));
    const [first, second] = farEnd.of('Online');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(140);
    // The punch waits half a minute and more.
    expect(farEnd.of('UploadData')).toHaveLength(1);
    await until(() => expect(host.outbox.waiting()).toBe(1));
    expect(host.outbox.setAsides).toEqual([]);
  });
});

describe('-3: the time is not taken', () => {
  test('a wrong clock is corrected from the Date header, once, shown, and everything goes on', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      far.aheadMs = 26 * hour;
      far.tasks.set('T1', [person('U1', pictures.face(1))]);
      memory.outbox.add('a');
    });
    await told(farEnd, 'T1');
    await until(() => expect(host.outbox.waiting()).toBe(0));
    const aheadSeconds = host.logged('clockCorrected').map((line) => Number(line['aheadSeconds']));
    expect(aheadSeconds).toHaveLength(1);
    // What the answer took on its way is part of it.
    expect(Math.round((aheadSeconds[0] ?? 0) / 3_600)).toBe(26);
    // Also the call that was under way when the other one found out was made again at once.
    expect([host.outbox.errors, host.state]).toEqual([[], 'clockOff 1560 min']);
  });

  test('with the right clock means that a task has lapsed: it is dropped, and its report too', async () => {
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('T1', []);
      far.tasks.set('T2', []);
      far.answer = ({ method, fields }) =>
        (method === 'GetTaskData' && fields['id'] === 'T1') || method === 'RetResult' ? { Result: -3 } : undefined;
    });
    await until(() => expect(host.tasks.find('T1')?.isReported).toBe(true));
    await until(() => expect(host.tasks.find('T2')?.isReported).toBe(true));
    expect(host.logged('taskLapsed').length).toBeGreaterThan(0);
    expect(host.logged('clockCorrected')).toEqual([]);
    expect(farEnd.of('RetResult').map(({ fields }) => fields['id'])).not.toContain('T1');
  });

  test('with the right clock sends an upload again, and never puts it aside', async () => {
    let refused = 0;
    const { farEnd, host } = await scene((far, memory) => {
      memory.outbox.add('a');
      far.answer = ({ method }) => (method === 'UploadData' && (refused += 1) < 3 ? { Result: -3 } : undefined);
    });
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(farEnd.punches).toHaveLength(1);
    expect(host.outbox.errors).toEqual(['-3 stale', '-3 stale']);
  });

  test('a Date header that is wrong itself does not spoil a clock that was right', async () => {
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('T1', []);
      far.answer = ({ method, fields }, response) => {
        response.setHeader('date', new Date(Date.now() + 5 * hour).toUTCString());
        const offSeconds = Math.abs(Date.now() / 1_000 - Number(fields['timestamp']));
        if (offSeconds > 300 || (method === 'GetTaskData' && fields['id'] === 'T1')) return { Result: -3 };
        return undefined;
      };
    });
    await until(() => expect(host.logged('taskLapsed').length).toBeGreaterThan(0));
    farEnd.tasks.set('T2', []);
    expect(await told(farEnd, 'T2')).toMatchObject({ result: '0' });
  });
});

describe('-4: too often', () => {
  test('slows down all calls, not only those that were refused, more each time', async () => {
    const { farEnd, host } = await scene(
      (far, memory) => {
        far.tasks.set('T1', []);
        memory.outbox.add('a');
        far.answer = () => (far.asked.length <= 4 ? { Result: -4 } : undefined);
      },
      { timing: { tooOften: { firstMs: 600, mostMs: 2_000 } } },
    );
    await until(() => expect(farEnd.told.length).toBeGreaterThan(0));
    await until(() => expect(host.outbox.waiting()).toBe(0));
    // Those that were under way at the beginning came together; then each waits for the one before it.
    const gaps = farEnd.asked.slice(2, 7).map(({ atMs }, index) => atMs - (farEnd.asked[index + 1]?.atMs ?? 0));
    // 300 ms at least as they leave; a busy machine may be slower to take one in than the next.
    expect(Math.min(...gaps)).toBeGreaterThan(100);
    expect(Math.max(...gaps)).toBeGreaterThan(600);
    expect(host.states).toContain('troubled -4 tooOften');
    expect(host.outbox.setAsides).toEqual([]);
  });

  test('is also what a gateway means with 429', async () => {
    const { host } = await scene((far) => {
      far.answer = (_, response) => {
        response.statusCode = 429;
        return far.asked.length < 2 ? 'slow down' : undefined;
      };
    });
    await until(() => expect(host.states).toContain('troubled -4 tooOften'));
  });
});

describe('-99 and codes that the document does not know', () => {
  test('wait and try again; an outage of -99 puts nothing aside and nothing is lost', async () => {
    let isOut = true;
    const { farEnd, host } = await scene((far, memory) => {
      for (let n = 0; n < 15; n += 1) memory.outbox.add(`worker ${n}`);
      far.tasks.set('T1', []);
      far.answer = () => (isOut ? { Result: -99, Msg: '服务器异常' } : undefined);
    });
    await until(() => expect(host.state).toBe('troubled -99 platform'));
    await until(() => expect(farEnd.of('Online').length).toBeGreaterThan(8));
    isOut = false;
    await until(() => expect(host.outbox.waiting()).toBe(0), 40_000);
    await told(farEnd, 'T1');
    expect(farEnd.punches).toHaveLength(15);
    expect(host.outbox.setAsides).toEqual([]);
  }, 60_000);

  test.each([-99, -50])('%i for one record does not hold up the others: it goes alone', async (result) => {
    const { farEnd, host } = await scene((far, memory) => {
      for (const workerId of ['a', 'b', 'poison', 'c', 'd']) memory.outbox.add(workerId);
      far.answer = ({ method, fields }) =>
        method === 'UploadData' && open(fields['data'] ?? '').includes('poison') ? { Result: result } : undefined;
    });
    await until(() => expect(farEnd.punches).toHaveLength(4));
    expect(farEnd.punches.map((punch) => punch['userId']).sort()).toEqual(['a', 'b', 'c', 'd']);
    await until(() => expect(host.outbox.waiting()).toBe(1));
    expect(host.outbox.setAsides).toEqual([]);
  });
});
