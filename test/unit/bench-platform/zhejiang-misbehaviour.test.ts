import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startZhejiangPlatform, type ZhejiangPlatform } from '../../bench-platform/zhejiang/platform.ts';
import type { PhotoTrouble } from '../../bench-platform/zhejiang/misbehaviour.ts';
import { BareClient, md5 } from './bare-client.ts';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, 7)]);
const HEARTBEAT = '{"deviceVersion":"1","deviceIp":"1"}';
const QUIET_MS = 100;

let platform: ZhejiangPlatform;
let client: BareClient;

beforeEach(async () => {
  platform = await startZhejiangPlatform();
  client = new BareClient(platform);
  await client.authenticate();
});

afterEach(async () => {
  client.close();
  await platform.close();
});

const codeOf = (reply: { readonly error: string }): unknown =>
  (JSON.parse(reply.error) as { readonly errorcode: string }).errorcode;

describe('misbehaviour over TCP', () => {
  it('cuts the connection before the record is taken', async () => {
    platform.misbehave({ kind: 'dropConnection', apicode: 'C_SIGN_IN' });
    client.sendBytes(client.packet('C_SIGN_IN', '{"personId":"P1","type":"1","recordTime":1}'));
    await client.closed();
    expect(platform.punches).toEqual([]);
    expect(platform.requests.at(-1)?.outcome).toBe('dropped');
  });

  it.each([{ cut: true }, { cut: false }])('loses the reply after the record is taken, %o', async ({ cut }) => {
    platform.misbehave({ kind: 'loseReply', apicode: 'C_SIGN_IN', cut });
    client.sendBytes(client.packet('C_SIGN_IN', '{"personId":"P1","type":"1","recordTime":1}'));
    const punch = await platform.until(() => platform.punches[0]);
    await platform.until(() => punch.reply === 'lost');
    if (cut) await client.closed();
    else expect(await client.heartbeat()).toEqual([]);
    expect(client.replies).toEqual([]);
  });

  it('stacks: a delay and a duplicate on one reply, then it behaves', async () => {
    platform.misbehave({ kind: 'delay', ms: QUIET_MS }, { kind: 'duplicate', copies: 3 });
    const sentAtMs = performance.now();
    client.sendBytes(client.packet('C_HEARTBEAT', HEARTBEAT));
    const replies = [await client.reply(), await client.reply(), await client.reply()];
    expect(performance.now() - sentAtMs).toBeGreaterThan(QUIET_MS - 5);
    expect(replies.map(({ success }) => success)).toEqual([true, true, true]);
    expect(platform.bench.rules.rules).toEqual([]);
  });

  it('refuses with the codes that were asked for, in their order, only for their interface', async () => {
    platform.misbehave(
      { kind: 'refuse', code: '500_01', apicode: 'C_SIGN_IN', times: 2 },
      { kind: 'refuse', code: '999_99', apicode: 'C_SIGN_IN' },
    );
    expect(await client.heartbeat()).toEqual([]);
    const codes = [await client.signIn('P1', 1), await client.signIn('P1', 1), await client.signIn('P1', 1)].map((reply) =>
      codeOf(reply),
    );
    expect(codes).toEqual(['500_01', '500_01', '999_99']);
    expect((await client.signIn('P1', 1)).success).toBe(true);
    expect(platform.punches).toHaveLength(1);
  });

  it('forgets the tokens before a request', async () => {
    platform.misbehave({ kind: 'expireTokens', apicode: 'C_HEARTBEAT' });
    expect(codeOf(await client.call('C_HEARTBEAT', HEARTBEAT))).toBe('401_01');
    await client.authenticate();
    expect(await client.heartbeat()).toEqual([]);
  });

  it('sends half a message and cuts', async () => {
    platform.misbehave({ kind: 'halfMessage', apicode: 'C_SIGN_IN' });
    client.sendBytes(client.packet('C_SIGN_IN', '{"personId":"P1","type":"1","recordTime":1}'));
    await client.closed();
    expect(client.replies).toEqual([]);
    expect(platform.punches[0]?.reply).toBe('lost');
  });

  it('glues two replies, and trickles one byte by byte', async () => {
    platform.misbehave({ kind: 'glue', times: 2, holdMs: 5_000 });
    client.sendBytes(client.packet('C_HEARTBEAT', HEARTBEAT));
    client.sendBytes(client.packet('C_HEARTBEAT', HEARTBEAT));
    expect([(await client.reply()).success, (await client.reply()).success]).toEqual([true, true]);
    platform.misbehave({ kind: 'trickle' });
    expect(await client.heartbeat()).toEqual([]);
  });

  it('adds fields that a reader of protobuf skips', async () => {
    platform.misbehave({ kind: 'unknownFields' });
    expect(await client.heartbeat()).toEqual([]);
  });

  it.each(['huge', 'endless'] as const)('writes a %s length before a reply', async (form) => {
    platform.misbehave({ kind: 'badLength', form, apicode: 'C_SIGN_IN' });
    client.sendBytes(client.packet('C_SIGN_IN', '{"personId":"P1","type":"1","recordTime":1}'));
    await platform.until(() => platform.punches[0]?.reply === 'lost');
    expect(client.replies).toEqual([]);
  });

  it('garbles a reply', async () => {
    platform.misbehave({ kind: 'garble' });
    client.sendBytes(client.packet('C_SIGN_IN', '{"personId":"P1","type":"1","recordTime":1}'));
    await platform.until(() => platform.punches[0]?.reply === 'lost');
  });

  it('has a clock that is off until it is stopped', async () => {
    const stop = platform.misbehave({ kind: 'clockOff', ms: 3_600_000 });
    expect(codeOf(await client.authenticate())).toBe('400_05');
    const response = await fetch(platform.httpAddress);
    expect(Math.round((Date.parse(response.headers.get('date') ?? '') - Date.now()) / 60_000)).toBe(60);
    stop();
    expect((await client.authenticate()).success).toBe(true);
  });

  it('hangs, always, until it behaves again', async () => {
    platform.misbehave({ kind: 'hang', times: 'always' });
    client.sendBytes(client.packet('C_HEARTBEAT', HEARTBEAT));
    client.sendBytes(client.packet('C_HEARTBEAT', HEARTBEAT));
    await platform.until(() => platform.requests.filter(({ outcome }) => outcome === 'hung').length === 2);
    platform.behave();
    expect(await client.heartbeat()).toEqual([]);
    expect(client.replies).toEqual([]);
  });
});

