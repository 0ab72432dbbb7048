import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { proxyAt, proxyOf, type ProxyEnv } from '../../../src/config/proxy.ts';
import { Config } from '../../../src/config/schema.ts';
import { httpExchange } from '../../../src/platform/http-exchange.ts';
import { testConnection } from '../../../src/platform/test-connection.ts';
import { loadOrMakeIdentity } from '../../../src/remote/certificate.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { HttpProxy, type HttpProxyOptions } from '../../fakes/http-proxy.ts';
import { account, FarEnd } from './far-end.ts';

const { signal } = new AbortController();
const startProxy = async (options?: HttpProxyOptions): Promise<HttpProxy> => {
  const proxy = await HttpProxy.start(options);
  onTestFinished(() => proxy.close());
  return proxy;
};
const startServer = async (): Promise<number> => {
  const server = createServer((_request, response) => response.end('here'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};
const ask = async (url: string, proxy: ProxyEnv | null, ca: string | null = null): Promise<string> => {
  const exchange = { method: 'GET', timeoutMs: 30_000, mostBytes: 1_000, ca, proxy, signal } as const;
  return Buffer.from((await httpExchange({ ...exchange, url: new URL(url) })).body).toString();
};

describe('a request of the platform', () => {
  it('goes through the proxy with its user, though not to the hosts that are named', async () => {
    const proxy = await startProxy();
    const port = await startServer();
    const network = Config.parse({
      network: { proxy: proxy.address, proxyUser: '工地', proxyPassword: 'p:w', noProxy: 'localhost' },
    }).network;
    const rule = proxyOf(network);
    expect(await ask(`http://127.0.0.1:${String(port)}/a`, rule)).toBe('here');
    expect(proxy.seen).toEqual([expect.stringContaining(`127.0.0.1:${String(port)}`)]);
    const basic = Buffer.from(proxy.authorizations[0]?.replace('Basic ', '') ?? '', 'base64').toString();
    expect(basic).toBe('工地:p:w');
    expect(await ask(`http://localhost:${String(port)}/a`, rule)).toBe('here');
    expect(proxy.seen).toHaveLength(1);
  });

  it('is encrypted to the far end, whose certificate is checked behind the proxy as without one', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'proxy-'));
    onTestFinished(() => rmSync(dir, { recursive: true }));
    const { key, cert } = await loadOrMakeIdentity(dir, Date.now());
    const server = createSecure({ key, cert }, (_request, response) => response.end('secret'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const proxy = await startProxy({ leadsTo: (server.address() as AddressInfo).port });
    const rule = proxyAt(proxy.address);
    expect(await ask(`https://${hostname()}/`, rule, cert)).toBe('secret');
    expect(proxy.seen).toEqual([`${hostname()}:443`]);
    await expect(ask(`https://${hostname()}/`, rule)).rejects.toMatchObject({ code: 'platform.certificate' });
    await expect(ask('https://platform.example/', rule, cert)).rejects.toMatchObject({ code: 'platform.certificate' });
  });

  it('is not sent round a proxy that refuses or is not there', async () => {
    const port = await startServer();
    const refusing = await startProxy({ refuses: 407 });
    await expect(ask(`https://127.0.0.1:${String(port)}/`, proxyAt(refusing.address))).rejects.toMatchObject({
      code: 'platform.offline',
    });
    const gone = await HttpProxy.start();
    const { address } = gone;
    await gone.close();
    await expect(ask(`http://127.0.0.1:${String(port)}/`, proxyAt(address))).rejects.toMatchObject({ code: 'platform.offline' });
  });
});

it("Zhejiang's calls over http go through the proxy, its TCP connection does not", async () => {
  const farEnd = await FarEnd.start();
  onTestFinished(() => farEnd.close());
  const proxy = await startProxy();
  const { sn, ...keys } = account;
  const config = Config.parse({
    device: { sn },
    platform: { protocol: 'zhejiang', zhejiang: { tcp: farEnd.tcp, http: farEnd.http, ...keys } },
    network: { proxy: proxy.address },
  });
  const host = { clock: systemClock, log: silentLog, deviceVersion: '1' };
  expect(await testConnection(config, host, signal)).toMatchObject({ kind: 'ok' });
  expect(farEnd.commands.map(({ apicode }) => apicode)).toEqual(['C_AUTH', 'C_HEARTBEAT']);
  expect(proxy.seen.length).toBeGreaterThan(0);
  expect(proxy.seen.every((target) => target.includes(new URL(farEnd.http).host))).toBe(true);
});
