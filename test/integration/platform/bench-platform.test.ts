import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createZhejiangClient } from '../../../src/platform/zhejiang/create-zhejiang-client.ts';
import type { ZhejiangConfig } from '../../../src/platform/zhejiang/config.ts';
import type { Misbehaviour } from '../../bench-platform/zhejiang/misbehaviour.ts';
import { BENCH_CREDENTIALS, startZhejiangPlatform, type ZhejiangOptions } from '../../bench-platform/zhejiang/platform.ts';
import { MemoryHost, pictures } from './memory-host.ts';

// The bench platform was written from the document by another hand and shares no code with the client: what the two agree
// on, two readers have read the same way.

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = String(keys.publicKey.export({ type: 'spki', format: 'pem' }));
const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(options: ZhejiangOptions = {}, config: Partial<ZhejiangConfig> = {}) {
  const platform = await startZhejiangPlatform(options);
  ends.push(() => platform.close());
  let privateKeyFile: string | null = null;
  if (options.publicKey) {
    const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    privateKeyFile = path.join(folder, 'private.pem');
    writeFileSync(privateKeyFile, keys.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  const host = new MemoryHost();
  const whole: ZhejiangConfig = {
    sn: '1388186',
    ...BENCH_CREDENTIALS,
    tcp: platform.tcpAddress,
    http: platform.httpAddress,
    heartbeatSeconds: 0.1,
    verifyReplies: 'require',
    privateKeyFile,
    ...config,
  };
  const timing = {
    // Short where a reply is lost and the connection with it stays; long enough for a busy machine.
    replyMs: 2_000,
    reconnect: { firstMs: 20, mostMs: 60 },
    task: { firstMs: 20, mostMs: 100 },
  };
  const client = createZhejiangClient(whole, host, timing);
  ends.push(() => client.close());
  return { platform, host, client };
}

const people = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: String(4508004291609636864n + BigInt(n)),
    name: `单雄信${n}`,
    photos: [pictures.face(n)],
  }));

const reportOf = (platform: Awaited<ReturnType<typeof start>>['platform'], taskid: string) =>
  platform.until(() => platform.taskReports.find((report) => report.taskid === taskid), 60_000);

const variants: readonly (readonly [string, ZhejiangOptions, Partial<ZhejiangConfig>])[] = [
  ['as it comes', {}, {}],
  ['strict about types', { dialect: { strictTypes: true } }, {}],
  ['with JSON as text inside JSON', { dialect: { response: 'text', lists: 'text' } }, {}],
  ['with bare 19-digit ids', { dialect: { ids: 'number' } }, {}],
  ['with params as objects', { dialect: { taskParam: 'object' } }, { paramForm: 'asPrinted' }],
  ['with relative pictures and firmware in the reply', { dialect: { imgUrls: 'relative', firmwareIn: 'reply' } }, {}],
  ['with one picture as a bare string', { dialect: { imgUrls: 'single' } }, {}],
  ['with sorted signatures', { dialect: { memberOrder: 'sorted' } }, { signedMembers: 'sorted' }],
  ['with encrypted responses', { publicKey }, {}],
  ['with encrypted responses, signed as ciphertext', { publicKey, dialect: { signsCiphertext: true } }, {}],
  ['with encrypted bodies', { publicKey, dialect: { encrypts: 'body' } }, {}],
];

