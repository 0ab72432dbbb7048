import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContentTrouble, PhotoTrouble } from '../../bench-platform/sichuan/misbehaviour.ts';
import { type SichuanPlatform, startSichuanPlatform } from '../../bench-platform/sichuan/platform.ts';
import { now, type Reply, SichuanBareClient } from './sichuan-bare-client.ts';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, 7)]);
const DELAY_MS = 100;

let platform: SichuanPlatform;
let client: SichuanBareClient;

beforeEach(async () => {
  platform = await startSichuanPlatform();
  client = new SichuanBareClient(platform);
});

afterEach(async () => platform.close());

const heartbeat = async (): Promise<Response> => client.post('Online', { sn: 'SC-001', timestamp: now() });
const onePerson = (): string => platform.order.sendPeople([{ id: 'P1', name: '单雄信', photos: [JPEG] }]);

describe('misbehaviour', () => {
  it('cuts the connection before the punch is taken', async () => {
    platform.misbehave({ kind: 'dropConnection', method: 'UploadData' });
    await expect(client.punch('P1', 0)).rejects.toThrow();
    expect(platform.punches).toEqual([]);
    expect(platform.requests.at(-1)?.outcome).toBe('dropped');
  });

  it('takes the punch and loses the reply', async () => {
    platform.misbehave({ kind: 'loseReply', method: 'UploadData', cut: true });
    await expect(client.punch('P1', 0)).rejects.toThrow();
    const punch = await platform.until(() => platform.punches[0]);
    await platform.until(() => punch.reply === 'lost');
    expect(await client.punch('P1', 0)).toMatchObject({ Result: 0 });
    expect(platform.punches.map(({ isRepeat }) => isRepeat)).toEqual([false, true]);
  });

  it('hangs, always, until it behaves again', async () => {
    platform.misbehave({ kind: 'hang', times: 'always' });
    const waiting = client.online().catch(() => 'cut');
    await platform.until(() => platform.requests.at(-1)?.outcome === 'hung');
    platform.behave();
    expect(await client.online()).toMatchObject({ Result: 0 });
    platform.cutConnections();
    expect(await waiting).toBe('cut');
  });

  it('refuses with the Results that were asked for, in their order, only for their method, late', async () => {
    platform.misbehave(
      { kind: 'refuse', result: -4, method: 'UploadData', times: 2 },
      { kind: 'refuse', result: -77, msg: '?', method: 'UploadData' },
      { kind: 'delay', ms: DELAY_MS, method: 'UploadData' },
    );
    expect(await client.online()).toMatchObject({ Result: 0 });
    const sentAtMs = performance.now();
    const replies: Reply[] = [await client.punch('P1', 0)];
    expect(performance.now() - sentAtMs).toBeGreaterThan(DELAY_MS - 5);
    for (let count = 0; count < 3; count++) replies.push(await client.punch('P1', 0));
    expect(replies).toMatchObject([{ Result: -4, Msg: '请求太频繁' }, { Result: -4 }, { Result: -77, Msg: '?' }, { Result: 0 }]);
    expect(platform.punches).toHaveLength(1);
    expect(platform.bench.rules.rules).toEqual([]);
  });

  it('refuses every packet that holds a record of one person', async () => {
    const stop = platform.misbehave({ kind: 'poisonRecord', userId: 'P2' });
    const record = (userId: string) => ({ sn: 'SC-001', userId, type: 1, recogTime: '2026-01-01 08:00:00' });
    const upload = async (...ids: string[]): Promise<number> =>
      (await client.upload(JSON.stringify(ids.map((id) => record(id))))).Result;
    expect([await upload('P1', 'P2'), await upload('P1'), await upload('P2')]).toEqual([-99, 0, -99]);
    stop();
    expect(await upload('P2')).toBe(0);
    expect(platform.punches.map(({ userId }) => userId)).toEqual(['P1', 'P2']);
  });

  it('has a clock that is off until it is stopped, in its Date header too', async () => {
    const stop = platform.misbehave({ kind: 'clockOff', ms: 3_600_000 });
    const response = await heartbeat();
    expect(await response.json()).toMatchObject({ Result: -3, Msg: '数据已失效' });
    expect(Math.round((Date.parse(response.headers.get('date') ?? '') - Date.now()) / 60_000)).toBe(60);
    // Stamps have whole seconds, and some may pass on the way.
    expect(platform.requests.at(-1)?.remarks.join()).toMatch(/-36\d\d s/);
    stop();
    expect(await client.online()).toMatchObject({ Result: 0 });
  });

  it('redirects to another host, where nobody answers', async () => {
    platform.misbehave({ kind: 'redirect' }, { kind: 'redirect', to: 'http://127.0.0.1:1/', status: 302 });
    const first = await heartbeat();
    expect([first.redirected, first.status, first.url]).toEqual([
      true,
      404,
      `http://localhost:${platform.port}/elsewhere/Online`,
    ]);
    expect(platform.requests.map(({ method, outcome }) => [method, outcome])).toEqual([
      ['Online', `307 → http://localhost:${platform.port}/elsewhere/Online`],
      ['POST /elsewhere/Online', '404'],
    ]);
    await expect(heartbeat()).rejects.toThrow();
  });

  it.each([502, 200])('answers a page of HTML with status %i', async (status) => {
    platform.misbehave({ kind: 'httpStatus', status });
    const response = await heartbeat();
    expect([response.status, (await response.text()).slice(0, 6)]).toEqual([status, '<html>']);
  });

  it('garbles a reply, halves one, trickles one', async () => {
    platform.misbehave({ kind: 'garble' });
    const garbled = await (await heartbeat()).text();
    expect([garbled.length, garbled === '{"Result":0,"Content":"","Msg":""}']).toEqual([34, false]);
    platform.misbehave({ kind: 'halfMessage' });
    await expect(client.online()).rejects.toThrow();
    platform.misbehave({ kind: 'trickle', pieceBytes: 5 });
    expect(await client.online()).toMatchObject({ Result: 0 });
  });

  it.each<[ContentTrouble, (reply: Record<string, unknown>) => unknown, unknown]>([
    ['plain', ({ Content }) => Content, [{ Id: 'T1', Type: 1 }]],
    ['plainText', ({ Content }) => Content, '[{"Id":"T1","Type":1}]'],
    ['hex', ({ Content }) => client.decrypt(String(Content), 'hex'), '[{"Id":"T1","Type":1}]'],
    ['empty', ({ Content }) => Content, ''],
    ['null', ({ Content }) => Content, null],
    ['absent', (reply) => 'Content' in reply, false],
    ['notJson', ({ Content }) => client.decrypt(String(Content)).slice(0, 6), '<html>'],
    ['cut', ({ Content }) => Buffer.from(String(Content), 'base64').length % 16 > 0, true],
    ['notText', ({ Content }) => /^[A-Za-z0-9+/=]*$/.test(String(Content)), false],
  ])('spoils a Content that is there: %s', async (form, probe, expected) => {
    platform.misbehave({ kind: 'content', form });
    expect(await client.online()).toMatchObject({ Result: 0, Content: '' });
    platform.order.raw(1, [], { id: 'T1' });
    const reply = (await (await heartbeat()).json()) as Record<string, unknown>;
    expect(reply['Result']).toBe(1);
    expect(probe(reply)).toEqual(expected);
    expect(client.content(await client.online())).toEqual([{ Id: 'T1', Type: 1 }]);
  });

  it.each<ContentTrouble>(['undecryptable', 'otherKey'])('sends whole blocks that do not decrypt: %s', async (form) => {
    platform.order.raw(1, [], { id: 'T1' });
    platform.misbehave({ kind: 'content', form });
    const { Content } = await client.online();
    expect(Buffer.from(Content, 'base64').length % 16).toBe(0);
    expect(platform.bench.cipherFor('SC-001').decrypt(Content, 'base64')).toBeNull();
  });

  it('writes numbers as strings, Msg in GBK, and a huge Content', async () => {
    const id = onePerson();
    platform.misbehave({ kind: 'numbersAsStrings', times: 2 });
    const first = (await client.online()) as unknown as { readonly Result: string; readonly Content: string };
    expect([first.Result, JSON.parse(client.decrypt(first.Content))]).toEqual(['1', [{ Id: id, Type: '1' }]]);
    expect(client.content(await client.taskData(id))).toMatchObject([{ userType: '1' }]);

    platform.misbehave({ kind: 'gbkMsg' }, { kind: 'refuse', result: -99 });
    const bytes = Buffer.from(await (await heartbeat()).arrayBuffer());
    expect(bytes.includes('服务器异常')).toBe(false);
    expect(new TextDecoder('gbk').decode(bytes)).toBe('{"Result":-99,"Content":"","Msg":"服务器异常"}');

    platform.misbehave({ kind: 'huge', bytes: 3 * 1024 * 1024 });
    expect((await client.online()).Content).toHaveLength(3 * 1024 * 1024);
  });

  it.each<[PhotoTrouble, (photo: string | undefined) => unknown, unknown]>([
    ['absent', (photo) => photo, undefined],
    ['empty', (photo) => photo, ''],
    [
      'notPicture',
      (photo) =>
        Buffer.from(photo ?? '', 'base64')
          .toString()
          .slice(0, 6),
      '<html>',
    ],
    [
      'noFace',
      (photo) =>
        Buffer.from(photo ?? '', 'base64')
          .toString('hex')
          .replace(/^(ffd8).*(ffd9)$/, '$1$2'),
      'ffd8ffd9',
    ],
    ['badBase64', (photo) => photo?.[0], '!'],
    ['cut', (photo) => Buffer.from(photo ?? '', 'base64').length, JPEG.length / 2],
    ['tooBig', (photo) => Buffer.from(photo ?? '', 'base64').length, JPEG.length + 6 * 1024 * 1024],
    ['dataUrl', (photo) => photo?.slice(0, 23), 'data:image/jpeg;base64,'],
  ])('spoils a photograph: %s', async (what, probe, expected) => {
    const id = onePerson();
    // sm-crypto would take seconds for the large one.
    platform.dialect.content = 'plain';
    platform.misbehave({ kind: 'photo', what, userId: 'another' }, { kind: 'photo', what, userId: 'P1' });
    const photoOf = async (): Promise<string | undefined> => {
      const { Content } = (await client.taskData(id)) as unknown as { readonly Content: readonly { readonly photo?: string }[] };
      return Content[0]?.photo;
    };
    expect(probe(await photoOf())).toEqual(expected);
    expect(await photoOf()).toBe(JPEG.toString('base64'));
  });

  it('sends people twice, and members that are none', async () => {
    const id = platform.order.removePeople(['P1'], 1);
    platform.misbehave({ kind: 'repeatPeople' }, { kind: 'badPeople' });
    const people = client.content(await client.taskData(id)) as readonly unknown[];
    expect(people[0]).toBeNull();
    expect(people.slice(-3)).toMatchObject([{ delType: 9 }, { userId: 'P1', delType: 1 }, { userId: 'P1', delType: 1 }]);
  });
});
