import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { account, signedReply } from './far-end.ts';
import { type MemoryHost, pictures } from './memory-host.ts';
import { scene } from './scene.ts';

const until = (check: () => void | Promise<void>, timeout = 30_000) => vi.waitFor(check, { timeout, interval: 10 });
const person = (personId: string, ...imgUrls: string[]) => ({ personId, name: `name ${personId}`, imgUrls });
const signOf = (taskid: string | undefined, response: string) =>
  createHash('md5')
    .update(`v1.0.0true${taskid ?? ''}${response}${account.accessSecret}`)
    .digest('hex');
const refused = (errorcode: string) => ({ version: 'v1.0.0', success: false, error: { errorcode, errormsg: 'x' } });

describe('people', () => {
  test('arrive over all pages with their pictures, and the status says so with counts from the store', async () => {
    const { farEnd, host } = await scene((far) => {
      const url = (n: number) => far.picture(`${n}.jpg`, pictures.face(n));
      far.tasks.set('6541951958563696640', {
        apicode: 'T_SEND_PERSON',
        pages: [[person('1', url(1)), person('2', url(2))], [person('3', url(3))], [person('4')]],
      });
    });
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    expect(farEnd.statuses[0]).toEqual({
      task: { taskid: '6541951958563696640', status: 1, failedPersons: [], failedFaces: [] },
      personCount: 4,
      faceCount: 3,
    });
    expect(farEnd.postsOf('T_SEND_PERSON').map(({ param }) => param)).toEqual([
      '{"currentPage":1,"totalPage":1,"size":50}',
      '{"currentPage":2,"totalPage":3,"size":50}',
      '{"currentPage":3,"totalPage":3,"size":50}',
    ]);
    expect(farEnd.posts.every(({ isSignRight }) => isSignRight)).toBe(true);
    expect(Buffer.from(host.roster.people.get('3')?.photograph ?? []).toString()).toBe('face 3');
    expect(host.progressed.at(-1)).toEqual([4, 4]);
    // The ledger learns of it when the platform's answer is back.
    await until(() => expect(host.tasks.rows.get('6541951958563696640')).toMatchObject({ state: 'done', isReported: true }));
  });

  test('T_UPDATE_DEVICE_PERSON inserts and updates, and removes nobody', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      memory.roster.people.set('old', { name: 'old', photograph: pictures.face(9) });
      memory.roster.people.set('1', { name: 'before', photograph: pictures.face(8) });
      far.tasks.set('t', {
        apicode: 'T_UPDATE_DEVICE_PERSON',
        pages: [[person('1'), person('2', far.picture('2', pictures.face(2)))]],
      });
    });
    await until(() => expect(farEnd.statuses[0]?.task['status']).toBe(1));
    expect([...host.roster.people.keys()].sort()).toEqual(['1', '2', 'old']);
    // Nothing was said about a photograph, so the one that works stays.
    expect(host.roster.people.get('1')).toEqual({ name: 'name 1', photograph: pictures.face(8) });
  });

  test('each picture that cannot be used is reported under its own code; the person is stored, others are unaffected', async () => {
    const { farEnd, host } = await scene(
      (far) => {
        const url = (name: string, bytes: Buffer) => far.picture(name, bytes);
        const hops = (n: number): string =>
          far.picture(`hop${n}`, (response) =>
            response.writeHead(302, { location: n === 0 ? '/pictures/good' : `/pictures/hop${n - 1}` }).end(),
          );
        for (let n = 0; n < 6; n += 1) hops(n);
        far.tasks.set('t', {
          apicode: 'T_SEND_PERSON',
          pages: [
            [
              person('404', new URL('/pictures/absent', far.http).href),
              person('not a picture', url('text', Buffer.from('hello'))),
              person('nobody', url('nobody', pictures.nobody)),
              person('crowd', url('crowd', pictures.crowd)),
              person('blurred', url('blurred', pictures.blurred)),
              person('too large', url('large', Buffer.alloc(5 * 1024 * 1024 + 1))),
              person('empty', url('empty', Buffer.alloc(0))),
              person(
                'hanging',
                far.picture('hang', () => undefined),
              ),
              person(
                'cut off',
                far.picture(
                  'cut',
                  (response) => void response.writeHead(200, { 'content-length': 10 }).write('x', () => response.destroy()),
                ),
              ),
              person('redirected', '/pictures/hop2'),
              person('redirected too often', '/pictures/hop5'),
              person('elsewhere', 'file:///etc/passwd'),
              person('good', url('good', pictures.face(1))),
              { personId: 'text', name: 'text', imgUrls: '["/pictures/good"]' },
            ],
          ],
        });
      },
      {},
      { photographMs: 1_000 },
    );
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    expect(farEnd.statuses[0]?.task).toMatchObject({ status: 1, failedPersons: [] });
    expect(farEnd.statuses[0]?.task['failedFaces']).toEqual([
      { personId: '404', errCode: '404_1' },
      { personId: 'not a picture', errCode: '404_1' },
      { personId: 'nobody', errCode: '404_2' },
      { personId: 'crowd', errCode: '404_3' },
      { personId: 'blurred', errCode: '404_4' },
      { personId: 'too large', errCode: '404_1' },
      { personId: 'empty', errCode: '404_1' },
      { personId: 'hanging', errCode: '404_1' },
      { personId: 'cut off', errCode: '404_1' },
      { personId: 'redirected too often', errCode: '404_1' },
      { personId: 'elsewhere', errCode: '404_1' },
    ]);
    expect([farEnd.statuses[0]?.personCount, farEnd.statuses[0]?.faceCount]).toEqual([14, 3]);
    expect(host.logged('photographFailed').map(({ code }) => code)).toEqual(
      expect.arrayContaining(['photo.unobtainable', 'platform.timeout', 'platform.offline']),
    );
    expect(host.state).toBe('ok');
  });

  test('a picture that comes at the third try is enrolled', async () => {
    let tries = 0;
    const { farEnd } = await scene((far) => {
      const url = far.picture('flaky', (response) =>
        (tries += 1) < 3 ? response.writeHead(503).end() : response.end(pictures.face()),
      );
      far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [[person('1', url)]] });
    });
    await until(() => expect(farEnd.statuses[0]).toMatchObject({ task: { failedFaces: [] }, faceCount: 1 }));
    expect(tries).toBe(3);
  });

  test('records that are no people are reported, the rest is stored; a person who comes twice counts as last seen', async () => {
    const { farEnd, host } = await scene((far) => {
      const url = far.picture('good', pictures.face());
      far.tasks.set('t', {
        apicode: 'T_SEND_PERSON',
        pages: [
          [
            null,
            'text',
            { personId: 'no name', imgUrls: [] },
            { name: 'no id' },
            { personId: { a: 1 }, name: 'x' },
            { personId: 'x'.repeat(65), name: 'long' },
            person('twice', new URL('/pictures/absent', far.http).href),
            person('twice', url),
            { personId: 17, name: 'numbers are ids too', imgUrls: null },
          ],
        ],
      });
    });
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    const failed = farEnd.statuses[0]?.task['failedPersons'] as { personId: string; errCode: string }[];
    expect(failed.map(({ personId }) => personId)).toEqual(['', 'no name', 'x'.repeat(65)]);
    expect(new Set(failed.map(({ errCode }) => errCode))).toEqual(new Set(['404_5']));
    expect(farEnd.statuses[0]?.task['failedFaces']).toEqual([]);
    expect([...host.roster.people.keys()].sort()).toEqual(['17', 'twice']);
  });

  test('19-digit ids that come as bare numbers keep every digit', async () => {
    const { host } = await scene((far) => {
      far.tasks.set('t', { apicode: 'T_SEND_PERSON' });
      far.answerPost = (post) => {
        if (post.apicode !== 'T_SEND_PERSON') return undefined;
        const response = '{"data":[{"personId":4508004291609636861,"name":"n"}],"totalPage":1}';
        return `{"version":"v1.0.0","success":true,"response":${response},"sign":"${signOf(post.taskid, response)}"}`;
      };
    });
    await until(() => expect([...host.roster.people.keys()]).toEqual(['4508004291609636861']));
  });

  test('a page count that grows without end ends the task, not the terminal', async () => {
    const { farEnd } = await scene((far) => {
      far.tasks.set('t', { apicode: 'T_SEND_PERSON' });
      far.answerPost = (post) => {
        if (post.apicode !== 'T_SEND_PERSON') return undefined;
        const { currentPage } = JSON.parse(String(post.param)) as { currentPage: number };
        return signedReply(post, { data: [person(String(currentPage))], currentPage, totalPage: currentPage + 1 });
      };
    });
    await until(() => expect(farEnd.statuses[0]?.task).toMatchObject({ status: 2 }));
    expect(farEnd.postsOf('T_SEND_PERSON').length).toBeLessThan(20);
  });

  test('no people at all is done', async () => {
    const { farEnd } = await scene((far) => void far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [] }));
    await until(() => expect(farEnd.statuses[0]?.task).toMatchObject({ status: 1 }));
  });
});

