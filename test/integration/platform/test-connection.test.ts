import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { PlatformCall } from '../../../src/platform/ports.ts';
import { testConnection } from '../../../src/platform/test-connection.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { account, FarEnd } from './far-end.ts';
import { FarEnd as SichuanFarEnd, secret, sn } from './sichuan/far-end.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

type Platform = Record<string, unknown>;
const test = (device: { sn: string }, platform: Platform) =>
  testConnection(
    Config.parse({ device, platform }),
    { clock: systemClock, log: silentLog, deviceVersion: 'v1.0.0' },
    new AbortController().signal,
  );

describe('a trial of the settings for Zhejiang', () => {
  let farEnd: FarEnd;
  const { sn: number, ...keys } = account;
  const tried = (change: Platform = {}) =>
    test({ sn: number }, { protocol: 'zhejiang', zhejiang: { tcp: farEnd.tcp, http: farEnd.http, ...keys, ...change } });
  beforeEach(async () => {
    farEnd = await FarEnd.start();
    ends.push(() => farEnd.close());
  });

  it('makes the real calls and finds nothing wrong where nothing is', async () => {
    expect(await tried()).toMatchObject({ kind: 'ok', at: 'T_GET_TASKS', clockAheadMs: null });
    expect(farEnd.commands.map(({ apicode }) => apicode)).toEqual(['C_AUTH', 'C_HEARTBEAT']);
    expect(farEnd.statuses).toEqual([]);
  });

  it('tells of each call how it went', async () => {
    const calls: PlatformCall[] = [];
    const platform = { protocol: 'zhejiang', zhejiang: { tcp: farEnd.tcp, http: farEnd.http, ...keys } };
    await testConnection(
      Config.parse({ device: { sn: number }, platform }),
      { clock: systemClock, log: silentLog, deviceVersion: 'v1.0.0', called: (call) => calls.push(call) },
      new AbortController().signal,
    );
    expect(calls.map(({ name, code, isFine }) => `${name} ${code} ${String(isFine)}`)).toEqual([
      'C_AUTH ok true',
      'C_HEARTBEAT ok true',
      'T_GET_TASKS ok true',
    ]);
    expect(calls.filter(({ sentBytes, receivedBytes }) => !((sentBytes ?? 0) > 50 && (receivedBytes ?? 0) > 10))).toEqual([]);
    expect(JSON.stringify(calls)).not.toContain(keys.accessKey);
  });

  it('takes up no task, though some wait', async () => {
    farEnd.tasks.set('7', { apicode: 'T_CLEAR_DEVICE_PERSON' });
    expect((await tried()).kind).toBe('ok');
    expect(farEnd.postsOf('T_CLEAR_DEVICE_PERSON')).toEqual([]);
    expect(farEnd.tasks.size).toBe(1);
  });

  it('names an address where nobody listens, and what the network said', async () => {
    expect(await tried({ tcp: '127.0.0.1:1' })).toMatchObject({
      kind: 'address',
      detail: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('names the secret when the signature is refused', async () => {
    expect(await tried({ accessSecret: 'other' })).toMatchObject({ kind: 'signature', at: 'C_AUTH', detail: '400_04' });
  });

  it('tells a token that is not known from a wrong signature', async () => {
    farEnd.answer = ({ apicode }) =>
      apicode === 'C_HEARTBEAT' ? { success: false, apicode, error: JSON.stringify({ errorcode: '401_01' }) } : undefined;
    expect(await tried()).toMatchObject({ kind: 'token', detail: '401_01' });
  });

  it('says by how much the clocks differ, even where the correction helps', async () => {
    farEnd.aheadMs = 240_000;
    farEnd.answer = ({ apicode, timeStamp }) => {
      const sent = Date.parse(timeStamp.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6+08:00'));
      const isOff = Math.abs(sent - Date.now() - farEnd.aheadMs) > 120_000;
      return isOff ? { success: false, apicode, error: JSON.stringify({ errorcode: '400_05' }) } : undefined;
    };
    const found = await tried();
    expect(found.kind).toBe('clock');
    expect(Math.round((found.clockAheadMs ?? 0) / 60_000)).toBe(4);
  });

  it('finds an HTTP address that answers something else', async () => {
    farEnd.answerPost = () => '<html>router</html>';
    expect(await tried()).toMatchObject({ kind: 'notPlatform', at: 'T_GET_TASKS' });
  });

  it('names what is not entered at all', async () => {
    expect((await tried({ accessId: '' })).kind).toBe('incomplete');
  });
});

describe('a trial of the settings for Sichuan', () => {
  let farEnd: SichuanFarEnd;
  const tried = (change: Platform = {}, number = sn) =>
    test({ sn: number }, { protocol: 'sichuan', sichuan: { baseUrl: farEnd.baseUrl, secret, ...change } });
  beforeEach(async () => {
    farEnd = await SichuanFarEnd.start();
    ends.push(() => farEnd.close());
  });

  it('says that the terminal is there and finds nothing wrong where nothing is', async () => {
    expect(await tried()).toMatchObject({ kind: 'ok', at: 'Online' });
    expect(farEnd.asked.map(({ method }) => method)).toEqual(['Online']);
  });

  it('tells of its call how it went, and nothing of what was in it', async () => {
    const calls: PlatformCall[] = [];
    await testConnection(
      Config.parse({
        device: { sn },
        platform: { protocol: 'sichuan', sichuan: { baseUrl: farEnd.baseUrl, secret: 'another-secret-x' } },
      }),
      { clock: systemClock, log: silentLog, deviceVersion: 'v1.0.0', called: (call) => calls.push(call) },
      new AbortController().signal,
    );
    expect(calls).toMatchObject([{ name: 'Online', isFine: false, code: expect.stringMatching(/^-\d+$/) }]);
    expect(JSON.stringify(calls)).not.toContain(sn);
  });

  it('names a serial number that the platform does not know', async () => {
    expect(await tried({}, 'SN-9')).toMatchObject({ kind: 'serialNumber', detail: expect.stringContaining('-1') });
  });

  it('names the secret when the signature is refused', async () => {
    expect((await tried({ secret: 'another-secret-x' })).kind).toBe('signature');
  });

  it('says by how much the clocks differ', async () => {
    farEnd.aheadMs = -20 * 60_000;
    const found = await tried();
    expect([found.kind, Math.round((found.clockAheadMs ?? 0) / 60_000)]).toEqual(['clock', -20]);
  });

  it('finds an address where nobody listens', async () => {
    expect((await tried({ baseUrl: 'http://127.0.0.1:1/api/' })).kind).toBe('address');
  });
});

it('without a platform there is nothing to try', async () => {
  expect((await test({ sn: '1' }, { protocol: 'none' })).kind).toBe('incomplete');
});
