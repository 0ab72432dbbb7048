import { afterEach, describe, expect, it } from 'vitest';
import { type SichuanOptions, type SichuanPlatform, startSichuanPlatform } from '../../bench-platform/sichuan/platform.ts';
import { beijing, now, type Reply, SichuanBareClient } from './sichuan-bare-client.ts';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, 7)]);
const open: SichuanPlatform[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function started(options: SichuanOptions = {}) {
  const platform = await startSichuanPlatform(options);
  open.push(platform);
  return { platform, client: new SichuanBareClient(platform) };
}

const person = (id: string) => ({ id, name: `名${id}`, photos: [JPEG] });
const remarksOf = (platform: SichuanPlatform): readonly string[] => platform.requests.flatMap(({ remarks }) => remarks);
const resultsOf = (replies: readonly Reply[]): readonly number[] => replies.map(({ Result }) => Result);

describe('who may speak', () => {
  it('answers a right heartbeat as the document prints it, without a remark', async () => {
    const { platform, client } = await started();
    const response = await client.post('Online', { sn: 'SC-001', timestamp: now() });
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.text()).toBe('{"Result":0,"Content":"","Msg":""}');
    expect(platform.requests).toMatchObject([{ method: 'Online', sn: 'SC-001', outcome: '0 成功', remarks: [] }]);
    expect(platform.bench.devices.get('SC-001')).toMatchObject({ heartbeats: 1 });
  });

  it('knows its devices, each with its secret', async () => {
    const { platform } = await started({ devices: { A: 'secret-of-A-16-b', B: 'secret-of-B-16-b' } });
    const replies = [];
    for (const [sn, secret] of [
      ['A', 'secret-of-A-16-b'],
      ['A', 'secret-of-B-16-b'],
      ['C', 'secret-of-A-16-b'],
    ] as const)
      // prettier-ignore
      replies.push(await new SichuanBareClient(platform, { sn, secret }).online());
    expect(replies).toEqual([
      { Result: 0, Content: '', Msg: '' },
      { Result: -2, Content: '', Msg: '签名不正确' },
      { Result: -1, Content: '', Msg: '设备序列号不存在' },
    ]);
  });

  it('minds the case of the sign, and says that it was the case', async () => {
    const { platform, client } = await started();
    const timestamp = now();
    const sign = client.sign(`SC-001${timestamp}`).toUpperCase();
    const ask = async (): Promise<Reply> => client.call('Online', { sn: 'SC-001', timestamp }, { sign });
    expect(await ask()).toMatchObject({ Result: -2 });
    expect(remarksOf(platform).join()).toMatch(/大小写/);
    platform.dialect.signCase = 'upper';
    expect(await ask()).toMatchObject({ Result: 0 });
    platform.dialect.signCase = 'any';
    expect(await client.online()).toMatchObject({ Result: 0 });
  });

  it('refuses a time stamp that is off by more than 5 minutes, or is none', async () => {
    const { client } = await started();
    const seconds = Math.floor(Date.now() / 1000);
    const stamps = [seconds - 310, seconds - 290, seconds + 290, seconds + 310, seconds * 1000, '2026-01-01', ''].map(String);
    const replies = [];
    for (const timestamp of stamps) replies.push(await client.call('Online', { sn: 'SC-001', timestamp }));
    expect(resultsOf(replies)).toEqual([-3, 0, 0, -3, -3, -3, -3]);
  });

  it('takes yyyyMMddHHmmss of Beijing where that is its way', async () => {
    const { client } = await started({ dialect: { timestamp: 'yyyyMMddHHmmss' } });
    const replies = [];
    for (const timestamp of [beijing(Date.now()).replace(/\D/g, ''), now()])
      // prettier-ignore
      replies.push(await client.call('Online', { sn: 'SC-001', timestamp }));
    expect(resultsOf(replies)).toEqual([0, -3]);
  });

  it('says that heartbeats come too often where it was told a least interval', async () => {
    const { client } = await started({ minOnlineMs: 60_000 });
    expect(resultsOf([await client.online(), await client.online()])).toEqual([0, -4]);
  });

  it('remarks on a form of the wrong kind and refuses what is none', async () => {
    const { platform, client } = await started();
    const timestamp = now();
    const form = new FormData();
    const values = { sn: 'SC-001', timestamp, sign: client.sign(`SC-001${timestamp}`) };
    for (const [name, value] of Object.entries(values)) form.set(name, value);
    const send = async (body: FormData | string): Promise<Reply> =>
      (await fetch(`${platform.baseUrl}/Online`, { method: 'POST', body })).json() as Promise<Reply>;
    expect(await send(form)).toMatchObject({ Result: 0 });
    expect(platform.requests[0]?.remarks).toEqual(['Content-Type 应为 / should be application/x-www-form-urlencoded']);
    expect(await send(JSON.stringify(values))).toMatchObject({ Result: -99 });
    expect((await fetch(`${platform.baseUrl}/Online`)).status).toBe(405);
    expect((await fetch(`${platform.baseUrl}/Nothing`, { method: 'POST' })).status).toBe(404);
  });

  it('needs an SM4 key of 16 bytes', async () => {
    await expect(startSichuanPlatform({ secret: 'short' })).rejects.toThrow(/SM4/);
    const { client } = await started({ sm4Key: Buffer.from('bench-secret-16b').toString('hex'), sm4Iv: 'bench-secret-16b' });
    expect(await client.punch('P1', Date.now())).toMatchObject({ Result: 0 });
  });
});

