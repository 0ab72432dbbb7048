import { constants, createHash, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createPlatform } from '../../../src/platform/create-platform.ts';
import { createZhejiangClient } from '../../../src/platform/zhejiang/create-zhejiang-client.ts';
import { account, FarEnd, signedReply, type Post } from './far-end.ts';
import { delimited } from './far-wire.ts';
import { MemoryHost } from './memory-host.ts';
import { scene } from './scene.ts';

const until = (check: () => void | Promise<void>, timeout = 30_000) => vi.waitFor(check, { timeout, interval: 10 });
const heartbeat = (response: string) => delimited([[1, 'v1.0.0'], [2, true], [3, 'C_HEARTBEAT'], [5, response]]); // prettier-ignore

describe('hostile bytes over TCP', () => {
  const streams: Readonly<Record<string, Uint8Array>> = {
    'length 0': Buffer.from([0]),
    'a huge length': Buffer.from([0xff, 0xff, 0xff, 0x7f]),
    'a negative length': Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]),
    'a varint that never ends': Buffer.alloc(20, 0x80),
    'a message that is none': Buffer.from([3, 0x0a, 0x7f, 0x00]),
    'an HTTP answer': Buffer.from(`HTTP/1.1 400 Bad Request\r\n\r\n${'<p>'.repeat(50)}`),
  };
  for (const [what, bytes] of Object.entries(streams)) {
    test(`${what} drops the connection with a coded fault; a new one works and no punch is lost`, async () => {
      const { farEnd, host, client } = await scene();
      await until(() => expect(host.state).toBe('ok'));
      host.outbox.add('a');
      farEnd.write(bytes);
      await until(() => expect(host.logged('connectionLost')[0]).toMatchObject({ code: 'platform.badFrame' }));
      expect(host.states).toContain('offline platform.badFrame');
      client.punchMade();
      await until(() => expect([host.state, host.outbox.waiting()]).toEqual(['ok', 0]));
      expect(farEnd.connections).toBe(2);
    });
  }

  test('a message that stops half-way is waited for no longer than a reply may take', async () => {
    const { farEnd, host } = await scene(
      (far) => {
        let first = true;
        far.answer = ({ apicode }, socket) => {
          if (apicode !== 'C_HEARTBEAT' || !first) return undefined;
          first = false;
          socket.write(heartbeat('{}').subarray(0, 10));
          return 'silent';
        };
      },
      {},
      { replyMs: 2_000 },
    );
    await until(() => expect(host.states).toContain('offline platform.timeout'));
    await until(() => expect(host.state).toBe('ok'));
    expect(farEnd.connections).toBe(2);
  });

  test('replies byte by byte, and glued to others, are understood', async () => {
    const { farEnd, host, client } = await scene(
      (far) => {
        far.answer = ({ apicode }, socket) => {
          if (apicode !== 'C_SIGN_IN') return undefined;
          const reply = delimited([[1, 'v1.0.0'], [2, true], [3, 'C_SIGN_IN']]); // prettier-ignore
          const stream = Buffer.concat([delimited([[3, 'NOBODY_ASKED']]), reply, delimited([[3, 'NOR_THIS']])]);
          let at = 0;
          const timer = setInterval(() => {
            socket.write(stream.subarray(at, (at += 1)));
            if (at >= stream.length) clearInterval(timer);
          }, 1);
          return 'silent';
        };
      },
      { heartbeatSeconds: 50 }, // no answer to a heartbeat in the middle of it
    );
    host.outbox.add('a');
    client.punchMade();
    await until(() => expect(host.outbox.waiting()).toBe(0));
    await until(() => expect(host.logged('unexpectedPacket')).toHaveLength(2));
    expect(farEnd.connections).toBe(1);
  });

  test('a reply that comes twice takes one punch, not two', async () => {
    const { farEnd, host, client } = await scene((far) => {
      far.answer = ({ apicode }, socket) => {
        if (apicode !== 'C_SIGN_IN' || far.of('C_SIGN_IN').length > 1) return apicode === 'C_SIGN_IN' ? 'silent' : undefined;
        const reply = delimited([[2, true], [3, 'C_SIGN_IN']]); // prettier-ignore
        socket.write(Buffer.concat([reply, reply]));
        return 'silent';
      };
    });
    host.outbox.add('a');
    host.outbox.add('b');
    client.punchMade();
    await until(() => expect(farEnd.of('C_SIGN_IN')).toHaveLength(2));
    expect(host.outbox.waiting()).toBe(1);
  });

  for (const response of [
    'null',
    '[]',
    '{taskids:null}',
    '{taskids:{}}',
    '{"taskids":[null,{},[]]}',
    '{taskids:',
    'nonsense',
    '7',
  ]) {
    test(`a heartbeat answered with ${response} is survived`, async () => {
      const { farEnd, host, client } = await scene((far) => {
        far.answer = ({ apicode }) =>
          apicode === 'C_HEARTBEAT' && far.of('C_HEARTBEAT').length === 2 ? { success: true, apicode, response } : undefined;
      });
      await until(() => expect(farEnd.of('C_HEARTBEAT').length).toBeGreaterThan(3));
      host.outbox.add('a');
      client.punchMade();
      await until(() => expect([host.outbox.waiting(), host.state]).toEqual([0, 'ok']));
      expect(farEnd.connections).toBe(1);
    });
  }

  test('an authentication without a token is a coded fault on the screen', async () => {
    const { host } = await scene((far) => {
      far.answer = ({ apicode }) => (apicode === 'C_AUTH' ? { success: true, apicode, response: '{token:17}' } : undefined);
    });
    await until(() => expect(host.state).toBe('rejected platform.badReply'));
  });
});

