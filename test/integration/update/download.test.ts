import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proxyAt } from '../../../src/config/proxy.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { Pace } from '../../../src/update/pace.ts';
import { download, type DownloadOptions } from '../../../src/update/download.ts';
import { HttpProxy } from '../../fakes/http-proxy.ts';
import { MemoryFiles } from '../../fakes/memory-files.ts';
import { PackageServer, type Trouble } from '../../fakes/package-server.ts';

const content = gzipSync(Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 7_919) % 251)), { level: 0 });

describe('a download', () => {
  let server: PackageServer;
  let files: MemoryFiles;
  beforeEach(async () => {
    server = await PackageServer.start(content);
    files = new MemoryFiles();
  });
  afterEach(() => server.close());

  const fetch = (changes: Partial<DownloadOptions> = {}): Promise<string> =>
    download({
      url: server.url(),
      sizeBytes: content.length,
      files,
      folder: '/d',
      leastFreeBytes: 0,
      mostBytesPerSecond: 1_000_000_000,
      proxy: null,
      isBusy: () => false,
      onProgress: () => undefined,
      clock: systemClock,
      log: silentLog,
      signal: new AbortController().signal,
      firstWaitMs: 1,
      silenceMs: 60_000,
      ...changes,
    });
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'fetched',
      (error: unknown) => (error instanceof Fault ? error.code : String(error)),
    );
  const fetched = (path: string): boolean => Buffer.compare(files.read(path) ?? Buffer.of(), content) === 0;

  it('goes on where it was cut off, and asks for nothing twice', async () => {
    server.misbehave({ kind: 'cut', afterBytes: 100_000 }, { kind: 'status', status: 503 }, { kind: 'cut', afterBytes: 50_000 });
    expect(fetched(await fetch())).toBe(true);
    expect(server.requests.map(({ status }) => status)).toEqual([200, 503, 206, 206]);
    expect(server.requests[3]?.range).not.toBe(server.requests[1]?.range);
  });

  it('goes on after a restart of the program', async () => {
    server.misbehave({ kind: 'cut', afterBytes: 120_000 }, { kind: 'silence', afterBytes: 0 });
    const stop = new AbortController();
    const first = fetch({ signal: stop.signal });
    while (server.requests.length < 2) await new Promise((done) => setTimeout(done, 5));
    stop.abort(new Fault('update.cancelled', 'stopped'));
    expect(await codeOf(first)).toBe('update.cancelled');
    expect(fetched(await fetch())).toBe(true);
    expect(server.requests.at(-1)?.status).toBe(206);
    expect(await fetch()).toBe('/d/package.part');
    expect(server.requests).toHaveLength(3);
  });

  it('gets by on a server that stops at 99 % for good a few times, and gives up on one that never goes on', async () => {
    server.misbehave({ kind: 'silence', afterBytes: content.length - 2_000 });
    expect(fetched(await fetch({ silenceMs: 1_000 }))).toBe(true);
    files = new MemoryFiles();
    server.misbehave({ kind: 'silence', afterBytes: content.length - 2_000 });
    server.misbehave(...Array.from({ length: 20 }, () => ({ kind: 'silence', afterBytes: 0 }) as const));
    expect(await codeOf(fetch({ silenceMs: 30 }))).toBe('update.stalled');
    expect(server.requests.length).toBeLessThan(14);
  });

  it('does not put a file together from two, nor trust a server that knows no ranges', async () => {
    server.misbehave({ kind: 'cut', afterBytes: 100_000 });
    const stop = new AbortController();
    const other = gzipSync(Buffer.alloc(200_000, 3), { level: 0 });
    const first = fetch({ signal: stop.signal, sizeBytes: null, firstWaitMs: 60_000 });
    while ((files.size('/d/package.part') ?? 0) === 0 || server.requests.length < 1)
      await new Promise((done) => setTimeout(done, 5));
    stop.abort(new Fault('update.cancelled', 'stopped'));
    await codeOf(first);
    server.replace(other);
    const path = await fetch({ sizeBytes: other.length });
    expect(Buffer.compare(files.read(path) ?? Buffer.of(), other)).toBe(0);

    server.replace(content);
    files = new MemoryFiles();
    server.misbehave({ kind: 'cut', afterBytes: 100_000 }, { kind: 'noRanges' });
    expect(fetched(await fetch())).toBe(true);
  });

  it.each<[string, string, Partial<DownloadOptions>, readonly Trouble[]]>([
    ['a web page', 'update.notAPackage', { sizeBytes: null }, [{ kind: 'page' }]],
    ['a page that is not there', 'update.refused', {}, [{ kind: 'status', status: 404 }]],
    ['another size than ordered', 'update.wrongSize', { sizeBytes: 5 }, []],
    ['more than it said', 'update.wrongSize', {}, [{ kind: 'tooMuch' }]],
    ['an address that is none', 'update.badAddress', { url: 'nowhere' }, []],
    ['an address of another kind', 'update.badAddress', { url: 'file:///etc/passwd' }, []],
    ['a redirect to another kind', 'update.badAddress', {}, [{ kind: 'redirect', to: 'ftp://127.0.0.1/x' }]],
    ['a host that is not there', 'update.unreachable', { url: 'http://127.0.0.1:1/x' }, []],
  ])('is refused, saying why: %s (%s)', async (_, code, changes, troubles) => {
    server.misbehave(...troubles);
    expect(await codeOf(fetch(changes))).toBe(code);
  });

  it('follows redirects, but not in a circle and not for ever', async () => {
    server.misbehave({ kind: 'redirect', to: '/elsewhere.tgz' });
    expect(fetched(await fetch())).toBe(true);
    server.misbehave({ kind: 'redirect', to: '/a' }, { kind: 'redirect', to: '/package.tgz' });
    files = new MemoryFiles();
    expect(await codeOf(fetch())).toBe('update.redirects');
    server.misbehave(...Array.from({ length: 10 }, (_, n) => ({ kind: 'redirect', to: `/${String(n)}` }) as const));
    expect(await codeOf(fetch())).toBe('update.redirects');
  });

  it('does not begin where the disk is too full, and says so where it fills up on the way', async () => {
    files = new MemoryFiles(content.length + 1_000);
    expect(await codeOf(fetch({ leastFreeBytes: 2_000 }))).toBe('update.diskFull');
    files = new MemoryFiles(content.length - 1_000);
    expect(await codeOf(fetch())).toBe('update.diskFull');
  });

  it('goes through a proxy', async () => {
    const proxy = await HttpProxy.start();
    expect(fetched(await fetch({ proxy: proxyAt(proxy.address) }))).toBe(true);
    expect(proxy.seen).toHaveLength(1);
    await proxy.close();
  });

  it('keeps to its share of the line, and to less of it while somebody stands at the gate', () => {
    let nowMs = 0;
    let isBusy = false;
    const clock = { now: () => nowMs, monotonic: () => nowMs };
    const pace = new Pace({ mostBytesPerSecond: 1_000, clock, isBusy: () => isBusy });
    expect(pace.owedMs(100)).toBe(100);
    nowMs = 60;
    expect(pace.owedMs(100)).toBe(140);
    nowMs = 10_000;
    isBusy = true;
    expect(pace.owedMs(100)).toBe(1_000);
  });
});
