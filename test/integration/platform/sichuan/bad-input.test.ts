import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createSichuanClient } from '../../../../src/platform/sichuan/create-sichuan-client.ts';
import { pictures } from '../memory-host.ts';
import { FarEnd, seal, type Asked } from './far-end.ts';
import { person, scene, SichuanHost, told, until, usualConfig } from './scene.ts';

describe('a configuration that cannot work', () => {
  test.each([
    [{ baseUrl: '' }, 'platform.sichuan.baseUrl'],
    [{ baseUrl: 'ftp://platform.example' }, 'platform.sichuan.baseUrl'],
    [{ sn: '' }, 'device.sn'],
    [{ secret: '' }, 'platform.sichuan.secret'],
    [{ secret: 'too short' }, 'platform.sichuan.sm4Key'],
    [{ sm4Key: 'too short' }, 'platform.sichuan.sm4Key'],
    [{ sm4Iv: '0'.repeat(33) }, 'platform.sichuan.sm4Iv'],
    [{ caFile: '/nowhere/ca.pem' }, 'platform.sichuan.caFile'],
  ])('%j is refused at the start, with the name of the setting', (change, setting) => {
    const start = () => createSichuanClient({ ...usualConfig('http://127.0.0.1:1'), ...change }, new SichuanHost());
    expect(start).toThrow(expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(setting) }));
  });
});

/** Answers a method badly until told to stop. */
const badly = (method: string, answer: object | string | ((response: ServerResponse) => object | string)) => {
  const state = { isBad: true };
  const give = (asked: Asked, response: ServerResponse) => {
    if (!state.isBad || asked.method !== method) return undefined;
    return typeof answer === 'function' ? answer(response) : answer;
  };
  return { state, give };
};
const list = (id: string) => JSON.stringify([{ Id: id, Type: 1 }]);

describe('Content that cannot be read', () => {
  test.each([
    ['does not decrypt', 'bm90IGNpcGhlcnRleHQ='],
    ['was sealed with another key', seal(list('T1'), 'another-key-of16')],
    ['was sealed with another IV', seal(list('T1'), 'secret-of-a-gate', 'another-iv-of-16')],
    ['decrypts to no JSON', seal('hello')],
  ])('of a heartbeat (%s): shown as such; punches go on; read once it is right', async (_what, Content) => {
    const { state, give } = badly('Online', { Result: 1, Content, Msg: '' });
    const { farEnd, host, client } = await scene((far) => {
      far.tasks.set('T1', []);
      far.answer = give;
    });
    await until(() => expect(host.state).toMatch(/^rejected Online: .*\[platform\.cannotDecrypt\]$/));
    host.outbox.add('a');
    client.punchMade();
    await until(() => expect(host.outbox.waiting()).toBe(0));
    state.isBad = false;
    await told(farEnd, 'T1');
    await until(() => expect(host.state).toBe('ok'));
  });

  test('of a task: shown, the task is kept and carried out once the key fits; the platform is told nothing wrong', async () => {
    const { state, give } = badly('GetTaskData', { Result: 0, Content: seal('[]', 'another-key-of16'), Msg: '' });
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('T1', [person('U1', pictures.face(1))]);
      far.answer = give;
    });
    await until(() => expect(host.state).toMatch(/^rejected GetTaskData: .*\[platform\.cannotDecrypt\]$/));
    await until(() => expect(farEnd.of('GetTaskData').length).toBeGreaterThan(5));
    expect(host.tasks.find('T1')?.state).toBe('accepted');
    state.isBad = false;
    expect(await told(farEnd, 'T1')).toMatchObject({ result: '0' });
    await until(() => expect(host.state).toBe('ok'));
  });

  test.each([
    ['is no list', { Result: 0, Content: { userId: 'U1' } }],
    ['is not there', { Result: 0, Msg: '' }],
    ['is null', { Result: 0, Content: null, Msg: '' }],
    ['is not even an answer', '<html>login</html>'],
    ['is longer than the setting allows', { Result: 0, Content: 'x'.repeat(1024 * 1024 + 1) }],
  ])('of a task and %s, again and again: told as failed, so that the operator sees it', async (_what, answer) => {
    const { state, give } = badly('GetTaskData', answer);
    const { farEnd, host } = await scene(
      (far) => {
        far.tasks.set('T1', [person('U1', pictures.face(1))]);
        far.answer = give;
      },
      { timing: { task: { firstMs: 10, mostMs: 20 } }, config: { replyMegabytes: 1 } },
    );
    expect(await told(farEnd, 'T1')).toEqual({ id: 'T1', result: '1', msg: '任务内容无法读取' });
    expect(farEnd.of('GetTaskData')).toHaveLength(5);
    state.isBad = false;
    farEnd.told.length = 0;
    farEnd.tasks.set('T1', [person('U1', pictures.face(1))]);
    expect(await told(farEnd, 'T1')).toMatchObject({ result: '0' });
    expect(host.state).toBe('ok');
  });

  test('of a task falls silent in the middle: noticed long before the limit of time, and asked for again', async () => {
    let asked = 0;
    const { farEnd } = await scene(
      (far) => {
        far.tasks.set('T1', [person('U1', pictures.face(1))]);
        far.answer = ({ method }, response) => {
          if (method !== 'GetTaskData' || (asked += 1) > 1) return undefined;
          response.writeHead(200, { 'content-length': 1_000 }).write('{"Result":0,');
          return 'handled';
        };
      },
      { timing: { taskDataMs: 600_000, idleMs: 1_000 } },
    );
    expect(await told(farEnd, 'T1')).toMatchObject({ result: '0' });
    expect(farEnd.of('GetTaskData')).toHaveLength(2);
  });

  test('of a heartbeat names a task with an id of more than 128 characters: passed over, not the others', async () => {
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('x'.repeat(129), []);
      far.tasks.set('T1', []);
    });
    await told(farEnd, 'T1');
    expect(host.logged('taskIdTooLong')[0]).toMatchObject({ code: 'platform.badReply', chars: 129 });
    expect([...host.tasks.rows.keys()]).toEqual(['T1']);
  });

  test('of a heartbeat and no list of tasks is shown until it is one', async () => {
    const { state, give } = badly('Online', { Result: 1, Content: { Id: 'T1' } });
    const { host } = await scene((far) => (far.answer = give));
    await until(() => expect(host.state).toMatch(/^rejected .*no list of tasks/));
    state.isBad = false;
    await until(() => expect(host.state).toBe('ok'));
  });
});