describe('against the bench platform', () => {
  for (const [how, options, config] of variants) {
    test(`every interface works, ${how}, and nothing is remarked on`, async () => {
      const { platform, host, client } = await start(options, config);
      host.firmwareAnswer = 'done';
      const sent = await reportOf(platform, platform.order.sendPeople(people(60)));
      expect(sent).toMatchObject({ status: 1, personCount: 60, faceCount: 60, failedPersons: [], failedFaces: [] });
      expect([...host.roster.people.keys()]).toEqual(people(60).map(({ id }) => id));

      await reportOf(platform, platform.order.updatePeople([{ ...people(1)[0], id: '7', name: 'new', photos: [] }]));
      await reportOf(
        platform,
        platform.order.deletePeople(['7', 'nobody'].filter((id) => options.dialect?.ids !== 'number' || id === '7')),
      );
      expect(host.roster.people.size).toBe(60);

      expect(
        (await reportOf(platform, await platform.order.firmware({ version: 'v2.0.0', size: 5, url: '/firmware/2' }))).status,
      ).toBe(1);
      expect(host.orders[0]).toMatchObject({ version: '2.0.0', sizeBytes: 5 });

      const roster = platform.order.askRoster(['phone']);
      await reportOf(platform, roster);
      const listed = [...(platform.rosters.find(({ taskid }) => taskid === roster)?.pages.values() ?? [])].flat();
      expect(listed).toHaveLength(60);
      expect(listed[0]).toMatchObject({ personId: people(1)[0]?.id, name: '单雄信0', hasImg: 1, imgBytes: 6 });

      expect((await reportOf(platform, platform.order.clearPeople())).personCount).toBe(0);
      expect((await reportOf(platform, platform.order.other('T_UNHEARD_OF'))).status).toBe(3);

      host.outbox.add('4508004291609636864');
      client.punchMade();
      const punch = await platform.until(() => platform.punches[0]);
      expect(punch).toMatchObject({
        personId: '4508004291609636864',
        recordTime: 1_609_744_974_001,
        pictureBytes: 3,
        isRepeat: false,
      });
      expect(platform.requests.flatMap(({ remarks }) => remarks)).toEqual([]);
      const outcomes = platform.requests
        .filter(({ via, outcome }) => via !== 'file' && outcome !== '')
        .map(({ outcome }) => outcome);
      expect(new Set(outcomes)).toEqual(new Set(['ok']));
      expect(host.state).toBe('ok');
    });
  }

  test('an order is pushed to a terminal that came back with its old token', async () => {
    const { platform, host } = await start({}, { heartbeatSeconds: 30 });
    const beats = (count: number) =>
      platform.until(
        () => platform.requests.filter(({ apicode, outcome }) => apicode === 'C_HEARTBEAT' && outcome === 'ok').length === count,
      );
    await beats(1);
    platform.cutConnections();
    await beats(2);
    expect(platform.requests.filter(({ apicode }) => apicode === 'C_AUTH')).toHaveLength(1);
    host.roster.people.set('1', { name: 'x', photograph: null });
    expect((await reportOf(platform, platform.order.clearPeople({ deliver: 'push' }))).status).toBe(1);
    expect(host.roster.people.size).toBe(0);
  });

  const troubles: Readonly<Record<string, readonly Misbehaviour[]>> = {
    'connections that drop': [{ kind: 'dropConnection', times: 4 }],
    'tokens that expire': [{ kind: 'expireTokens', times: 4 }],
    'lost replies': [
      { kind: 'loseReply', apicode: 'C_SIGN_IN', times: 3, cut: true },
      { kind: 'loseReply', apicode: 'T_SEND_PERSON', cut: true },
    ],
    'replies that come twice': [
      { kind: 'duplicate', apicode: 'C_SIGN_IN', times: 5 },
      { kind: 'duplicate', apicode: 'C_HEARTBEAT' },
    ],
    'garbled replies': [{ kind: 'garble', times: 3 }],
    'bad lengths': [
      { kind: 'badLength', form: 'zero' },
      { kind: 'badLength', form: 'huge' },
      { kind: 'badLength', form: 'endless' },
    ],
    'half messages': [{ kind: 'halfMessage', times: 2 }],
    'glued and trickling replies': [
      { kind: 'glue', times: 2 },
      { kind: 'trickle', times: 4 },
    ],
    'unknown fields and unquoted keys': [
      { kind: 'unknownFields', times: 20 },
      { kind: 'unquotedKeys', times: 20 },
    ],
    'wrong signatures': [{ kind: 'wrongSign', times: 2 }],
    'people twice in a page': [{ kind: 'repeatPeople', times: 2 }],
    'a server that is out of order': [{ kind: 'refuse', code: '500_01', times: 3 }],
    'codes that nobody knows': [{ kind: 'refuse', code: '777_77', times: 3 }],
    'a clock off by an hour': [{ kind: 'clockOff', ms: 3_600_000 }],
    'pictures behind redirects': [{ kind: 'photo', what: 'redirect', times: 5 }],
  };
  for (const [what, misbehaviour] of Object.entries(troubles)) {
    test(`${what}: everybody arrives, and each punch, the same at every try`, async () => {
      const { platform, host, client } = await start();
      platform.misbehave(...misbehaviour);
      const taskid = platform.order.sendPeople(people(20));
      for (let n = 0; n < 12; n += 1) {
        host.outbox.add(`worker ${n % 4}`);
        client.punchMade();
      }
      expect(await reportOf(platform, taskid)).toMatchObject({ status: 1, personCount: 20, faceCount: 20 });
      await platform.until(() => host.outbox.waiting() === 0, 60_000);
      expect(host.outbox.setAsides).toEqual([]);
      expect(new Set(platform.punches.map(({ recordTime }) => recordTime)).size).toBe(12);
      expect(platform.punches.flatMap(({ remarks }) => remarks)).toEqual([]);
      // At least once; more often only where the platform knows that its answer was lost.
      const repeats = platform.punches.filter(({ isRepeat }) => isRepeat).length;
      expect(repeats).toBeLessThanOrEqual(platform.punches.filter(({ reply }) => reply === 'lost').length);
    });
  }

  test('people that are none, and pages that grow for a while, do not keep the good ones out', async () => {
    const { platform, host } = await start();
    platform.misbehave({ kind: 'badPeople', times: 1 }, { kind: 'growPages', by: 3, times: 'always' });
    const report = await reportOf(platform, platform.order.sendPeople(people(20)));
    expect(report.status).toBe(1);
    expect(report.failedPersons.length).toBeGreaterThan(0);
    expect(people(20).every(({ id }) => host.roster.people.has(id))).toBe(true);
  });
});
