import { describe, expect, test, vi } from 'vitest';
import type { Command } from './far-end.ts';
import { scene } from './scene.ts';

const until = (check: () => void | Promise<void>, timeout = 30_000) => vi.waitFor(check, { timeout, interval: 10 });
/** Between commands, ms: a command goes out only after the answer to the one before it and the wait. */
const gapsOf = (commands: readonly Command[]) => commands.slice(1).map(({ atMs }, at) => atMs - (commands[at]?.atMs ?? 0));
/** Timers count whole milliseconds. */
const earlyMs = 3;
const refused = (apicode: string, errorcode: string) => ({
  success: false,
  apicode,
  error: `{errorcode:"${errorcode}",errormsg:"x"}`,
});

describe('the TCP session', () => {
  test('authenticates once, then sends signed heartbeats with version and address', async () => {
    const { farEnd, host } = await scene();
    await until(() => expect(farEnd.of('C_HEARTBEAT').length).toBeGreaterThan(2));
    expect(farEnd.of('C_AUTH')).toHaveLength(1);
    expect(farEnd.commands.every(({ isSignRight }) => isSignRight)).toBe(true);
    expect(JSON.parse(farEnd.of('C_HEARTBEAT')[0]?.param ?? '')).toEqual({ deviceVersion: '1.2.3', deviceIp: '127.0.0.1' });
    expect(host.states).toEqual(['connecting', 'ok']);
  });

  test('time stamps are Beijing time', async () => {
    const { farEnd } = await scene();
    await until(() => expect(farEnd.of('C_AUTH')).toHaveLength(1));
    const [year, month, day, hour, minute, second] =
      farEnd
        .of('C_AUTH')[0]
        ?.timeStamp.match(/^(....)(..)(..)(..)(..)(..)$/)
        ?.slice(1)
        .map(Number) ?? [];
    const at = Date.UTC(year ?? 0, (month ?? 0) - 1, day, (hour ?? 0) - 8, minute, second);
    // By the hour: another time zone would show, a slow machine does not.
    expect(Math.round((Date.now() - at) / 3_600_000)).toBe(0);
  });

  test('a punch arrives with its picture, in order, and is taken', async () => {
    const { farEnd, host, client } = await scene();
    await until(() => expect(host.state).toBe('ok'));
    host.outbox.add('4508004291609636864');
    client.punchMade();
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(farEnd.punches).toEqual([
      {
        personId: '4508004291609636864',
        type: '1',
        img: Buffer.from([0xff, 0xd8, 1]).toString('base64'),
        recordTime: 1_609_744_974_001,
      },
    ]);
  });

  test('are taken when the platform says so, whatever else it answers', async () => {
    for (const response of ['null', 'ok', '""', Buffer.alloc(256, 7).toString('base64')]) {
      const { farEnd, host, client } = await scene((far, memory) => {
        far.answer = ({ apicode }) =>
          apicode === 'C_SIGN_IN' || apicode === 'C_HEARTBEAT' ? { success: true, apicode, response } : undefined;
        for (const worker of ['first', 'second']) memory.outbox.add(worker);
      });
      client.punchMade();
      await until(() => expect(host.outbox.waiting()).toBe(0));
      expect(farEnd.of('C_SIGN_IN')).toHaveLength(2);
    }
  });

  test('never has two commands of one apicode under way', async () => {
    let underWay = 0;
    let most = 0;
    const { host, client } = await scene((farEnd) => {
      farEnd.answer = ({ apicode }, socket) => {
        if (apicode !== 'C_SIGN_IN') return undefined;
        most = Math.max(most, (underWay += 1));
        setTimeout(() => {
          underWay -= 1;
          socket.write(Buffer.from([0x0d, 0x10, 0x01, 0x1a, 0x09, ...Buffer.from('C_SIGN_IN')]));
        }, 5);
        return 'silent';
      };
    });
    for (let n = 0; n < 20; n += 1) host.outbox.add(`worker ${n}`);
    client.punchMade();
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(most).toBe(1);
  });

  test('a lost reply drops the connection and sends the same record again', async () => {
    let lost = 0;
    const { farEnd, host } = await scene(
      (far, memory) => {
        memory.outbox.add('a');
        far.answer = ({ apicode }) => (apicode === 'C_SIGN_IN' && (lost += 1) === 1 ? 'silent' : undefined);
      },
      {},
      { replyMs: 2_000 },
    );
    await until(() => expect(host.outbox.waiting()).toBe(0));
    const [first, second] = farEnd.of('C_SIGN_IN');
    expect(second?.param).toBe(first?.param);
    expect(farEnd.connections).toBe(2);
    expect(host.states).toContain('offline platform.timeout');
    expect(host.outbox.setAsides).toEqual([]);
  });

  test('comes back after the platform was away, with the punches made meanwhile', async () => {
    const { farEnd, host, client } = await scene();
    await until(() => expect(host.state).toBe('ok'));
    const port = await farEnd.down();
    await until(() => expect(host.state).toMatch(/^offline/));
    for (let n = 0; n < 5; n += 1) host.outbox.add('a');
    client.punchMade();
    farEnd.tokens.clear();
    await farEnd.listen(port);
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(host.state).toBe('ok');
    const times = farEnd.punches.map((punch) => punch['recordTime']);
    expect(times).toEqual([...times].sort());
  });

  test('closing ends everything, whatever is under way', async () => {
    const { farEnd, client, host } = await scene((far) => {
      far.answer = ({ apicode }) => (apicode === 'C_SIGN_IN' ? 'silent' : undefined);
    });
    await until(() => expect(host.state).toBe('ok'));
    host.outbox.add('a');
    client.punchMade();
    await until(() => expect(farEnd.of('C_SIGN_IN')).toHaveLength(1));
    await client.close();
    // What had left before still arrives.
    await until(() => expect(farEnd.isConnected).toBe(false));
    const before = farEnd.commands.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([farEnd.commands.length, host.outbox.waiting()]).toEqual([before, 1]);
  });
});