describe('bad answers over HTTP', () => {
  const answers: Readonly<Record<string, (post: Post) => object | string>> = {
    'a wrong signature': (post) => signedReply(post, { tasks: [] }, 'another secret'),
    'no signature': () => ({ version: 'v1.0.0', success: true, response: { tasks: [] } }),
    'no JSON': () => '<html></html>',
    'a response of the wrong type': (post) => signedReply(post, { tasks: 'none' }),
    'a body without end': () => 'x'.repeat(9 * 1024 * 1024),
  };
  for (const [what, answer] of Object.entries(answers)) {
    test(`${what} is shown as a coded fault, nothing is done, and it heals`, async () => {
      const { farEnd, host } = await scene((far) => {
        far.tasks.set('t', { apicode: 'T_CLEAR_DEVICE_PERSON' });
        far.answerPost = (post) => (post.apicode === 'T_GET_TASKS' ? answer(post) : undefined);
      });
      const code = what.endsWith('signature') ? 'platform.replySignature' : 'platform.badReply';
      await until(() => expect(host.logged('tasksNotFetched')[0]).toMatchObject({ code }));
      expect(farEnd.postsOf('T_CLEAR_DEVICE_PERSON')).toEqual([]);
      if (what !== 'a response of the wrong type') expect(host.states).toContain(`rejected ${code}`);
      farEnd.answerPost = () => undefined;
      await until(() => expect(farEnd.statuses).toHaveLength(1));
      await until(() => expect(host.state).toBe('ok'));
    });
  }

  test('a wrong signature is only told where the technician allows it, and not at all where he turned it off', async () => {
    for (const verifyReplies of ['warn', 'off'] as const) {
      const { farEnd, host } = await scene(
        (far) => {
          far.tasks.set('t', { apicode: 'T_CLEAR_DEVICE_PERSON' });
          far.answerPost = (post) =>
            post.apicode === 'T_GET_TASKS'
              ? { ...signedReply(post, { tasks: [{ taskid: 't', apicode: 'T_CLEAR_DEVICE_PERSON' }] }), sign: 'x' }
              : undefined;
        },
        { verifyReplies },
      );
      await until(() => expect(farEnd.statuses).toHaveLength(1));
      expect(host.logged('replySignatureWrong').length > 0).toBe(verifyReplies === 'warn');
    }
  });

  test('a redirect is not followed with the token', async () => {
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('t', { apicode: 'T_CLEAR_DEVICE_PERSON' });
      far.answerPost = (_, response) => (response.writeHead(307, { location: '/elsewhere' }).end(), 'handled');
    });
    await until(() => expect(host.logged('tasksNotFetched')[0]).toMatchObject({ code: 'platform.badReply' }));
    expect(farEnd.posts.every(({ apicode }) => apicode === 'T_GET_TASKS')).toBe(true);
  });

  test.each<[string, Record<string, string>]>([
    ['people that are no list', { data: 'nobody' }],
    ['nothing at all', {}],
  ])('a task that answers with %s every time is given up and reported, and those behind it go on', async (_, answer) => {
    const { farEnd } = await scene((far) => {
      far.tasks.set('bad', { apicode: 'T_SEND_PERSON' });
      far.tasks.set('good', { apicode: 'T_CLEAR_DEVICE_PERSON' });
      far.answerPost = (post) => (post.taskid === 'bad' ? signedReply(post, answer) : undefined);
    });
    await until(() => expect(farEnd.statuses).toHaveLength(2));
    expect(farEnd.statuses.map(({ task }) => [task['taskid'], task['status']])).toEqual([
      ['bad', 2],
      ['good', 1],
    ]);
  });

  test('orders that are none are passed over, the good one beside them is carried out', async () => {
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('t', { apicode: 'T_CLEAR_DEVICE_PERSON' });
      far.answerPost = (post) =>
        post.apicode === 'T_GET_TASKS'
          ? signedReply(post, {
              tasks: [
                null,
                5,
                {},
                { taskid: 't' },
                { taskid: 'not asked for', apicode: 'T_CLEAR_DEVICE_PERSON' },
                { taskid: 't', apicode: 'T_CLEAR_DEVICE_PERSON' },
              ],
            })
          : undefined;
    });
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    expect([...host.tasks.rows.keys()]).toEqual(['t']);
  });
});