describe('misbehaviour over HTTP', () => {
  const ask = async (taskid: string, page: number): Promise<string> => {
    const param = JSON.stringify({ currentPage: page, totalPage: 1, size: 10 });
    return client.postForText('T_SEND_PERSON', `${taskid}T_SEND_PERSON${param}`, { taskid, param });
  };
  const onePerson = (): string => platform.order.sendPeople([{ id: '4508004291609636864', name: '单雄信', photos: [JPEG] }]);

  it('signs wrongly', async () => {
    const taskid = onePerson();
    platform.misbehave({ kind: 'wrongSign' });
    const [wrong, right] = [await ask(taskid, 1), await ask(taskid, 1)].map(
      (text) => JSON.parse(text) as Record<string, unknown>,
    );
    const sign = md5(`v1.0.0true${taskid}${JSON.stringify(right?.['response'])}bench-secret`);
    expect(right?.['sign']).toBe(sign);
    expect(wrong?.['sign']).not.toBe(sign);
  });

  it('prints unquoted keys, and bare ids, and signs what it printed', async () => {
    const taskid = onePerson();
    platform.misbehave({ kind: 'unquotedKeys' });
    platform.dialect.ids = 'number';
    platform.dialect.imgUrls = 'single';
    const text = await ask(taskid, 1);
    const response = /response:(\{.*\}),sign/.exec(text)?.[1] ?? '';
    expect(response).toMatch(/^\{data:\[\{personId:4508004291609636864,name:"单雄信",imgUrls:"http/);
    expect(text).toContain(`sign:"${md5(`v1.0.0true${taskid}${response}bench-secret`)}"`);
  });

  it('grows the page count as it is read', async () => {
    const taskid = onePerson();
    platform.misbehave({ kind: 'growPages', by: 2, times: 'always' });
    const totals = [];
    for (const page of [1, 2, 3])
      totals.push(
        (JSON.parse(await ask(taskid, page)) as { readonly response: { readonly totalPage: number } }).response.totalPage,
      );
    expect(totals).toEqual([2, 3, 3]);
  });

  it('sends a person twice, and members that are none', async () => {
    const taskid = onePerson();
    platform.misbehave({ kind: 'repeatPeople' }, { kind: 'badPeople' });
    const { response } = JSON.parse(await ask(taskid, 1)) as { readonly response: { readonly data: readonly unknown[] } };
    expect(response.data[0]).toBeNull();
    expect(response.data.slice(-2)).toMatchObject([{ name: '单雄信' }, { name: '单雄信' }]);
  });

  it('garbles a body, halves one, cuts one', async () => {
    const taskid = onePerson();
    platform.misbehave({ kind: 'garble' });
    const garbled = await ask(taskid, 1);
    expect(garbled).not.toBe(await ask(taskid, 1));
    platform.misbehave({ kind: 'halfMessage' });
    await expect(ask(taskid, 1)).rejects.toThrow();
    platform.misbehave({ kind: 'dropConnection' });
    await expect(ask(taskid, 1)).rejects.toThrow();
  });

  it.each<[PhotoTrouble, (answer: Response) => Promise<unknown>, unknown]>([
    ['missing', async ({ status }) => status, 404],
    ['tooBig', async (answer) => (await answer.arrayBuffer()).byteLength, JPEG.length + 6 * 1024 * 1024],
    ['notPicture', async (answer) => (await answer.text()).slice(0, 6), '<html>'],
    ['noFace', async (answer) => Buffer.from(await answer.arrayBuffer()).toString('hex').replace(/^(ffd8).*(ffd9)$/, '$1$2'), 'ffd8ffd9'], // prettier-ignore
    ['redirect', async (answer) => [answer.redirected, (await answer.arrayBuffer()).byteLength], [true, JPEG.length]],
    ['cut', async (answer) => answer.arrayBuffer().catch(() => 'cut'), 'cut'],
  ])('spoils a photograph: %s', async (what, probe, expected) => {
    const { response } = JSON.parse(await ask(onePerson(), 1)) as {
      readonly response: { readonly data: readonly { readonly imgUrls: readonly string[] }[] };
    };
    const url = response.data[0]?.imgUrls[0] ?? '';
    platform.misbehave({ kind: 'photo', what, personId: 'another' }, { kind: 'photo', what, personId: '4508004291609636864' });
    expect(await probe(await fetch(url))).toEqual(expected);
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(JPEG);
  });
});
