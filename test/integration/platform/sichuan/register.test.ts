import { describe, expect, test } from 'vitest';
import { worker } from '../../../unit/platform/sichuan/worker.ts';
import { open, seal } from './far-end.ts';
import { scene } from './scene.ts';

const hourly = { config: { heartbeatSeconds: 3_600 } };

describe('RegistData', () => {
  test('sends every field as multipart form data, three of them encrypted, and gives the userId', async () => {
    const photograph = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(200_000, 'x')]);
    const { farEnd, client } = await scene(undefined, hourly);
    expect(await client.register({ ...worker, photograph })).toEqual({ kind: 'registered', userId: '100200' });
    const [asked] = farEnd.of('RegistData');
    expect(asked?.contentType).toMatch(/^multipart\/form-data; boundary=/);
    expect(asked?.isSignRight).toBe(true);
    const { Idno = '', idphoto = '', photo = '', timestamp, sign, ...clear } = asked?.fields ?? {};
    expect(open(Idno)).toBe('11010519491231002X');
    expect(open(idphoto)).toBe('/9j/');
    expect(open(photo)).toBe(photograph.toString('base64'));
    expect([timestamp, sign]).toEqual([expect.stringMatching(/^\d{10}$/), expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(clear).toEqual({
      Name: '单雄信',
      gender: '2',
      nation: '汉',
      birthday: '1949-12-31',
      address: '北京市朝阳区一号',
      idissue: '北京市公安局朝阳分局',
      idperiod: '20010101-长期',
      userType: '1',
      sn: 'SN-1001',
    });
  });

  test('takes the userId encrypted, and as a number of 19 digits', async () => {
    const { farEnd, client } = await scene(undefined, hourly);
    farEnd.answer = ({ method }) =>
      method === 'RegistData' ? { Result: 0, Content: seal('{"userId":4508004291609636864}') } : undefined;
    expect(await client.register(worker)).toEqual({ kind: 'registered', userId: '4508004291609636864' });
  });

  test('with something wrong is not sent, and tells what', async () => {
    const { farEnd, client } = await scene(undefined, hourly);
    const outcome = await client.register({ ...worker, name: '', idNumber: '1' });
    expect(outcome).toEqual({
      kind: 'invalid',
      problems: [
        { field: 'name', problem: 'missing' },
        { field: 'idNumber', problem: 'malformed' },
      ],
    });
    expect(farEnd.of('RegistData')).toEqual([]);
  });

  test('that is refused gives the platform’s words to whoever stands before the screen, and not to the log', async () => {
    const { farEnd, host, client } = await scene(undefined, hourly);
    farEnd.answer = ({ method }) => (method === 'RegistData' ? { Result: -12, Msg: '身份证照片不清晰' } : undefined);
    expect(await client.register(worker)).toEqual({
      kind: 'refused',
      result: -12,
      reason: 'unlisted',
      message: '身份证照片不清晰',
    });
    expect(JSON.stringify(host.lines)).not.toMatch(/身份证照片|单雄信|1101051949/);
  });

  test('that ends without a userId, or without an answer, is a fault', async () => {
    const { farEnd, client } = await scene(undefined, hourly);
    farEnd.answer = ({ method }) => (method === 'RegistData' ? { Result: 0, Content: '' } : undefined);
    await expect(client.register(worker)).rejects.toMatchObject({ code: 'platform.badReply' });
    await farEnd.close();
    await expect(client.register(worker)).rejects.toMatchObject({ code: 'platform.offline' });
  });
});