describe('removal', () => {
  test('those named are removed, unknown ones are no error, punches stay', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      for (const id of ['1', '2', '3']) memory.roster.people.set(id, { name: id, photograph: pictures.face() });
      memory.outbox.add('1');
      far.answer = ({ apicode }) => (apicode === 'C_SIGN_IN' ? 'silent' : undefined);
      far.tasks.set('t', { apicode: 'T_DEL_DEVICE_PERSON', personIds: ['1', '3', 'nobody'] });
    });
    await until(() => expect(farEnd.statuses).toEqual([{ task: { taskid: 't', status: 1 }, personCount: 1, faceCount: 1 }]));
    expect([...host.roster.people.keys()]).toEqual(['2']);
    expect(host.outbox.waiting()).toBe(1);
    expect(farEnd.postsOf('T_DEL_DEVICE_PERSON').map(({ param }) => param)).toEqual([undefined]);
  });

  test('everybody is removed only when the platform confirms it', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      memory.roster.people.set('1', { name: '1', photograph: null });
      far.tasks.set('no', { apicode: 'T_CLEAR_DEVICE_PERSON' });
      far.answerPost = (post) => (post.taskid === 'no' ? refused('400_02') : undefined);
    });
    await until(() => expect(farEnd.statuses[0]).toEqual({ task: { taskid: 'no', status: 2 }, personCount: 1, faceCount: 0 }));
    farEnd.tasks.set('yes', { apicode: 'T_CLEAR_DEVICE_PERSON' });
    await until(() =>
      expect(farEnd.statuses.at(-1)).toEqual({ task: { taskid: 'yes', status: 1 }, personCount: 0, faceCount: 0 }),
    );
    expect(host.roster.people.size).toBe(0);
  });
});