describe('tasks', () => {
  it('go out by heartbeat, content and result, and are gone then', async () => {
    const { platform, client } = await started();
    const id = platform.order.sendPeople([person('P1'), person('P2')], { userType: 2 });
    expect(id).toMatch(/^\d{19}$/);
    const heartbeat = await client.online();
    expect(heartbeat.Result).toBe(1);
    expect(client.content(heartbeat)).toEqual([{ Id: id, Type: 1 }]);
    const data = await client.taskData(id);
    expect(data).toMatchObject({ Result: 0, Msg: '' });
    const photo = JPEG.toString('base64');
    expect(client.content(data)).toEqual([
      { userId: 'P1', name: '名P1', userType: 2, photo },
      { userId: 'P2', name: '名P2', userType: 2, photo },
    ]);
    expect(await client.result(id, '1', 'P2:无人脸')).toEqual({ Result: 0, Content: '', Msg: '' });
    expect(platform.taskResults).toMatchObject([{ sn: 'SC-001', id, result: 1, msg: 'P2:无人脸', isRepeat: false }]);
    expect(await client.online()).toMatchObject({ Result: 0 });
    expect(await client.taskData(id)).toMatchObject({ Result: -3 });
    expect(remarksOf(platform)).toEqual([]);
    platform.order.again(id);
    expect(await client.online()).toMatchObject({ Result: 1 });
  });

  it('remove people for each reason, under the names that were sent, with either numbers', async () => {
    const { platform, client } = await started();
    platform.order.sendPeople([person('P1')], { sn: 'another' });
    const ids = ([1, 2, 3] as const).map((delType) => platform.order.removePeople(['P1', 'P9'], delType));
    expect(client.content(await client.online())).toEqual(ids.map((Id) => ({ Id, Type: 2 })));
    platform.dialect.taskTypes = 'dictionary';
    expect(client.content(await client.online())).toEqual(ids.map((Id) => ({ Id, Type: 1 })));
    const delTypes = [];
    for (const id of ids) delTypes.push(client.content(await client.taskData(id)));
    expect(delTypes).toEqual([1, 2, 3].map((delType) => [
      { userId: 'P1', name: '名P1', delType },
      { userId: 'P9', name: '', delType },
    ])); // prettier-ignore
  });

  it('belong to one device, be it the first that asks', async () => {
    const { platform, client } = await started();
    const other = new SichuanBareClient(platform, { sn: 'SC-002' });
    const [bound, free] = [platform.order.raw(1, [], { sn: 'SC-002', id: '../x?&' }), platform.order.raw(7, [])];
    expect(client.content(await client.online())).toEqual([{ Id: free, Type: 7 }]);
    expect(other.content(await other.online())).toEqual([{ Id: bound, Type: 1 }]);
    expect(resultsOf([await client.taskData('../x?&'), await other.taskData('../x?&'), await other.taskData('none')])).toEqual([
      -3, 0, -3,
    ]);
  });

  it('need a reason for a failure, and a result of the dictionary', async () => {
    const { platform, client } = await started();
    const id = platform.order.raw(1, []);
    expect(
      resultsOf([await client.result(id, '1'), await client.result(id, '2', 'x'), await client.result('none', '0')]),
    ).toEqual([-99, -99, -3]);
    expect(platform.taskResults).toEqual([]);
    expect(await client.result(id, '0', '')).toMatchObject({ Result: 0 });
    expect(remarksOf(platform)).toContain('任务未领取 / this task was not fetched');
  });

  it('take a second result, or call it lapsed', async () => {
    const { platform, client } = await started();
    const id = platform.order.raw(1, []);
    await client.taskData(id);
    const replies = [await client.result(id, '0'), await client.result(id, '0')];
    platform.dialect.secondResult = 'lapsed';
    replies.push(await client.result(id, '0'));
    expect(resultsOf(replies)).toEqual([0, 0, -3]);
    expect(platform.taskResults.map(({ isRepeat }) => isRepeat)).toEqual([false, true]);
  });

  it('have ids as bare numbers, and content as plain JSON, where that is its way', async () => {
    const { platform, client } = await started({ dialect: { ids: 'number', content: 'plain' } });
    const id = platform.order.sendPeople([{ id: '4508004291609636864', name: '7', photos: [] }]);
    const ask = async (method: string, values: Record<string, string>): Promise<string> =>
      (await client.post(method, { sn: 'SC-001', ...values, timestamp: now() })).text();
    expect(await ask('Online', {})).toBe(`{"Result":1,"Content":[{"Id":${id},"Type":1}],"Msg":""}`);
    expect(await ask('GetTaskData', { id })).toBe(
      '{"Result":0,"Content":[{"userId":4508004291609636864,"name":"7","userType":1}],"Msg":""}',
    );
  });
});

