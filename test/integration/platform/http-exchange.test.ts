import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { httpExchange, type HttpRequest } from '../../../src/platform/http-exchange.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const usual = { method: 'GET', timeoutMs: 30_000, mostBytes: 1_000, ca: null, proxy: null } as const;
const ask = async (answer: RequestListener, other: Partial<HttpRequest> = {}) => {
  const port = await listen(createPlain(answer));
  return httpExchange({ ...usual, url: new URL(`http://127.0.0.1:${port}/`), signal: new AbortController().signal, ...other });
};

describe('one HTTP exchange', () => {
  test('gives status, headers and body as they are, redirects too', async () => {
    const answer = await ask((_, response) => response.writeHead(302, { location: '/x' }).end('moved'));
    expect([answer.status, answer.headers['location'], Buffer.from(answer.body).toString()]).toEqual([302, '/x', 'moved']);
  });

  test('ends at the cap of the body, at the limit of time, when cut off and when stopped: each with its own code', async () => {
    await expect(ask((_, response) => response.end('x'.repeat(1_001)))).rejects.toMatchObject({ code: 'platform.badReply' });
    await expect(ask(() => undefined, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'platform.timeout' });
    const trickle: RequestListener = (_, response) => {
      const timer = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(timer));
    };
    await expect(ask(trickle, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'platform.timeout' });
    await expect(
      ask((_, response) => void response.writeHead(200, { 'content-length': 9 }).write('x', () => response.destroy())),
    ).rejects.toMatchObject({ code: 'platform.offline' });
    await expect(ask(() => undefined, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ code: 'platform.offline' });
    await expect(
      httpExchange({ ...usual, url: new URL('http://127.0.0.1:1/'), signal: new AbortController().signal }),
    ).rejects.toMatchObject({ code: 'platform.offline' });
  });
});

describe('silence', () => {
  test('before the answer, or in the middle of it, ends the exchange long before its limit of time', async () => {
    const silent = { timeoutMs: 60_000, idleMs: 60 };
    const fellSilent = { code: 'platform.timeout', message: expect.stringContaining('fell silent') };
    await expect(ask(() => undefined, silent)).rejects.toMatchObject(fellSilent);
    const halfWay: RequestListener = (_, response) => void response.writeHead(200, { 'content-length': 9 }).write('x');
    await expect(ask(halfWay, silent)).rejects.toMatchObject(fellSilent);
  });

  test('is not an answer that comes slowly, however long it takes', async () => {
    const slowly: RequestListener = (_, response) => {
      let left = 10;
      const timer = setInterval(() => {
        response.write('x');
        if ((left -= 1) > 0) return;
        clearInterval(timer);
        response.end();
      }, 200);
    };
    const { body } = await ask(slowly, { idleMs: 1_500 });
    expect(Buffer.from(body).toString()).toBe('x'.repeat(10));
  });
});

const openssl = '/usr/bin/openssl';
describe.skipIf(!existsSync(openssl))(`https (skipped where ${openssl} is not installed)`, () => {
  test("a certificate of the site's own CA is taken with that CA's file, and only then", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ca-'));
    const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync(
      openssl,
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', cert, ...subject],
      { stdio: 'ignore' },
    );
    const port = await listen(
      createSecure({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => response.end('safe')),
    );
    const ca = readFileSync(cert, 'utf8');
    rmSync(folder, { recursive: true });
    const request = { ...usual, url: new URL(`https://127.0.0.1:${port}/`), signal: new AbortController().signal };
    expect(Buffer.from((await httpExchange({ ...request, ca })).body).toString()).toBe('safe');
    await expect(httpExchange(request)).rejects.toMatchObject({
      code: 'platform.certificate',
      message: expect.stringMatching(/127\.0\.0\.1:\d+ does not hold: DEPTH_ZERO_SELF_SIGNED_CERT/),
    });
  });
});