describe('the roster as reported', () => {
  const people = (host: MemoryHost, count: number, bytes: number) => {
    for (let n = 0; n < count; n += 1) {
      const id = String(n).padStart(5, '0');
      host.roster.people.set(id, { name: `n ${id}`, photograph: n % 10 === 0 ? null : Buffer.alloc(bytes, `face ${n}`) });
    }
  };

  test('is complete, in pages bounded in bytes, its signature without pictures', async () => {
    const { farEnd } = await scene((far, memory) => {
      people(memory, 230, 30_000);
      far.tasks.set('t', { apicode: 'T_POST_DEVICE_PERSON' });
    });
    await until(() => expect(farEnd.statuses).toEqual([{ task: { taskid: 't', status: 1 }, personCount: 230, faceCount: 207 }]));
    const posts = farEnd.postsOf('T_POST_DEVICE_PERSON');
    const pages = posts.map(
      ({ param }) => JSON.parse(String(param)) as { currentPage: number; totalPage: number; data: Record<string, unknown>[] },
    );
    expect(posts.every(({ isSignRight }) => isSignRight)).toBe(true);
    expect(pages.map(({ currentPage }) => currentPage)).toEqual(pages.map((_, index) => index + 1));
    expect(new Set(pages.map(({ totalPage }) => totalPage))).toEqual(new Set([pages.length]));
    expect(Math.max(...posts.map(({ param }) => String(param).length))).toBeLessThan(1_100_000);
    const all = pages.flatMap(({ data }) => data);
    expect(all).toHaveLength(230);
    expect(all[0]).toEqual({ personId: '00000', name: 'n 00000', hasImg: 0 });
    expect(all[1]).toMatchObject({ personId: '00001', name: 'n 00001', hasImg: 1 });
    expect(Buffer.from(String(all[1]?.['img']), 'base64')).toHaveLength(30_000);
  });

  test('leaves out what the task excludes', async () => {
    const { farEnd } = await scene((far, memory) => {
      people(memory, 3, 1_000);
      far.tasks.set('t', { apicode: 'T_POST_DEVICE_PERSON', param: '{excludeFields:"img,name"}' });
    });
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    const [{ param } = { param: '' }] = farEnd.postsOf('T_POST_DEVICE_PERSON');
    expect(param).toBe(
      '{"currentPage":1,"totalPage":1,"data":[{"personId":"00000","hasImg":0},{"personId":"00001","hasImg":1},{"personId":"00002","hasImg":1}]}',
    );
  });

  test('of nobody is one empty page', async () => {
    const { farEnd } = await scene((far) => void far.tasks.set('t', { apicode: 'T_POST_DEVICE_PERSON' }));
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    expect(farEnd.postsOf('T_POST_DEVICE_PERSON').map(({ param }) => param)).toEqual([
      '{"currentPage":1,"totalPage":1,"data":[]}',
    ]);
  });

  test('goes as objects where the platform wants the form that the examples print', async () => {
    const { farEnd } = await scene((far) => void far.tasks.set('t', { apicode: 'T_POST_DEVICE_PERSON' }), {
      paramForm: 'asPrinted',
    });
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    expect(farEnd.postsOf('T_POST_DEVICE_PERSON')[0]?.param).toEqual({ currentPage: 1, totalPage: 1, data: [] });
    expect(farEnd.postsOf('T_UPDATE_TASKS_STATUS')[0]?.param).toMatchObject({ task: [{ taskid: 't', status: 1 }] });
    expect(farEnd.postsOf('T_GET_TASKS')[0]?.param).toBe('{"taskids":["t"]}');
    expect(farEnd.posts.every(({ isSignRight }) => isSignRight)).toBe(true);
  });
});