describe('punches', () => {
  it('arrive in packets with direction and Beijing time, and a repeat is known as one', async () => {
    const { platform, client } = await started();
    const atMs = Date.parse('2026-01-31T23:59:59+08:00');
    const record = (userId: string, type: number): string =>
      `{"sn":"SC-001","userId":"${userId}","type":${type},"recogTime":"2026-01-31 23:59:59"}`;
    expect(await client.upload(`[${record('P1', 1)}, ${record('P2', 2)}]`)).toEqual({ Result: 0, Content: '', Msg: '' });
    await client.upload(`[${record('P2', 2)}]`);
    await client.upload(`[${record('P2', 2).replace('"type"', ' "type"')}]`);
    await platform.until(() => platform.punches[3]?.reply === 'sent');
    expect(platform.punches).toMatchObject([
      { userId: 'P1', type: 1, recogAtMs: atMs, packet: 1, packetSize: 2, isRepeat: false, reply: 'sent', remarks: [] },
      { userId: 'P2', type: 2, recordText: record('P2', 2), packet: 1, isRepeat: false },
      { userId: 'P2', packet: 2, packetSize: 1, isRepeat: true, remarks: [] },
      { userId: 'P2', packet: 3, isRepeat: true, remarks: ['重发内容不同 / a repeat that is not the same'] },
    ]);
  });

  it.each([
    ['is no JSON', '[{"sn"'],
    ['is no list', '{"sn":"SC-001"}'],
    ['is empty', '[]'],
    ['has 11 records', JSON.stringify(Array.from({ length: 11 }, (_, n) => ({ sn: 'SC-001', userId: `P${n}`, type: 1, recogTime: '2026-01-01 08:00:00' })))],
    ['names another device', '[{"sn":"SC-002","userId":"P1","type":1,"recogTime":"2026-01-01 08:00:00"}]'],
    ['has no direction', '[{"sn":"SC-001","userId":"P1","recogTime":"2026-01-01 08:00:00"}]'],
    ['has a direction that the dictionary lacks', '[{"sn":"SC-001","userId":"P1","type":3,"recogTime":"2026-01-01 08:00:00"}]'],
    ['has no such date', '[{"sn":"SC-001","userId":"P1","type":1,"recogTime":"2026-04-31 08:00:00"}]'],
    ['has another form of time', '[{"sn":"SC-001","userId":"P1","type":1,"recogTime":"2026-01-01T08:00:00"}]'],
    ['has one bad record', '[{"sn":"SC-001","userId":"P1","type":1,"recogTime":"2026-01-01 08:00:00"},null]'],
  ])('are refused whole, with a reason, when the packet %s', async (_, data) => {
    const { platform, client } = await started();
    const reply = await client.upload(data);
    expect(reply.Result).toBe(-99);
    expect(reply.Msg).not.toBe('');
    expect(platform.punches).toEqual([]);
  }); // prettier-ignore

  it('are refused when they do not decrypt, or a plus sign was not encoded', async () => {
    const { platform, client } = await started();
    expect(await client.call('UploadData', { sn: 'SC-001', data: 'AAAA', timestamp: now() })).toMatchObject({ Result: -99 });
    const data = '+'.repeat(24);
    const timestamp = now();
    const body = `sn=SC-001&data=${data}&timestamp=${timestamp}&sign=${client.sign(`SC-001${data}${timestamp}`)}`;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const response = await fetch(`${platform.baseUrl}/UploadData`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ Result: -2 });
    expect(remarksOf(platform).join()).toMatch(/“\+” 未转义/);
  });

  it('may have their numbers as texts with a remark, unless it is strict', async () => {
    const { platform, client } = await started();
    const data = '[{"sn":"SC-001","userId":7,"type":"2","recogTime":"2026-01-01 08:00:00"}]';
    expect(await client.upload(data)).toMatchObject({ Result: 0 });
    expect(platform.punches).toMatchObject([{ userId: '7', type: 2 }]);
    expect(remarksOf(platform)).toHaveLength(2);
    platform.dialect.strictTypes = true;
    expect(await client.upload(data)).toMatchObject({ Result: -99 });
  });

  it('may be signed as plaintext and written as hex, where that is its way', async () => {
    const { platform, client } = await started({ dialect: { signs: 'plaintext', cipherText: 'hex' } });
    const plain = `[{"sn":"SC-001","userId":"P1","type":1,"recogTime":"2026-01-01 08:00:00"}]`;
    const data = Buffer.from(client.encrypt(plain), 'base64').toString('hex');
    const timestamp = now();
    const sign = client.sign(`SC-001${plain}${timestamp}`);
    expect(await client.call('UploadData', { sn: 'SC-001', data, timestamp }, { sign })).toMatchObject({ Result: 0 });
    expect(platform.punches).toHaveLength(1);
  });
});

