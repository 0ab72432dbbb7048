import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { PlatformPerson } from '../../../src/platform/ports.ts';
import type { FarEnd } from './far-end.ts';
import { type MemoryHost, pictures } from './memory-host.ts';
import { scene } from './scene.ts';

const until = (check: () => void | Promise<void>, timeout = 30_000) => vi.waitFor(check, { timeout, interval: 10 });
const person = (personId: string, ...imgUrls: string[]) => ({ personId, name: `name ${personId}`, imgUrls });

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A host of photographs beside the platform's own: it answers 503 while it is down. */
async function photographHost() {
  const state = { isDown: true, asked: [] as string[] };
  const server = createServer(({ url = '' }, response) => {
    state.asked.push(url);
    if (state.isDown) response.writeHead(503).end();
    else response.end(pictures.face(1));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { state, host: `127.0.0.1:${port}`, url: (name: string) => `http://127.0.0.1:${port}/${name}` };
}

/** People of whom every third has his photograph with the platform, the others elsewhere. */
const people = (far: FarEnd, count: number, elsewhere: (name: string) => string) =>
  Array.from({ length: count }, (_, n) =>
    person(`p${n}`, n % 3 === 0 ? far.picture(`p${n}`, pictures.face(n)) : elsewhere(`p${n}`)),
  );

/** Everything that was put on the roster, in its order. */
function keepPuts(host: MemoryHost): PlatformPerson[] {
  const puts: PlatformPerson[] = [];
  const put = host.roster.put.bind(host.roster);
  host.roster.put = (one) => {
    puts.push(one);
    return put(one);
  };
  return puts;
}

describe('a host of photographs that is down', () => {
  test('takes no time for each person: all are stored, who has his photograph elsewhere is enrolled, and the host is named', async () => {
    const images = await photographHost();
    const { farEnd, host } = await scene((far) => {
      far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [people(far, 60, images.url), people(far, 30, images.url)] });
    });
    await until(() => expect(host.logged('taskFailed')[0]).toMatchObject({ code: 'photo.hostUnreached' }));
    expect(host.roster.counts()).toEqual({ persons: 60, faces: 20 });
    expect(host.state).toBe(`photographsMissing ${images.host} answers with HTTP status 503 [platform.offline]`);
    // Three tries for each of five people in a row, and for those who were under way beside them.
    expect(new Set(images.state.asked).size).toBeLessThan(12);
    expect(farEnd.statuses).toEqual([]);
    expect(host.isProgressing).toBe(false);
  });

  test('and comes back: the people who lack theirs get them, the others are left alone, and all is well', async () => {
    const images = await photographHost();
    let puts: PlatformPerson[] = [];
    const { farEnd, host } = await scene((far, memory) => {
      puts = keepPuts(memory);
      far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [people(far, 30, images.url)] });
    });
    await until(() => expect(host.logged('taskFailed')).toHaveLength(1));
    expect(puts.filter(({ isPhotographMissing }) => isPhotographMissing).map(({ photographs }) => photographs)).toEqual(
      Array.from({ length: 20 }, () => null),
    );
    // Removed in between, by an order that the platform pushed: not brought back.
    host.roster.people.delete('p0');
    images.state.isDown = false;
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    expect(farEnd.statuses[0]).toEqual({
      task: { taskid: 't', status: 1, failedPersons: [], failedFaces: [] },
      personCount: 29,
      faceCount: 29,
    });
    expect(puts.filter(({ id }) => id === 'p3')).toHaveLength(1);
    expect(host.state).toBe('ok');
  });

  test('for too long: the task is reported with those whose faces are missing, and the next one goes on', async () => {
    const images = await photographHost();
    const { farEnd, host } = await scene(
      (far) => {
        far.tasks.set('import', { apicode: 'T_SEND_PERSON', pages: [people(far, 12, images.url)] });
        far.tasks.set('removal', { apicode: 'T_DEL_DEVICE_PERSON', personIds: ['p0'] });
      },
      {},
      { photographs: { aloneMs: 600_000, awaitedMs: 1 } },
    );
    await until(() => expect(farEnd.statuses).toHaveLength(2));
    const missing = Array.from({ length: 12 }, (_, n) => `p${n}`).filter((_, n) => n % 3 !== 0);
    expect(farEnd.statuses[0]?.task).toEqual({
      taskid: 'import',
      status: 1,
      failedPersons: [],
      failedFaces: missing.map((personId) => ({ personId, errCode: '404_1' })),
    });
    // Not before the import: it would have brought him back.
    expect(host.roster.people.has('p0')).toBe(false);
    expect(host.roster.counts()).toEqual({ persons: 11, faces: 3 });
    expect(host.state).toMatch(/^photographsMissing /);
  });

  test('with nothing waiting behind the import is waited for longer', async () => {
    const images = await photographHost();
    const { farEnd, host } = await scene(
      (far) => void far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [people(far, 12, images.url)] }),
      {},
      { photographs: { aloneMs: 600_000, awaitedMs: 1 } },
    );
    await until(() => expect(host.logged('taskFailed').length).toBeGreaterThan(2));
    expect(farEnd.statuses).toEqual([]);
  });

  test('is no matter for a task that needs nothing of it', async () => {
    const images = await photographHost();
    const { farEnd, host } = await scene(
      (far) => void far.tasks.set('t', { apicode: 'T_SEND_PERSON', pages: [people(far, 12, images.url)] }),
      {},
      { photographs: { aloneMs: 1, awaitedMs: 1 } },
    );
    await until(() => expect(farEnd.statuses).toHaveLength(1));
    farEnd.tasks.set('next', { apicode: 'T_SEND_PERSON', pages: [[person('x', farEnd.picture('x', pictures.face(1)))]] });
    await until(() => expect(farEnd.statuses).toHaveLength(2));
    expect(farEnd.statuses[1]?.task).toMatchObject({ status: 1, failedFaces: [] });
    expect(host.state).toBe('ok');
  });
});

test('a person who comes several times in an import that is done again counts as he came last', async () => {
  const images = await photographHost();
  const { farEnd, host } = await scene((far) => {
    const own = far.picture('own', pictures.face(7));
    const others = Array.from({ length: 6 }, (_, n) => person(`other ${n}`, images.url(`o${n}`)));
    far.tasks.set('t', {
      apicode: 'T_SEND_PERSON',
      pages: [
        [...others, person('late', own), person('late', images.url('a')), person('early', images.url('b')), person('early', own)],
      ],
    });
  });
  await until(() => expect(host.logged('taskFailed')).toHaveLength(1));
  images.state.isDown = false;
  await until(() => expect(farEnd.statuses[0]?.task).toMatchObject({ status: 1, failedFaces: [] }));
  expect(Buffer.from(host.roster.people.get('late')?.photograph ?? []).toString()).toBe('face 1');
  expect(Buffer.from(host.roster.people.get('early')?.photograph ?? []).toString()).toBe('face 7');
});