describe('encrypted answers', () => {
  test('the whole traffic of tasks works with responses and bodies encrypted', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'keys-'));
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const privateKeyFile = path.join(folder, 'private.pem');
    writeFileSync(privateKeyFile, keys.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    const encrypt = (text: string) => {
      const plain = Buffer.from(text);
      const blocks = Array.from({ length: Math.ceil(plain.length / 245) }, (_, n) =>
        publicEncrypt({ key: keys.publicKey, padding: constants.RSA_PKCS1_PADDING }, plain.subarray(n * 245, n * 245 + 245)),
      );
      return Buffer.concat(blocks).toString('base64');
    };
    const { farEnd, host } = await scene(
      (far) => {
        far.tasks.set('t', { apicode: 'T_SEND_PERSON' });
        far.answer = ({ apicode, token }) => {
          if (apicode === 'C_AUTH') far.tokens.add('sealed');
          if (apicode === 'C_AUTH') return { success: true, apicode, response: encrypt('{"token":"sealed"}') };
          return apicode === 'C_HEARTBEAT' && token === 'sealed'
            ? { success: true, apicode, response: encrypt('{"taskids":["t"]}') }
            : undefined;
        };
        far.answerPost = (post) => {
          if (post.apicode === 'T_GET_TASKS') {
            return encrypt(JSON.stringify(signedReply(post, { tasks: [{ taskid: 't', apicode: 'T_SEND_PERSON' }] })));
          }
          if (post.apicode !== 'T_SEND_PERSON') return undefined;
          const plain = JSON.stringify({
            data: Array.from({ length: 30 }, (_, n) => ({ personId: `p${n}`, name: '单雄信' })),
            totalPage: 1,
          });
          const sign = createHash('md5')
            .update(`v1.0.0true${post.taskid ?? ''}${plain}${account.accessSecret}`)
            .digest('hex');
          return { version: 'v1.0.0', success: true, response: encrypt(plain), sign };
        };
      },
      { privateKeyFile },
    );
    await until(() => expect(farEnd.statuses[0]).toMatchObject({ personCount: 30 }));
    expect(host.state).toBe('ok');
    rmSync(folder, { recursive: true });
  });
});

describe('what is never said', () => {
  test('no name, id of a person, token, key or picture stands in the log or in a state', async () => {
    const { farEnd, host, client } = await scene((far) => {
      const url = far.picture('p', Buffer.from('nobody'));
      far.tasks.set('t', {
        apicode: 'T_SEND_PERSON',
        pages: [[{ personId: 'PERSON-1', name: '单雄信', imgUrls: [url, '/pictures/PERSON-1'] }]],
      });
      far.answer = ({ apicode, param }) =>
        apicode === 'C_SIGN_IN' && param.includes('PERSON-2')
          ? { success: false, apicode, error: '{errorcode:"单雄信 PERSON-2"}' }
          : undefined;
    });
    host.outbox.add('PERSON-2');
    host.outbox.add('PERSON-3');
    client.punchMade();
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    await until(() => expect(host.outbox.errors.length).toBeGreaterThan(0));
    const said = JSON.stringify([host.lines, host.states, host.outbox.errors]);
    for (const secret of ['单雄信', 'PERSON-', 'token 1', account.accessSecret, account.accessKey])
      expect(said).not.toContain(secret);
  });
});

describe('an address by plain http', () => {
  test('is used, and shown as what it is', async () => {
    // 0.0.0.0 leads to this machine, and is no loopback address by its name.
    const farEnd = await FarEnd.start();
    const host = new MemoryHost();
    const http = farEnd.http.replace('127.0.0.1', '0.0.0.0');
    const config = { ...account, tcp: farEnd.tcp, http, heartbeatSeconds: 1, verifyReplies: 'require', privateKeyFile: null } as const; // prettier-ignore
    const client = createZhejiangClient(config, host);
    await until(() => expect(host.state).toBe(`unencrypted ${new URL(http).origin}`));
    await client.close();
    await farEnd.close();
  });
});

describe('configuration', () => {
  const good = { ...account, tcp: '127.0.0.1:1', http: 'http://127.0.0.1:1/api', heartbeatSeconds: 20, verifyReplies: 'require', privateKeyFile: null } as const; // prettier-ignore
  for (const wrong of [
    { tcp: '' },
    { tcp: 'nowhere' },
    { http: '' },
    { http: 'ftp://x/y' },
    { sn: '' },
    { accessSecret: '' },
    { privateKeyFile: 'absent.pem' },
    { caFile: 'absent.pem' },
    { protoFile: 'absent.proto' },
  ]) {
    test(`${JSON.stringify(wrong)} is refused at once`, () => {
      expect(() => createZhejiangClient({ ...good, ...wrong }, new MemoryHost())).toThrow(
        expect.objectContaining({ code: 'config.invalid' }),
      );
    });
  }

  test('without a province there is no client', () => {
    expect(createPlatform(Config.parse({}), new MemoryHost())).toBeNull();
  });
});