describe('registrations', () => {
  const idno = '51010119900101001X';
  const fields = (client: SichuanBareClient, change: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    Idno: client.encrypt(idno),
    Name: '单雄信',
    gender: '1',
    nation: '汉',
    birthday: '1990-01-01',
    address: '四川省成都市',
    idissue: '成都市公安局',
    idperiod: '20100101-长期',
    idphoto: client.encrypt(JPEG.toString('base64')),
    photo: client.encrypt(JPEG.toString('base64')),
    userType: '1',
    ...change,
  });

  it('give the person a userId, the same for the same ID number', async () => {
    const { platform, client } = await started();
    const replies = [await client.register(fields(client)), await client.register(fields(client, { Name: '单雄' }))];
    const [first, second] = replies.map((reply) => client.content(reply));
    expect(resultsOf(replies)).toEqual([0, 0]);
    expect(first).toEqual({ userId: expect.stringMatching(/^\d{19}$/) as unknown });
    expect(second).toEqual(first);
    expect(platform.registrations).toMatchObject([
      { sn: 'SC-001', name: '单雄信', userType: 1, fields: { Idno: idno, idperiod: '20100101-长期' }, isRepeat: false },
      { name: '单雄', isRepeat: true },
    ]);
    expect(Buffer.from(platform.registrations[0]?.photo ?? [])).toEqual(JPEG);
    expect(JSON.stringify(platform.requests)).not.toContain(idno);
  });

  it.each([
    ['gender', '3'],
    ['userType', '0'],
    ['birthday', '19900101'],
    ['idperiod', '2010-2030'],
    ['address', ''],
    ['photo', 'plain'],
    ['Idno', idno],
  ])('are refused with %s %o', async (name, value) => {
    const { platform, client } = await started();
    expect(await client.register(fields(client, { [name]: value }))).toMatchObject({
      Result: -99,
      Msg: expect.stringContaining(name) as unknown,
    });
    expect(platform.registrations).toEqual([]);
  });

  it('are refused with a photograph that is none', async () => {
    const { client } = await started();
    expect(await client.register(fields(client, { photo: client.encrypt('bm90IGEgcGljdHVyZQ==') }))).toMatchObject({
      Result: -99,
    });
  });

  it('are remarked on where number and birthday do not agree', async () => {
    const { platform, client } = await started();
    expect(
      await client.register(fields(client, { birthday: '1990-01-02', Idno: client.encrypt('510101199001010011') })),
    ).toMatchObject({ Result: 0 });
    expect(platform.registrations[0]?.remarks).toHaveLength(2);
  });
});

describe('what it remembers', () => {
  it('outlives a restart on the same port', async () => {
    const { platform, client } = await started();
    const id = platform.order.removePeople(['P1'], 2);
    await client.punch('P1', 0);
    const { port } = platform;
    await platform.restart();
    expect(platform.port).toBe(port);
    expect(client.content(await client.online())).toEqual([{ Id: id, Type: 2 }]);
    await client.punch('P1', 0);
    expect(platform.punches.map(({ isRepeat }) => isRepeat)).toEqual([false, true]);
  });

  it('is saved and restored in another platform', async () => {
    const { platform, client } = await started();
    const id = platform.order.sendPeople([person('P1')]);
    await client.punch('P1', 0);
    const { platform: other, client: again } = await started({ state: platform.saveState() });
    expect(again.content(await again.taskData(id))).toMatchObject([{ userId: 'P1', photo: JPEG.toString('base64') }]);
    await again.punch('P1', 0);
    expect(other.punches).toMatchObject([
      { packet: 1, isRepeat: false },
      { packet: 2, isRepeat: true },
    ]);
  });
});
