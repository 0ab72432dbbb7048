import { createHash, generateKeyPairSync, privateDecrypt, constants } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { startZhejiangPlatform, type ZhejiangOptions, type ZhejiangPlatform } from '../../bench-platform/zhejiang/platform.ts';
import { BareClient, type HttpReply, md5, stamp, type TcpReply } from './bare-client.ts';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, 7)]);
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function platformWith(options: ZhejiangOptions = {}): Promise<ZhejiangPlatform> {
  const platform = await startZhejiangPlatform(options);
  open.push(platform);
  return platform;
}

function clientOf(platform: ZhejiangPlatform, sn?: string): BareClient {
  const client = new BareClient(platform, sn);
  open.push(client);
  return client;
}

async function authenticated(
  options: ZhejiangOptions = {},
): Promise<{ readonly platform: ZhejiangPlatform; readonly client: BareClient }> {
  const platform = await platformWith(options);
  const client = clientOf(platform);
  await client.authenticate();
  return { platform, client };
}

const codeOf = (reply: TcpReply | HttpReply): unknown => {
  const error: unknown = typeof reply.error === 'string' ? JSON.parse(reply.error) : reply.error;
  return (error as { readonly errorcode: string }).errorcode;
};

const personParam = (page: number): string => JSON.stringify({ currentPage: page, totalPage: 1, size: 2 });

describe('TCP', () => {
  it('gives a token for a right C_AUTH, which then serves a heartbeat and a punch with its picture', async () => {
    const { platform, client } = await authenticated();
    expect(client.token).toMatch(/^[0-9a-f]{32}$/);
    expect(await client.heartbeat()).toEqual([]);
    const recordTime = Date.now();
    expect(await client.signIn('P1', recordTime, JPEG)).toMatchObject({ success: true, apicode: 'C_SIGN_IN', error: '' });
    const [punch] = platform.punches;
    expect(punch).toMatchObject({ sn: '1388186', personId: 'P1', type: '1', recordTime, isRepeat: false, remarks: [] });
    expect(punch?.record).toEqual({ personId: 'P1', type: '1', recordTime });
    expect(punch?.picture).toEqual(JPEG);
    await platform.until(() => punch?.reply === 'sent');
    expect(platform.isConnected('1388186')).toBe(true);
  });

  it.each([
    ['400_04', { sign: 'A'.repeat(32) }],
    ['401_02', { accessId: 'other' }],
    ['404_01', { timeStamp: '2021-03-28' }],
    ['404_01', { timeStamp: '20211328031608' }],
    ['400_05', { timeStamp: stamp(Date.now() - 3_600_000) }],
    ['402_01', { version: '' }],
    ['402_02', { sn: '' }],
    ['402_05', { timeStamp: '' }],
    ['402_07', { sign: '' }],
  ])('refuses C_AUTH with %s for %o', async (code, change) => {
    const client = clientOf(await platformWith());
    const reply = await client.authenticate(change);
    expect(reply).toMatchObject({ success: false, apicode: 'C_AUTH', response: '' });
    expect(codeOf(reply)).toBe(code);
  });

  it('minds an upper-case sign', async () => {
    const { client } = await authenticated();
    const timeStamp = stamp();
    const param = '{"deviceVersion":"v1","deviceIp":"127.0.0.1"}';
    const sign = md5(`v1.0.01388186${client.token}C_HEARTBEAT${timeStamp}${param}bench-secret`);
    expect(await client.call('C_HEARTBEAT', param, param, { timeStamp, sign })).toMatchObject({ success: true });
    expect(codeOf(await client.call('C_HEARTBEAT', param, param, { timeStamp, sign: sign.toUpperCase() }))).toBe('400_04');
  });

  it.each([
    ['403_01', '{"personId":"P1","type":"3","recordTime":1}'],
    ['403_02', '{"personId":"P1","type":"1","bitType":"5","recordTime":1}'],
    [
      '403_03',
      '{"personId":"P1","type":"16","qrCodeInfo":{"type":"3","codeColor":"red","codeValue":"x","cityCode":"100000"},"recordTime":1}',
    ],
    ['400_02', '{"type":"1","recordTime":1}'],
    ['400_02', '{"personId":"P1","type":"1"}'],
    ['400_02', '{personId:"P1",type:"1",recordTime:1}'],
    ['402_06', ''],
  ])('refuses a punch with %s for %s and keeps nothing', async (code, param) => {
    const { platform, client } = await authenticated();
    expect(codeOf(await client.call('C_SIGN_IN', param))).toBe(code);
    expect(platform.punches).toEqual([]);
  });

  it('takes a code without colour and division, which 2.3.2 does not require, and no colour of its own', async () => {
    const { platform, client } = await authenticated();
    const punch = (qrCodeInfo: object): string => JSON.stringify({ personId: 'P1', type: '1', qrCodeInfo, recordTime: 1 });
    expect(await client.call('C_SIGN_IN', punch({ type: '1', codeValue: 'SG1:V' }))).toMatchObject({ success: true });
    expect(codeOf(await client.call('C_SIGN_IN', punch({ type: '2', codeColor: 'blue', codeValue: 'V' })))).toBe('400_02');
    expect(codeOf(await client.call('C_SIGN_IN', punch({ type: '2', codeColor: 'red' })))).toBe('400_02');
    expect(platform.punches).toHaveLength(1);
  });

  it('takes the types of the printed example with a remark, and refuses them when it is strict', async () => {
    const { platform, client } = await authenticated();
    const printed = '{"personId":"P1","type":1,"recordTime":"1609744974000"}';
    expect(await client.call('C_SIGN_IN', printed)).toMatchObject({ success: true });
    expect(platform.punches[0]?.remarks).toHaveLength(2);
    platform.dialect.strictTypes = true;
    expect(codeOf(await client.call('C_SIGN_IN', printed))).toBe('400_02');
  });

  it('lets a token die of idleness', async () => {
    const { client } = await authenticated({ tokenIdleMs: -1 });
    expect(codeOf(await client.call('C_HEARTBEAT', '{"deviceVersion":"1","deviceIp":"1"}'))).toBe('401_01');
  });

  it('refuses the token of another device', async () => {
    const { platform, client } = await authenticated();
    const thief = clientOf(platform, '2');
    thief.token = client.token;
    expect(codeOf(await thief.call('C_HEARTBEAT', '{"deviceVersion":"1","deviceIp":"1"}'))).toBe('400_04');
  });

  it.each([
    ['a length that never ends', Buffer.alloc(8, 0xff)],
    ['a length of 4 GiB', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f])],
    ['no protobuf', Buffer.from([2, 0x0b, 0x0b])],
  ])('drops a connection that sends %s and serves the next', async (_, bytes) => {
    const platform = await platformWith();
    const client = clientOf(platform);
    client.sendBytes(bytes);
    await client.closed();
    expect(await clientOf(platform).authenticate()).toMatchObject({ success: true });
    expect(platform.requests[0]?.outcome).toMatch(/^malformed/);
  });

  it('takes two requests that come in one piece', async () => {
    const { client } = await authenticated();
    const param = '{"deviceVersion":"1","deviceIp":"1"}';
    client.sendBytes(Buffer.concat([client.packet('C_HEARTBEAT', param), client.packet('C_HEARTBEAT', param)]));
    expect([(await client.reply()).success, (await client.reply()).success]).toEqual([true, true]);
  });
});

