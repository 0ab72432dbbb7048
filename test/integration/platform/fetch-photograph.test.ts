import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fetchPhotograph, mostPhotographBytes } from '../../../src/platform/fetch-photograph.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server on a port of its own, and the paths that it was asked for. */
async function listen(make: (listener: RequestListener) => Server, answer: RequestListener) {
  const asked: string[] = [];
  const server = make((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { asked, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}
const plain = (answer: RequestListener) => listen((listener) => createPlain(listener), answer);

const fetchFrom = (address: string, ca: string | null = null, timeoutMs = 30_000) =>
  fetchPhotograph(new URL(address), { timeoutMs, ca, proxy: null, random: () => 0, signal: new AbortController().signal });

/** Sends to `/n-1` until `/0`. */
const countDown: RequestListener = ({ url = '' }, response) => {
  const left = Number(url.slice(1));
  if (left === 0) response.end('picture');
  else response.writeHead(302, { location: `/${left - 1}` }).end();
};

describe('a photograph', () => {
  test('is followed over three redirects and not over a fourth', async () => {
    const { asked, host } = await plain(countDown);
    expect(Buffer.from(await fetchFrom(`http://${host}/3`)).toString()).toBe('picture');
    asked.length = 0;
    await expect(fetchFrom(`http://${host}/9`)).rejects.toMatchObject({ code: 'photo.unobtainable' });
    expect(asked).toEqual(['/9', '/8', '/7', '/6']);
  });

  test.each<[string, RequestListener]>([
    ['is not there', (_, response) => response.writeHead(404).end()],
    ['is empty', (_, response) => response.end()],
    ['is too long', (_, response) => response.end(Buffer.alloc(mostPhotographBytes + 1))],
    ['leads out of the web', (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end()],
  ])('that %s is tried once, and is that photograph’s own failure', async (_what, answer) => {
    const { asked, host } = await plain(answer);
    await expect(fetchFrom(`http://${host}/p`)).rejects.toMatchObject({ code: 'photo.unobtainable' });
    expect(asked).toHaveLength(1);
  });

  test.each<[string, RequestListener, string, number]>([
    ['whose host is in trouble', (_, response) => response.writeHead(503).end(), 'platform.offline', 30_000],
    ['that is cut off', (_, response) => response.destroy(), 'platform.offline', 30_000],
    // Each try has to reach the host.
    ['whose host is silent', () => undefined, 'platform.timeout', 1_000],
  ])('%s is tried three times, and the fault names the host', async (_what, answer, code, timeoutMs) => {
    const { asked, host } = await plain(answer);
    await expect(fetchFrom(`http://${host}/p`, null, timeoutMs)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(host),
    });
    expect(asked).toHaveLength(3);
  });
});

const openssl = '/usr/bin/openssl';
describe.skipIf(!existsSync(openssl))(`over https (skipped where ${openssl} is not installed)`, () => {
  const certificate = () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'photograph-'));
    const [keyFile, certFile] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', keyFile, '-out', certFile];
    execFileSync(openssl, [...request, '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
    const made = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
    rmSync(folder, { recursive: true });
    return made;
  };

  test('a redirect to plain http is refused with a fault that names the host; nothing is asked there', async () => {
    const tls = certificate();
    const elsewhere = await plain((_, response) => response.end('picture'));
    const { host } = await listen(
      (listener) => createSecure(tls, listener),
      (_, response) => response.writeHead(302, { location: `http://${elsewhere.host}/p` }).end(),
    );
    await expect(fetchFrom(`https://${host}/p`, tls.cert)).rejects.toMatchObject({
      code: 'photo.downgraded',
      message: expect.stringContaining(`${host} redirects`),
    });
    expect(elsewhere.asked).toEqual([]);
  });

  test('a redirect from http to https is followed; a certificate that does not hold is tried once', async () => {
    const tls = certificate();
    const secure = await listen(
      (listener) => createSecure(tls, listener),
      (_, response) => response.end('picture'),
    );
    const { asked, host } = await plain((_, response) => response.writeHead(302, { location: `https://${secure.host}/p` }).end());
    expect(Buffer.from(await fetchFrom(`http://${host}/p`, tls.cert)).toString()).toBe('picture');
    asked.length = 0;
    await expect(fetchFrom(`http://${host}/p`)).rejects.toMatchObject({ code: 'platform.certificate' });
    expect(asked).toHaveLength(1);
  });
});