describe('firmware orders', () => {
  const order = { version: 'v2.0.1', size: 1024, downloadUrl: '/firmware/2.0.1' };

  test('without an updater the answer is 3, unsupported', async () => {
    const { farEnd, host } = await scene(
      (far) => void far.tasks.set('t', { apicode: 'T_UPDATE_DEVICE_VERSION', param: JSON.stringify(order) }),
    );
    await until(() => expect(farEnd.statuses[0]?.task).toEqual({ taskid: 't', status: 3 }));
    expect(host.orders).toEqual([
      { orderId: 't', version: '2.0.1', sizeBytes: 1024, url: new URL('/firmware/2.0.1', farEnd.http).href },
    ]);
    expect(farEnd.postsOf('T_UPDATE_DEVICE_VERSION')[0]?.param).toBe(JSON.stringify(order));
  });

  test("the reply's word goes before the task's; without a param none is sent", async () => {
    const { farEnd, host } = await scene((far, memory) => {
      memory.firmwareAnswer = 'done';
      far.tasks.set('t', { apicode: 'T_UPDATE_DEVICE_VERSION', response: { ...order, size: '2048' } });
    });
    await until(() => expect(farEnd.statuses[0]?.task).toEqual({ taskid: 't', status: 1 }));
    expect(host.orders[0]?.sizeBytes).toBe(2048);
    expect(farEnd.postsOf('T_UPDATE_DEVICE_VERSION')[0]).toMatchObject({ isSignRight: true });
    expect(farEnd.postsOf('T_UPDATE_DEVICE_VERSION')[0]?.param).toBeUndefined();
  });

  test('an order that says nothing of a version is not carried through', async () => {
    const { farEnd, host } = await scene((far) => void far.tasks.set('t', { apicode: 'T_UPDATE_DEVICE_VERSION' }));
    await until(() => expect(farEnd.statuses[0]?.task).toEqual({ taskid: 't', status: 2 }));
    expect(host.orders).toEqual([]);
  });
});

