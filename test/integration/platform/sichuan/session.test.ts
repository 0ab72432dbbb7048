import { describe, expect, test } from 'vitest';
import { sn } from './far-end.ts';
import { scene, until } from './scene.ts';

const hourly = { config: { heartbeatSeconds: 3_600 } };

describe('the heartbeat', () => {
  test('comes at once and then at its interval, signed, as a form', async () => {
    const { farEnd, host } = await scene();
    await until(() => expect(farEnd.of('Online').length).toBeGreaterThan(2));
    const [first] = farEnd.of('Online');
    expect(Object.keys(first?.fields ?? {})).toEqual(['sn', 'timestamp', 'sign']);
    expect(first?.contentType).toBe('application/x-www-form-urlencoded; charset=utf-8');
    // By the hour: another time zone would show, a slow machine does not.
    expect(Math.round((Date.now() / 1_000 - Number(first?.fields['timestamp'])) / 3_600)).toBe(0);
    expect(farEnd.asked.every(({ isSignRight }) => isSignRight)).toBe(true);
    const gaps = farEnd.of('Online').map(({ atMs }, index, all) => atMs - (all[index - 1]?.atMs ?? Number.NEGATIVE_INFINITY));
    expect(Math.min(...gaps)).toBeGreaterThan(90);
    expect(host.states).toEqual(['connecting', 'ok']);
  });

  test('that does not get through is tried again sooner, and tells when the platform is back', async () => {
    const { farEnd, host, restart } = await scene(undefined, hourly);
    await until(() => expect(host.state).toBe('ok'));
    const { port } = farEnd;
    await farEnd.close();
    await restart();
    await until(() => expect(host.state).toMatch(/^offline .*\[platform\.offline\]$/));
    await farEnd.listen(port);
    await until(() => expect(host.state).toBe('ok'));
  });
});

describe('punches', () => {
  test('leave at once although the next heartbeat is an hour away', async () => {
    const { farEnd, host, client } = await scene(undefined, hourly);
    await until(() => expect(host.state).toBe('ok'));
    host.outbox.add('4508004291609636864');
    client.punchMade();
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(farEnd.punches).toEqual([{ sn, userId: '4508004291609636864', type: 1, recogTime: '2021-01-04 15:22:54' }]);
    expect(Object.keys(farEnd.of('UploadData')[0]?.fields ?? {})).toEqual(['sn', 'data', 'timestamp', 'sign']);
  });

  test('leave in packets of at most ten, each person’s in order, none twice', async () => {
    const { farEnd, host } = await scene((_, memory) => {
      for (let n = 0; n < 57; n += 1) memory.outbox.add(`worker ${n % 20}`, false);
    }, hourly);
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(Math.max(...farEnd.packets)).toBe(10);
    expect(farEnd.punches).toHaveLength(57);
    expect(farEnd.packets.length).toBeLessThan(12);
  });

  test('go on while a packet of the backlog is under way', async () => {
    let release: () => void = () => undefined;
    const { farEnd, host, client } = await scene((far, memory) => {
      for (let n = 0; n < 10; n += 1) memory.outbox.add(`old ${n}`, false);
      const held = new Promise<void>((resolve) => (release = resolve));
      far.answer = async ({ method }) => {
        if (method === 'UploadData' && far.of('UploadData').length === 1) await held;
        return undefined;
      };
    }, hourly);
    await until(() => expect(farEnd.of('UploadData')).toHaveLength(1));
    host.outbox.add('new');
    client.punchMade();
    await until(() => expect(farEnd.punches).toHaveLength(1));
    expect(farEnd.punches[0]).toMatchObject({ userId: 'new' });
    release();
    await until(() => expect(host.outbox.waiting()).toBe(0));
  });

  test('whose answer was lost go again, the same records under a fresh signature', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      memory.outbox.add('a');
      memory.outbox.add('b');
      far.answer = ({ method }, response) => {
        if (method !== 'UploadData' || far.of('UploadData').length > 1) return undefined;
        response.destroy();
        return 'handled';
      };
    }, hourly);
    await until(() => expect(host.outbox.waiting()).toBe(0));
    const [first, second] = farEnd.of('UploadData');
    expect(second?.fields['data']).toBe(first?.fields['data']);
    expect(farEnd.of('UploadData').every(({ isSignRight }) => isSignRight)).toBe(true);
    expect(host.outbox.errors).toContain('platform.offline');
  });

  test('wait out a platform that is away, and leave when it is back', async () => {
    const { farEnd, host, client } = await scene(undefined, hourly);
    await until(() => expect(host.state).toBe('ok'));
    const { port } = farEnd;
    await farEnd.close();
    for (let n = 0; n < 25; n += 1) host.outbox.add(`worker ${n}`);
    client.punchMade();
    await until(() => expect(host.outbox.errors.length).toBeGreaterThan(1));
    await farEnd.listen(port);
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(host.outbox.setAsides).toEqual([]);
  });
});

describe('settings for what the document leaves open', () => {
  test('hex, upper case, the plaintext signed, and time in digits reach the wire', async () => {
    const { farEnd, host } = await scene(
      (far, memory) => {
        memory.outbox.add('a');
        far.answer = () => ({ Result: 0 });
      },
      { config: { sm4Encoding: 'hex', upperCaseSign: true, timestamp: 'yyyyMMddHHmmss', utcOffsetMinutes: 0 } },
    );
    await until(() => expect(host.outbox.waiting()).toBe(0));
    const [upload] = farEnd.of('UploadData');
    expect(upload?.fields['data']).toMatch(/^[0-9a-f]+$/);
    expect(upload?.fields['sign']).toMatch(/^[0-9A-F]{32}$/);
    expect(upload?.fields['timestamp']).toMatch(/^20\d{12}$/);
  });
});