describe('tokens and clock', () => {
  for (const code of ['401_01', '401_02', '400_04']) {
    test(`${code} gets a new token once and repeats once, however many commands wait`, async () => {
      const { farEnd, host, client } = await scene();
      await until(() => expect(host.state).toBe('ok'));
      farEnd.answer = ({ apicode, token }) => (apicode !== 'C_AUTH' && token === 'token 1' ? refused(apicode, code) : undefined);
      for (let n = 0; n < 5; n += 1) host.outbox.add(`w${n}`);
      client.punchMade();
      await until(() => expect(host.outbox.waiting()).toBe(0));
      await until(() => expect(farEnd.of('C_HEARTBEAT').at(-1)?.token).toBe('token 2'));
      expect(farEnd.of('C_AUTH')).toHaveLength(2);
      expect(host.outbox.setAsides).toEqual([]);
    });
  }

  test('a fresh token that is refused means signature or secret wrong: shown, and not hammered', async () => {
    const { farEnd, host } = await scene((far) => {
      far.answer = ({ apicode }) => (apicode === 'C_AUTH' ? undefined : refused(apicode, '400_04'));
    });
    await until(() => expect(host.state).toBe('rejected 400_04 signature'));
    await until(() => expect(farEnd.of('C_HEARTBEAT').length).toBeGreaterThan(4));
    // Waits of 100, 200, 300 and 300 ms, each of them by half shorter at most: a slow machine only adds to them.
    const gaps = gapsOf(farEnd.of('C_HEARTBEAT'));
    for (const [at, leastMs] of [50, 100, 150, 150].entries()) expect(gaps[at]).toBeGreaterThan(leastMs - earlyMs);
    expect(farEnd.of('C_SIGN_IN')).toEqual([]);
  });

  test('a wrong secret is shown; punches stay', async () => {
    const { farEnd, host, client } = await scene(undefined, { accessSecret: 'wrong' });
    host.outbox.add('a');
    client.punchMade();
    await until(() => expect(host.state).toBe('rejected 400_04 signature'));
    expect(host.outbox.waiting()).toBe(1);
    expect(farEnd.of('C_HEARTBEAT')).toEqual([]);
  });

  test('credentials that have run out are tried again, at their own long interval, and it heals', async () => {
    const { farEnd, host } = await scene((far) => {
      far.answer = ({ apicode }) =>
        apicode === 'C_AUTH' && far.of('C_AUTH').length === 1 ? refused('C_AUTH', '401_02') : undefined;
    });
    await until(() => expect(host.state).toBe('ok'));
    expect(host.states).toContain('rejected 401_02 credentials');
    expect(farEnd.of('C_AUTH')).toHaveLength(2);
    expect(gapsOf(farEnd.of('C_AUTH'))[0]).toBeGreaterThan(400 - earlyMs);
  });

  test("a clock off by an hour is corrected from HTTP's Date, once, shown, and what waited goes out", async () => {
    const { farEnd, host } = await scene((far, memory) => {
      memory.aheadMs = -3_600_000;
      memory.outbox.add('a');
      far.answer = ({ apicode, timeStamp }) => {
        const sent = Date.parse(timeStamp.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6+08:00'));
        return Math.abs(sent - Date.now()) < 30 * 60_000 ? undefined : refused(apicode, '400_05');
      };
    });
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(host.state).toBe('clockOff 60 min');
    expect(host.logged('clockCorrected')).toHaveLength(1);
    expect(farEnd.punches[0]?.['recordTime']).toBe(1_609_744_974_001);
  });

  test('a time that is refused although it agrees with HTTP is shown as the clock', async () => {
    const { host } = await scene((far) => {
      far.answer = ({ apicode }) => refused(apicode, '400_05');
    });
    await until(() => expect(host.state).toBe('rejected 400_05 clock'));
  });

  test('a token idle for too long is not used again', async () => {
    const { farEnd, host, client } = await scene(undefined, { heartbeatSeconds: 3_600 }, { tokenIdleMs: 3_600_000 });
    await until(() => expect(host.state).toBe('ok'));
    host.laterMs += 3_600_000;
    host.outbox.add('a');
    client.punchMade();
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(farEnd.of('C_AUTH')).toHaveLength(2);
    expect(farEnd.of('C_SIGN_IN')[0]?.token).toBe('token 2');
  });
});

describe('punches and error codes', () => {
  for (const code of ['400_02', '402_06', '403_01', '403_02', '403_03']) {
    test(`${code} sets the record aside, others go on`, async () => {
      const { host } = await scene((far, memory) => {
        for (const worker of ['a', 'bad', 'c']) memory.outbox.add(worker);
        far.answer = ({ apicode, param }) =>
          apicode === 'C_SIGN_IN' && param.includes('bad') ? refused(apicode, code) : undefined;
      });
      await until(() => expect(host.outbox.waiting()).toBe(0));
      expect(host.outbox.setAsides).toEqual([{ punchId: 2, error: code }]);
      expect(host.state).toBe('ok');
    });
  }

  for (const code of ['400_01', '402_01', '402_02', '402_03', '402_04', '402_05', '402_07', '404_01']) {
    test(`${code} is shown, the record stays, and nothing is hammered`, async () => {
      const { farEnd, host } = await scene((far, memory) => {
        memory.outbox.add('a');
        far.answer = ({ apicode }) => (apicode === 'C_SIGN_IN' ? refused(apicode, code) : undefined);
      });
      await until(() => expect(host.state).toBe(`rejected ${code} fault`));
      await until(() => expect(farEnd.of('C_HEARTBEAT').length).toBeGreaterThan(5));
      expect([host.outbox.waiting(), host.outbox.setAsides.length, farEnd.of('C_SIGN_IN').length]).toEqual([1, 0, 1]);
      expect(host.state).toBe(`rejected ${code} fault`);
    });
  }

  test('500_01 is tried again until it is taken', async () => {
    let times = 0;
    const { host } = await scene((far, memory) => {
      memory.outbox.add('a');
      far.answer = ({ apicode }) => (apicode === 'C_SIGN_IN' && (times += 1) < 3 ? refused(apicode, '500_01') : undefined);
    });
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect([times, host.outbox.setAsides.length]).toEqual([3, 0]);
  });

  test('a failure without a readable error is an outage of that moment, not of the record', async () => {
    let times = 0;
    const { host } = await scene((far, memory) => {
      memory.outbox.add('a');
      far.answer = ({ apicode }) =>
        apicode === 'C_SIGN_IN' && (times += 1) < 3 ? { success: false, apicode, error: '<html>' } : undefined;
    });
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(host.outbox.setAsides).toEqual([]);
  });
});