describe('the life of a task', () => {
  test('an unknown kind is answered with 3', async () => {
    const { farEnd } = await scene((far) => void far.tasks.set('t', { apicode: 'T_MAKE_COFFEE' }));
    await until(() => expect(farEnd.statuses[0]?.task).toEqual({ taskid: 't', status: 3 }));
  });

  test('is written down before anything is done, and reported only when its people are durable', async () => {
    let release = (): void => undefined;
    const { farEnd, host } = await scene((far, memory) => {
      memory.roster.before = (change) => (change === 'put' ? new Promise((resolve) => (release = resolve)) : undefined);
      far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [[person('1')]] });
    });
    await until(() => expect(host.logged('taskBegins')).toHaveLength(1));
    const beats = farEnd.of('C_HEARTBEAT').length;
    await until(() => expect(farEnd.of('C_HEARTBEAT').length).toBeGreaterThan(beats + 2));
    expect([host.tasks.rows.get('t')?.state, farEnd.statuses.length]).toEqual(['accepted', 0]);
    // Named again by every heartbeat, it is not fetched again.
    expect(farEnd.postsOf('T_GET_TASKS')).toHaveLength(1);
    release();
    await until(() => expect(farEnd.statuses).toHaveLength(1));
  });

  test('half done when the terminal stopped, it is done again from the start', async () => {
    let puts = 0;
    const { promise: stopping, resolve: stopped } = Promise.withResolvers<void>();
    const { farEnd, host, restart } = await scene((far, memory) => {
      memory.roster.before = (change) => (change === 'put' && (puts += 1) === 2 ? stopping : undefined);
      far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [[person('1'), person('2'), person('3')]] });
    });
    await until(() => expect(puts).toBe(2));
    const restarted = restart();
    stopped();
    await restarted;
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    expect(host.roster.people.size).toBe(3);
    expect(farEnd.statuses[0]).toMatchObject({ task: { status: 1 }, personCount: 3 });
    expect(host.logged('taskResumed')).toHaveLength(1);
  });

  test('done but not yet reported when the terminal stopped, it is reported without being done again', async () => {
    let refusals = 0;
    const { farEnd, host, restart } = await scene((far) => {
      far.tasks.set('t', { apicode: 'T_DEL_DEVICE_PERSON', personIds: [] });
      far.answerPost = (post) => {
        if (post.apicode !== 'T_UPDATE_TASKS_STATUS') return undefined;
        refusals += 1;
        return refused('500_01');
      };
    });
    // Not before: a report under way when the terminal stops may be taken, and is told again.
    await until(() => expect(refusals).toBeGreaterThanOrEqual(1));
    expect(host.tasks.rows.get('t')?.state).toBe('done');
    farEnd.answerPost = () => undefined;
    await restart();
    await until(() => expect(host.tasks.rows.get('t')?.isReported).toBe(true));
    expect(farEnd.postsOf('T_DEL_DEVICE_PERSON')).toHaveLength(1);
    expect(farEnd.statuses).toHaveLength(1);
  });

  test('one that comes again although it was done is reported again, and not done again', async () => {
    const { farEnd, host } = await scene((far) => void far.tasks.set('t', { apicode: 'T_CLEAR_DEVICE_PERSON' }));
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    host.roster.people.set('since', { name: 'since', photograph: null });
    farEnd.tasks.set('t', { apicode: 'T_CLEAR_DEVICE_PERSON' });
    await until(() => expect(farEnd.statuses).toHaveLength(2));
    expect(farEnd.postsOf('T_CLEAR_DEVICE_PERSON')).toHaveLength(1);
    expect(host.roster.people.size).toBe(1);
  });

  test('one that failed and comes again is done again, with growing waits', async () => {
    let isBroken = true;
    const { farEnd } = await scene((far) => {
      far.tasks.set('t', { apicode: 'T_DEL_DEVICE_PERSON', personIds: ['1'] });
      far.answerPost = (post) => (isBroken && post.apicode === 'T_DEL_DEVICE_PERSON' ? refused('402_06') : undefined);
    });
    await until(() => expect(farEnd.statuses[0]?.task).toEqual({ taskid: 't', status: 2 }));
    farEnd.tasks.set('t', { apicode: 'T_DEL_DEVICE_PERSON', personIds: ['1'] });
    isBroken = false;
    await until(() => expect(farEnd.statuses.at(-1)?.task).toEqual({ taskid: 't', status: 1 }));
  });

  test('while the platform is in trouble the task stays, and is carried through when it is well', async () => {
    let times = 0;
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [[person('1')], [person('2')]] });
      far.answerPost = ({ apicode }, response) => {
        if (apicode !== 'T_SEND_PERSON' || (times += 1) > 6) return undefined;
        if (times % 3 === 0) return refused('500_01');
        if (times % 3 === 1) return (void response.destroy(), 'handled');
        return (void response.writeHead(502), '<html>bad gateway</html>');
      };
    });
    await until(() => expect(farEnd.statuses[0]?.task).toMatchObject({ status: 1 }));
    expect(host.roster.people.size).toBe(2);
  });

  test('a store that fails is reported as not carried through', async () => {
    const { farEnd } = await scene((far, memory) => {
      memory.roster.before = () => {
        throw new Error('disk');
      };
      far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [[person('1')]] });
    });
    await until(() => expect(farEnd.statuses[0]?.task).toEqual({ taskid: 't', status: 2 }));
  });
});

