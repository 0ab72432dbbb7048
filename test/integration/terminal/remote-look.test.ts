import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { connect as connectTcp, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { RemoteLimits } from '../../../src/remote/remote-server.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { contract, type CallHandlers } from '../../../src/shared/ipc/contract.ts';
import { isCallName } from '../../../src/shared/ipc/wire.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { AdminAccess } from '../../../src/terminal/admin-access.ts';
import { hashPin } from '../../../src/terminal/admin-pin.ts';
import { kioskSettings } from '../../../src/terminal/kiosk-settings.ts';
import { remoteActor } from '../../../src/terminal/remote-caller.ts';
import type { Status } from '../../../src/shared/status.ts';
import { remoteChanges, remoteReads } from '../../../src/terminal/remote-calls.ts';
import { RemoteLook } from '../../../src/terminal/remote-look.ts';
import { refusingCalls } from '../../fakes/refusing-calls.ts';

const PIN = '246810';
const status: Omit<Status, 'counts'> = { version: '1', sn: 'S', direction: 'in', startedAtMs: 0, areas: {} };
const counts = { workers: 0, templates: 0, punches: 0, refusals: 0, outboxWaiting: 0, outboxSetAside: 0 };
let hash: string;
beforeAll(async () => {
  hash = await hashPin(PIN);
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

interface Look {
  readonly look: RemoteLook;
  readonly port: number;
  readonly dir: string;
  readonly audit: string[];
  readonly called: string[];
  /** What comes through the screen of the same terminal. */
  readonly local: AdminAccess;
  ask(options: RequestOptions, body?: string): Promise<Answer>;
  post(path: string, body: unknown, options?: RequestOptions): Promise<Answer>;
  /** Enters the PIN; the cookie as it is sent back. */
  enter(): Promise<string>;
  call(name: string, input?: object, options?: RequestOptions): Promise<unknown>;
}

async function openLook({
  mayChange = false,
  limits = {},
  calls = {},
  dir = mkdtempSync(join(tmpdir(), 'remote-')),
}: {
  mayChange?: boolean;
  limits?: Partial<RemoteLimits>;
  calls?: Partial<CallHandlers>;
  dir?: string;
} = {}): Promise<Look> {
  const audit: string[] = [];
  const called: string[] = [];
  const note = (action: string, subject: string | null = null): void =>
    void audit.push(`${remoteActor()}: ${action}${subject === null ? '' : ` ${subject}`}`);
  const pin = { hash: () => hash, save: async () => undefined };
  const access = new AdminAccess({ pin, clock: systemClock, note });
  const config = Config.parse({ remote: { enabled: true, mayChange } });
  const all: CallHandlers = {
    ...refusingCalls(),
    'kiosk.snapshot': async () => ({
      view: { state: 'admitted', name: '单雄信', direction: 'in', picture: null, gate: 'none', atMs: 0 },
      view2: { state: 'alreadyIn', name: '李娜', direction: 'out', picture: null, gate: 'none', sinceMs: 0 },
      status: { ...status, counts },
      settings: kioskSettings(Config.parse({})),
    }),
    ...calls,
  };
  const handlers = new Proxy(all, {
    get: (target, name, receiver): unknown => {
      called.push(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
  const look = new RemoteLook({
    ...{ dir, access, note, clock: systemClock, log: silentLog },
    config: () => ({ ...config, remote: { ...config.remote, port: 0 } }),
    calls: () => handlers,
    asset: async (path) =>
      path === '/remote.html'
        ? new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
        : new Response(null, { status: 404 }),
    server: { host: '127.0.0.1', limits },
  });
  await look.follow();
  onTestFinished(async () => {
    await look.close();
    rmSync(dir, { recursive: true, force: true });
  });
  // The machine may have no address but its own: the port is asked of the address that is listened on.
  const port = look.port ?? 0;
  const ask = (options: RequestOptions, body?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port, rejectUnauthorized: false, agent: false, timeout: 60_000, ...options },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(parts).toString('utf8'),
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  const origin = `https://127.0.0.1:${String(port)}`;
  const post: Look['post'] = (path, body, options = {}) => {
    const text = JSON.stringify(body);
    const { headers, ...rest } = options;
    const own = { origin, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const given = headers as Readonly<Record<string, string>> | undefined;
    return ask({ method: 'POST', path, headers: { ...own, ...given }, ...rest }, text);
  };
  let cookie = '';
  return {
    look,
    port,
    dir,
    audit,
    called,
    ask,
    post,
    local: new AdminAccess({ pin, clock: systemClock, note: () => undefined }),
    enter: async () => {
      const { headers } = await post('/api/login', { pin: PIN });
      const [set] = headers['set-cookie'] as string[];
      return (cookie = (set ?? '').split(';')[0] ?? '');
    },
    call: async (name, input = {}, options = {}) => {
      const headers = { cookie, ...(options.headers as Readonly<Record<string, string>> | undefined) };
      const answer = await post('/api/call', { name, input }, { ...options, headers });
      return answer.status === 200 ? JSON.parse(answer.text) : answer.status;
    },
  };
}

const onlyThere = { ok: false, code: 'remote.onlyThere' };
const unauthorised = { ok: false, code: 'admin.unauthorised' };

describe('the certificate', () => {
  it('is made once, lies readable by its owner alone, and has the fingerprint that the screen shows', async () => {
    const first = await openLook();
    const file = join(first.dir, 'remote', 'identity.pem');
    expect([statSync(file).mode & 0o777, statSync(join(first.dir, 'remote')).mode & 0o777]).toEqual([0o600, 0o700]);
    const socket = connectTls({ host: '127.0.0.1', port: first.port, rejectUnauthorized: false });
    await new Promise((done) => socket.once('secureConnect', done));
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    const { fingerprint } = first.look.view();
    expect(fingerprint256).toBe(fingerprint);
    await first.look.close();
    const again = await openLook({ dir: first.dir });
    expect(again.look.view().fingerprint).toBe(fingerprint);
    await again.look.close();
    writeFileSync(file, readFileSync(file, 'utf8').replace(/A/g, 'B'));
    const mended = await openLook({ dir: first.dir });
    expect(mended.look.view()).toMatchObject({ state: 'on' });
    expect(mended.look.view().fingerprint).not.toBe(fingerprint);
  });
});

describe('the look from the network', () => {
  it('speaks TLS 1.2 and 1.3 and nothing older', async () => {
    const { port } = await openLook();
    const shake = (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<boolean> =>
      new Promise((done) => {
        const options = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
        const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
        socket.once('secureConnect', () => {
          socket.destroy();
          done(true);
        });
        socket.once('error', () => done(false));
      });
    expect([await shake('TLSv1.1'), await shake('TLSv1.2'), await shake('TLSv1.3')]).toEqual([false, true, true]);
  });

  it('gives the page to anybody near, under a policy that lets nothing foreign in, and tells nothing before the PIN', async () => {
    const { ask, call, called } = await openLook();
    const page = await ask({ path: '/' });
    expect([page.status, page.headers['content-security-policy'], page.headers['x-frame-options']]).toEqual([
      200,
      expect.stringContaining("default-src 'none'"),
      'DENY',
    ]);
    expect(JSON.parse((await ask({ path: '/api/greeting' })).text)).toEqual({
      ...{ language: 'zh', hasPin: true, mayChange: false },
      mayAsk: [...remoteReads],
    });
    expect(await call('kiosk.snapshot')).toEqual(unauthorised);
    expect(await call('admin.people', { query: '', filter: 'all', after: null })).toEqual(unauthorised);
    expect(called).toEqual([]);
  });

  it.each([
    ['a name that was made to lead here', { host: 'evil.example:8443' }, 421],
    ['the page of another site', { origin: 'https://evil.example' }, 403],
    ['no page at all', { origin: undefined }, 403],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a form', { 'content-type': 'text/plain' }, 415],
    ['a packed body', { 'content-encoding': 'gzip' }, 415],
  ])('does not answer %s', async (_what, headers, code) => {
    const { post, audit } = await openLook();
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    const missing = 'origin' in headers && headers.origin === undefined;
    const answer = await post('/api/login', { pin: PIN }, { headers: { ...given, ...(missing ? { origin: '' } : {}) } });
    expect([answer.status, answer.headers['set-cookie'], audit]).toEqual([code, undefined, []]);
  });

  it('takes no body that is larger than settings ever are, nor one without a length', async () => {
    const { post, ask, port } = await openLook();
    expect((await post('/api/login', { pin: '1'.repeat(70_000) })).status).toBe(413);
    const origin = `https://127.0.0.1:${String(port)}`;
    const headers = { origin, 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    expect((await ask({ method: 'POST', path: '/api/login', headers }, '{}')).status).toBe(411);
    expect((await ask({ method: 'PUT', path: '/api/login' })).status).toBe(405);
  });

  it('keeps the session in a cookie that no script reads and no other site sends, for one address', async () => {
    const { post, enter, call, audit } = await openLook();
    const answer = await post('/api/login', { pin: PIN });
    expect(JSON.parse(answer.text)).toEqual({ kind: 'open' });
    const [cookie] = answer.headers['set-cookie'] as string[];
    expect(cookie).toMatch(/^__Host-session=[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    await enter();
    expect(await call('kiosk.snapshot')).toMatchObject({ ok: true });
    expect(await call('kiosk.snapshot', {}, { localAddress: '127.0.0.2' })).toEqual(unauthorised);
    expect(audit[0]).toBe('remote 127.0.0.1: admin.loggedIn');
  });

  it('never shows who stands at the gate', async () => {
    const { enter, call } = await openLook();
    await enter();
    const snapshot = await call('kiosk.snapshot');
    expect(snapshot).toMatchObject({ ok: true, value: { view: { state: 'idle' }, status: { sn: 'S' } } });
    expect(JSON.stringify(snapshot)).not.toMatch(/单雄信|李娜/);
  });

  it('refuses every call that is not on the list, and calls nothing for it', async () => {
    const { enter, call, called, audit } = await openLook({ limits: { requests: { burst: 500, perSecond: 1 } } });
    await enter();
    const others = Object.keys(contract).filter((name) => isCallName(name) && !remoteReads.has(name));
    expect(others).toEqual(expect.arrayContaining(['admin.openGate', 'admin.setGateMode', 'tuning.live', 'admin.capture']));
    for (const name of [...others, 'toString', '__proto__']) expect([name, await call(name)]).toEqual([name, onlyThere]);
    expect(called).toEqual([]);
    expect(audit.filter((line) => line.includes('remote.refused admin.openGate'))).toHaveLength(1);
  });

  it('answers what is on the list, and writes down once what was looked at and from where', async () => {
    const { enter, call, audit } = await openLook({
      calls: { 'admin.refusalPicture': async () => ({ jpeg: Uint8Array.of(1, 2, 3) }) },
    });
    await enter();
    const wanted = { ok: true, value: { jpeg: { $bytes: 'AQID' } } };
    expect(await call('admin.refusalPicture', { id: 1 })).toEqual(wanted);
    expect(await call('admin.refusalPicture', { id: 2 })).toEqual(wanted);
    expect(audit.filter((line) => line === 'remote 127.0.0.1: remote.looked admin.refusalPicture')).toHaveLength(1);
  });

  it('changes settings only where that is allowed, and never those that open this door or name a program', async () => {
    const saved: unknown[] = [];
    const { enter, call } = await openLook({
      mayChange: true,
      calls: {
        'admin.saveSettings': async ({ changes }) => {
          saved.push(changes);
          return { kind: 'saved', timing: 'now' };
        },
      },
    });
    await enter();
    const save = (changes: object) => call('admin.saveSettings', { changes, reset: [] });
    expect(await save({ 'device.siteName': 'A' })).toMatchObject({ ok: true });
    for (const key of ['remote.enabled', 'update.publicKeyFile', 'readers.identityCard.decoderFile', 'device.sn'])
      expect(await save({ [key]: 'x' })).toEqual(onlyThere);
    expect(saved).toEqual([{ 'device.siteName': 'A' }]);
    expect([...remoteChanges].filter((name) => name.includes('Gate'))).toEqual([]);
  });

  it('locks itself after five wrong PINs, and the screen not at all', async () => {
    const { post, local, audit } = await openLook({ limits: { logins: { burst: 50, perSecond: 1 } } });
    const kinds: unknown[] = [];
    for (const pin of ['1', '1111', 'letters', '2222', '3333', PIN])
      kinds.push(JSON.parse((await post('/api/login', { pin })).text));
    const wanted = ['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked'];
    expect(kinds).toMatchObject(wanted.map((kind) => ({ kind })));
    expect(await local.login(PIN)).toMatchObject({ kind: 'open' });
    expect(audit.filter((line) => line === 'remote 127.0.0.1: admin.wrongPin')).toHaveLength(5);
  });

  it('lets nobody try PINs as fast as he likes', async () => {
    const { post } = await openLook({ limits: { logins: { burst: 2, perSecond: 0.001 } } });
    const codes: number[] = [];
    for (let attempt = 0; attempt < 4; attempt++) codes.push((await post('/api/login', { pin: '1111' })).status);
    expect(codes).toEqual([200, 200, 429, 429]);
  });

  it('is left by a changed PIN, a shut door and an own wish', async () => {
    const { enter, call, look, post, audit } = await openLook();
    await enter();
    look.endSessions();
    expect(await call('kiosk.snapshot')).toEqual(unauthorised);
    const cookie = await enter();
    const left = await post('/api/logout', {}, { headers: { cookie } });
    expect(left.headers['set-cookie']).toEqual([expect.stringContaining('Max-Age=0')]);
    expect(await call('kiosk.snapshot')).toEqual(unauthorised);
    expect(audit.at(-1)).toBe('remote 127.0.0.1: admin.loggedOut');
  });
});

describe('a peer that holds on', () => {
  const ended = (socket: { once(event: 'close', done: () => void): unknown }): Promise<void> =>
    new Promise((done) => socket.once('close', done));

  it('is let go when it never speaks TLS, sends its headers by drops, or falls silent', async () => {
    const short = { handshakeMs: 2_000, headersMs: 2_000, requestMs: 3_000, silenceMs: 4_000 };
    const { port, ask } = await openLook({ limits: short });
    const silent = connectTcp(port, '127.0.0.1');
    silent.on('error', () => undefined);
    silent.resume();
    await ended(silent);
    const secure = (): Promise<TLSSocket> =>
      new Promise((open) => {
        const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => open(socket));
        socket.on('error', () => undefined);
      });
    const loris = await secure();
    loris.write('GET / HTTP/1.1\r\nHost: 127.0.0.1');
    const drops = setInterval(() => loris.write('a'), 40);
    loris.resume();
    await ended(loris);
    clearInterval(drops);
    expect((await ask({ path: '/' })).status).toBe(200);
  });

  it('gets no more than its share of connections, and leaves room for others', async () => {
    const { port, ask } = await openLook({ limits: { connectionsOfOne: 2 } });
    const held = [connectTcp(port, '127.0.0.1'), connectTcp(port, '127.0.0.1')];
    await Promise.all(held.map((socket) => new Promise<void>((open) => socket.once('connect', open))));
    onTestFinished(() => held.forEach((socket) => socket.destroy()));
    const third = connectTcp(port, '127.0.0.1');
    third.on('error', () => undefined);
    await ended(third);
    expect((await ask({ path: '/', localAddress: '127.0.0.3' })).status).toBe(200);
  });

  it('is told that the port is taken, not given another one', async () => {
    const other = createServer();
    await new Promise<void>((open) => other.listen(0, '127.0.0.1', open));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const dir = mkdtempSync(join(tmpdir(), 'remote-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const look = new RemoteLook({
      ...{ dir, clock: systemClock, log: silentLog, note: () => undefined, calls: refusingCalls },
      access: new AdminAccess({
        pin: { hash: () => hash, save: async () => undefined },
        clock: systemClock,
        note: () => undefined,
      }),
      config: () => Config.parse({ remote: { enabled: true, port } }),
      asset: async () => new Response(null, { status: 404 }),
      server: { host: '127.0.0.1' },
    });
    await look.follow();
    expect(look.view()).toMatchObject({ state: 'failed', addresses: [] });
    await look.close();
  });
});