interface PeoplePage {
  readonly data: readonly { readonly personId: string; readonly imgUrls: readonly string[] }[];
}

describe('tasks', () => {
  it('hands out people page by page, with signed replies and photographs at their addresses', async () => {
    const { platform, client } = await authenticated();
    const people = ['P1', 'P2', 'P3'].map((id) => ({ id, name: `名${id}`, photos: [JPEG] }));
    const taskid = platform.order.sendPeople(people);
    expect(await client.heartbeat()).toEqual([taskid]);
    expect(taskid).toMatch(/^\d{19}$/);

    const ask = JSON.stringify({ taskids: [taskid] });
    const tasks = await client.post('T_GET_TASKS', `T_GET_TASKS${ask}`, { param: ask });
    expect(tasks).toMatchObject({ success: true, response: { tasks: [{ taskid, apicode: 'T_SEND_PERSON' }] } });
    expect(tasks['sign']).toBe(md5(`v1.0.0true${JSON.stringify(tasks['response'])}bench-secret`));

    const pages: PeoplePage[] = [];
    for (const page of [1, 2]) {
      const param = personParam(page);
      const reply = await client.post('T_SEND_PERSON', `${taskid}T_SEND_PERSON${param}`, { taskid, param });
      expect(reply['sign']).toBe(md5(`v1.0.0true${taskid}${JSON.stringify(reply['response'])}bench-secret`));
      pages.push(reply['response'] as PeoplePage);
    }
    expect(pages).toMatchObject([
      { currentPage: 1, totalPage: 2, data: [{ personId: 'P1', name: '名P1' }, { personId: 'P2' }] },
      { currentPage: 2, totalPage: 2, data: [{ personId: 'P3' }] },
    ]);
    const photo = await fetch(pages[0]?.data[0]?.imgUrls[0] ?? '');
    expect(Buffer.from(await photo.arrayBuffer())).toEqual(JPEG);

    const failedFaces = [{ personId: 'P2', errCode: '404_2' }];
    const report = JSON.stringify({
      task: [{ taskid, status: 1, failedPersons: [], failedFaces }],
      personCount: 3,
      faceCount: 2,
    });
    const taken = await client.post('T_UPDATE_TASKS_STATUS', `T_UPDATE_TASKS_STATUS${report}`, { param: report });
    expect(taken).toMatchObject({ success: true, sign: md5('v1.0.0truebench-secret') });
    expect(platform.taskReports).toMatchObject([
      { taskid, status: 1, personCount: 3, faceCount: 2, failedPersons: [], failedFaces },
    ]);
    expect(await client.heartbeat()).toEqual([]);
    platform.order.again(taskid);
    expect(await client.heartbeat()).toEqual([taskid]);
  });

  it('takes a param that is an object, as 3.2.4 prints it', async () => {
    const { platform, client } = await authenticated();
    const taskid = platform.order.clearPeople({ sn: '1388186' });
    const param = { task: [{ taskid, status: 3 }], personCount: 0, faceCount: 0 };
    await client.post('T_UPDATE_TASKS_STATUS', `T_UPDATE_TASKS_STATUS${JSON.stringify(param)}`, { param });
    expect(platform.taskReports).toMatchObject([{ taskid, status: 3 }]);
  });

  it('names whom to delete in a reply that is signed without them', async () => {
    const { platform, client } = await authenticated();
    const taskid = platform.order.deletePeople(['P1', 'P2']);
    const reply = await client.post('T_DEL_DEVICE_PERSON', `${taskid}T_DEL_DEVICE_PERSON`, { taskid });
    expect(reply).toMatchObject({
      success: true,
      response: { personIds: ['P1', 'P2'] },
      sign: md5(`v1.0.0true${taskid}bench-secret`),
    });
  });

  it('takes a roster in pages, begun anew by its first page, and minds what was to be left out', async () => {
    const { platform, client } = await authenticated();
    const taskid = platform.order.askRoster(['phone']);
    const person = { personId: 'P1', name: '单雄信', hasImg: 1 };
    const post = async (currentPage: number, one: object, signedOne: object = one): Promise<HttpReply> => {
      const page = (data: readonly object[]): string => JSON.stringify({ currentPage, totalPage: 2, data });
      const signed = `${taskid}T_POST_DEVICE_PERSON${page([signedOne])}`;
      return client.post('T_POST_DEVICE_PERSON', signed, { taskid, param: page([one]) });
    };
    const { personId, ...rest } = person;
    const img = JPEG.toString('base64');
    expect(await post(1, { personId, img, ...rest }, person)).toMatchObject({ success: true });
    await post(1, { personId, img, ...rest }, person);
    await post(2, { ...person, personId: 'P2', phone: '1' });
    const roster = platform.rosters.at(-1);
    expect([...(roster?.pages ?? [])]).toMatchObject([
      [1, [{ personId: 'P1', name: '单雄信', hasImg: 1, imgBytes: JPEG.length }]],
      [2, [{ personId: 'P2', imgBytes: null }]],
    ]);
    expect(platform.requests.at(-1)?.remarks.join()).toMatch(/phone 应排除/);
  });

  it('orders firmware by the task and serves its file, or by the reply', async () => {
    const { platform, client } = await authenticated();
    const taskid = await platform.order.firmware({ version: 'v2.0.0', file: Buffer.from('firmware') });
    const ask = JSON.stringify({ taskids: [taskid] });
    const reply = await client.post('T_GET_TASKS', `T_GET_TASKS${ask}`, { param: ask });
    const { tasks } = reply['response'] as { readonly tasks: readonly { readonly param: string }[] };
    const param = tasks[0]?.param ?? '';
    const { downloadUrl, ...rest } = JSON.parse(param) as { readonly downloadUrl: string };
    expect(rest).toEqual({ version: 'v2.0.0', size: 8 });
    expect(await (await fetch(downloadUrl)).text()).toBe('firmware');
    const call = async (): Promise<HttpReply> =>
      client.post('T_UPDATE_DEVICE_VERSION', `${taskid}T_UPDATE_DEVICE_VERSION${param}`, { taskid, param });
    expect(await call()).not.toHaveProperty('response');
    platform.dialect.firmwareIn = 'reply';
    expect(await call()).toMatchObject({ response: { version: 'v2.0.0', size: 8, downloadUrl } });
  });

  it('refuses a wrong sign, a task of another kind and an absent apicode', async () => {
    const { platform, client } = await authenticated();
    const taskid = platform.order.clearPeople();
    expect(codeOf(await client.post('T_CLEAR_DEVICE_PERSON', `T_CLEAR_DEVICE_PERSON${taskid}`, { taskid }))).toBe('400_04');
    expect(codeOf(await client.post('T_DEL_DEVICE_PERSON', `${taskid}T_DEL_DEVICE_PERSON`, { taskid }))).toBe('400_02');
    expect(codeOf(await client.post('', '', {}))).toBe('400_01');
    expect(codeOf(await client.post('T_GET_TASKS', 'T_GET_TASKS', {}))).toBe('402_06');
  });

  it('pushes a command at once to the device that is connected', async () => {
    const { platform, client } = await authenticated();
    const taskid = platform.order.deletePeople(['P1'], { deliver: 'push', sn: '1388186' });
    const pushed = await client.reply();
    expect(pushed).toMatchObject({ apicode: 'T_DEL_DEVICE_PERSON', success: true, response: JSON.stringify({ taskid }) });
    expect(platform.order.pushCommand({ apicode: 'X_NEW', response: { a: 1 }, sn: 'nobody' })).toBe(0);
  });

  it('encrypts the response, or the whole body, with the public key of the device', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const decrypt = (text: string): string => {
      const bytes = Buffer.from(text, 'base64');
      const blocks = Array.from({ length: bytes.length / 128 }, (_, index) =>
        privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, bytes.subarray(index * 128, (index + 1) * 128)),
      );
      return Buffer.concat(blocks).toString('utf8');
    };
    const platform = await platformWith({ publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })) });
    const client = clientOf(platform);
    client.decode = decrypt;
    await client.authenticate();
    expect(client.token).toMatch(/^[0-9a-f]{32}$/);

    const personIds = Array.from({ length: 30 }, (_, index) => `人员${index}`);
    const taskid = platform.order.deletePeople(personIds);
    const reply = await client.post('T_DEL_DEVICE_PERSON', `${taskid}T_DEL_DEVICE_PERSON`, { taskid });
    expect(JSON.parse(decrypt(String(reply['response'])))).toEqual({ personIds });
    expect(codeOf(await client.post('T_DEL_DEVICE_PERSON', 'wrong', { taskid }))).toBe('400_04');

    platform.dialect.encrypts = 'body';
    const body = await client.postForText('T_DEL_DEVICE_PERSON', `${taskid}T_DEL_DEVICE_PERSON`, { taskid });
    expect(JSON.parse(decrypt(body))).toMatchObject({ success: true, response: { personIds } });
  });
});