describe('a task that cannot be carried through', () => {
  test('leaves no progress on the screen when it breaks off in the middle', async () => {
    const { host } = await scene((far) => {
      far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [[person('1')], [person('2')]] });
      far.answerPost = (post) => (String(post.param).includes('"currentPage":2') ? refused('500_01') : undefined);
    });
    await until(() => expect(host.logged('taskFailed').length).toBeGreaterThan(1));
    expect(host.progressed.at(-1)).toEqual([1, 100]);
    await until(() => expect(host.isProgressing).toBe(false));
  });

  test('because the program ended in the middle of it three times is set aside and reported; those behind it go on', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      for (const taskid of ['killer', 'good']) {
        far.tasks.set(taskid, { apicode: 'T_SEND_PERSON', pages: [[person(taskid)]] });
        memory.tasks.accept(taskid, JSON.stringify({ taskid, apicode: 'T_SEND_PERSON' }));
      }
      for (let n = 0; n < 3; n += 1) memory.tasks.begin('killer');
    });
    await until(() => expect(farEnd.statuses).toHaveLength(2));
    expect(farEnd.statuses.map(({ task }) => [task['taskid'], task['status']])).toEqual([
      ['killer', 2],
      ['good', 1],
    ]);
    expect(host.logged('taskSetAside')[0]).toMatchObject({ code: 'platform.taskSetAside', taskId: 'killer', interruptions: 3 });
    expect(host.state).toBe('taskSetAside task killer: the program ended 3 times in it [platform.taskSetAside]');
    // Named again, it is left alone; what ended in an orderly way does not count.
    farEnd.tasks.set('killer', { apicode: 'T_SEND_PERSON', pages: [[person('killer')]] });
    const beats = farEnd.of('C_HEARTBEAT').length;
    await until(() => expect(farEnd.of('C_HEARTBEAT').length).toBeGreaterThan(beats + 3));
    expect([...host.roster.people.keys()]).toEqual(['good']);
    expect(host.tasks.find('good')?.interruptions).toBe(0);
  });

  test('because the terminal is stopped in an orderly way is not counted as interrupted', async () => {
    const { promise: stopping, resolve: stopped } = Promise.withResolvers<void>();
    const { host, restart } = await scene((far, memory) => {
      memory.roster.before = () => stopping;
      far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [[person('1'), person('2'), person('3')]] });
    });
    await until(() => expect(host.tasks.find('t')?.interruptions).toBe(1));
    const restarted = restart();
    stopped();
    await restarted;
    expect(host.tasks.find('t')?.interruptions).toBeLessThan(2);
  });

  test('because its id has more than 128 characters is passed over with a coded fault, not the others', async () => {
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('x'.repeat(129), { apicode: 'T_CLEAR_DEVICE_PERSON' });
      far.tasks.set('good', { apicode: 'T_CLEAR_DEVICE_PERSON' });
    });
    await until(() => expect(farEnd.statuses.map(({ task }) => task['taskid'])).toEqual(['good']));
    expect(host.logged('taskIdTooLong')[0]).toMatchObject({ code: 'platform.badReply', chars: 129 });
    expect(host.state).toBe('troubled a task id of 129 characters [platform.badReply]');
    farEnd.push({ success: true, apicode: 'T_CLEAR_DEVICE_PERSON', response: JSON.stringify({ taskid: 'y'.repeat(129) }) });
    await until(() => expect(farEnd.of('C_HEARTBEAT').length).toBeGreaterThan(5));
    expect([...host.tasks.rows.keys()]).toEqual(['good']);
  });
});