describe('answers that are not the platform’s', () => {
  test('Msg in GBK is no obstacle to what the Result says', async () => {
    const { host } = await scene((far) => {
      far.answer = (_, response) => {
        response.end(
          Buffer.concat([
            Buffer.from('{"Result":-2,"Content":"","Msg":"'),
            Buffer.from('c7a9c3fbb2bbd5fdc8b7', 'hex'),
            Buffer.from('"}'),
          ]),
        );
        return 'handled';
      };
    });
    await until(() => expect(host.state).toBe('rejected -2 signature'));
  });

  test('a redirect to another host is refused, and nothing is sent there', async () => {
    const elsewhere = await FarEnd.start();
    const { host } = await scene((far) => {
      far.answer = (_, response) => {
        response.writeHead(307, { location: `${elsewhere.baseUrl}Online` }).end();
        return 'handled';
      };
    });
    await until(() => expect(host.state).toMatch(/^rejected .*redirected to another host \[platform\.badReply\]$/));
    expect(elsewhere.asked).toEqual([]);
    await elsewhere.close();
  });

  test('a redirect within the same server is followed with the same form', async () => {
    const { farEnd, host } = await scene((far) => {
      far.answer = ({ method }, response) => {
        if (method === 'moved') return { Result: 0 };
        response.writeHead(308, { location: '/api/moved' }).end();
        return 'handled';
      };
    });
    await until(() => expect(farEnd.of('moved').length).toBeGreaterThan(0));
    expect(farEnd.of('moved')[0]?.fields).toEqual(farEnd.of('Online')[0]?.fields);
    await until(() => expect(host.state).toBe('ok'));
  });

  test('one that redirects in circles is given up', async () => {
    const { farEnd, host } = await scene(
      (far) => {
        far.answer = (_, response) => {
          response.writeHead(307, { location: '/api/Online' }).end();
          return 'handled';
        };
      },
      { timing: { unreached: { firstMs: 60_000, mostMs: 60_000 } } },
    );
    await until(() => expect(host.state).toContain('redirected too often'));
    expect(farEnd.asked).toHaveLength(4);
  });

  test.each([
    ['nothing at all', 200, '', 'rejected .*platform.badReply'],
    ['a page of some gateway', 200, '<html>', 'rejected .*platform.badReply'],
    ['a wrong address', 404, 'not found', 'rejected Online: HTTP status 404 \\[platform.badReply\\]'],
    ['a server that is down', 502, '<html>', 'offline Online: HTTP status 502 \\[platform.offline\\]'],
    ['a refusal with a status of its own', 401, '{"Result":-2}', 'rejected -2 signature'],
    ['a success with the status of a failure', 500, '{"Result":0}', 'offline Online: HTTP status 500'],
  ])('%s is shown as what it is; punches stay', async (_what, status, body, state) => {
    const { host } = await scene((far, memory) => {
      memory.outbox.add('a');
      far.answer = ({ method }, response) => {
        response.statusCode = status;
        return method === 'Online' ? body : { Result: -99 };
      };
    });
    await until(() => expect(host.states.join('\n')).toMatch(new RegExp(state)));
    expect([host.outbox.waiting(), host.outbox.setAsides]).toEqual([1, []]);
  });

  test('silence ends in a time-out, and the call is made again', async () => {
    let asked = 0;
    const { host } = await scene(
      (far) => {
        far.answer = () => ((asked += 1) === 1 ? new Promise<string>(() => undefined) : undefined);
      },
      { timing: { httpMs: 1_000 } },
    );
    await until(() => expect(host.states).toEqual(['connecting', expect.stringMatching(/^offline .*platform\.timeout/), 'ok']));
  });
});