describe('what it remembers', () => {
  it('outlives a restart: the token serves, the task waits, a repeat is known as one', async () => {
    const { platform, client } = await authenticated();
    const taskid = platform.order.clearPeople();
    const recordTime = Date.now();
    await client.signIn('P1', recordTime, JPEG);
    const { tcpPort } = platform;
    await platform.restart();
    expect(platform.tcpPort).toBe(tcpPort);
    await client.closed();
    const again = clientOf(platform);
    again.token = client.token;
    expect(await again.heartbeat()).toEqual([taskid]);
    await again.signIn('P1', recordTime, JPEG);
    expect(platform.punches.map(({ isRepeat }) => isRepeat)).toEqual([false, true]);
  });

  it('is saved and restored in another platform', async () => {
    const { platform, client } = await authenticated();
    const taskid = platform.order.sendPeople([{ id: 'P1', name: '单雄信', photos: [JPEG] }]);
    const recordTime = Date.now();
    await client.signIn('P1', recordTime, JPEG);
    const other = await platformWith({ state: platform.saveState() });
    const again = clientOf(other);
    again.token = client.token;
    expect(await again.heartbeat()).toEqual([taskid]);
    const param = personParam(1);
    const reply = await again.post('T_SEND_PERSON', `${taskid}T_SEND_PERSON${param}`, { taskid, param });
    const { data } = reply['response'] as { readonly data: readonly { readonly imgUrls: readonly string[] }[] };
    const photo = Buffer.from(await (await fetch(data[0]?.imgUrls[0] ?? '')).arrayBuffer());
    expect(createHash('sha256').update(photo).digest('hex')).toBe(createHash('sha256').update(JPEG).digest('hex'));
    await again.signIn('P1', recordTime, JPEG);
    expect(other.punches.map(({ isRepeat }) => isRepeat)).toEqual([false, true]);
  });
});