describe('what the platform sends by itself', () => {
  test('an order is carried out at once, beside a long task that runs', async () => {
    const { farEnd, host } = await scene((far, memory) => {
      memory.roster.people.set('gone', { name: 'gone', photograph: null });
      // The first one waits until the order is taken up; the others leave it many turns before the last.
      memory.roster.before = async (change) => {
        if (change !== 'put') return;
        do await pause(20);
        while (far.postsOf('T_DEL_DEVICE_PERSON').length === 0);
      };
      far.tasks.set('long', { apicode: 'T_SEND_PERSON', pages: [Array.from({ length: 200 }, (_, n) => person(`p${n}`))] });
    });
    await until(() => expect(host.logged('taskBegins')).toHaveLength(1));
    farEnd.tasks.set('now', { apicode: 'T_DEL_DEVICE_PERSON', personIds: ['gone'] });
    farEnd.push({ success: true, apicode: 'T_DEL_DEVICE_PERSON', response: '{taskid:"now"}' });
    await until(() => expect(farEnd.statuses.map(({ task }) => task['taskid'])).toEqual(['now']));
    expect(host.roster.people.has('gone')).toBe(false);
    expect(host.tasks.rows.get('long')?.state).toBe('accepted');
  });

  test('a pushed deletion is not undone by the import that runs', async () => {
    let answerPicture: (() => void) | null = null;
    const { farEnd, host } = await scene((far) => {
      const slow = far.picture('slow.jpg', (response) => {
        answerPicture = () => response.end(pictures.face(1));
      });
      const quick = far.picture('quick.jpg', pictures.face(2));
      far.tasks.set('many', { apicode: 'T_SEND_PERSON', pages: [[person('stays', slow), person('goes', quick)]] });
    });
    await until(() => expect(answerPicture).not.toBeNull());
    farEnd.tasks.set('now', { apicode: 'T_DEL_DEVICE_PERSON', personIds: ['goes'] });
    farEnd.push({ success: true, apicode: 'T_DEL_DEVICE_PERSON', response: '{taskid:"now"}' });
    await until(() => expect(host.tasks.rows.get('now')).toMatchObject({ state: 'done' }));
    (answerPicture as (() => void) | null)?.();
    await until(() => expect(host.tasks.rows.get('many')).toMatchObject({ state: 'done' }));
    expect([...host.roster.people.keys()]).toEqual(['stays']);
  });

  test('a report that the platform took with a plain word for an answer is not repeated', async () => {
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('t', { apicode: 'T_DEL_DEVICE_PERSON', personIds: ['nobody'] });
      far.answerPost = ({ apicode }) =>
        apicode === 'T_UPDATE_TASKS_STATUS'
          ? { version: 'v1.0.0', success: true, response: 'ok', sign: signOf(undefined, 'ok') }
          : undefined;
    });
    await until(() => expect(host.tasks.rows.get('t')).toMatchObject({ state: 'done', isReported: true }));
    expect(farEnd.postsOf('T_UPDATE_TASKS_STATUS')).toHaveLength(1);
  });

  test('task ids are fetched at once; anything else is logged and drops nothing', async () => {
    const { farEnd, host } = await scene(undefined, { heartbeatSeconds: 50 });
    await until(() => expect(host.state).toBe('ok'));
    farEnd.push({ success: false, apicode: 'C_SIGN_IN' });
    farEnd.push({ success: true, apicode: 'HELLO', response: 'not json' });
    farEnd.push({ success: true, apicode: 'T_SEND_PERSON', response: '{}' });
    farEnd.tasks.set('t', { apicode: 'T_CLEAR_DEVICE_PERSON' });
    farEnd.push({ success: true, apicode: 'C_HEARTBEAT', response: '{taskids:["t"]}' });
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    expect(host.logged('unexpectedPacket').map(({ apicode }) => apicode)).toEqual(['C_SIGN_IN', 'T_SEND_PERSON']);
    expect(host.logged('pushedUnreadable')).toHaveLength(1);
    expect(farEnd.connections).toBe(1);
  });
});
