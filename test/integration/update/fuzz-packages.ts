/**
 * Changes a good package in many ways and offers each to the terminal: none may be taken, and the unchanged one is.
 * `npm run update-fuzz -- [COUNT [SEED]]`, default 10,000 and 1.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireInstallable } from '../../../src/update/package/manifest.ts';
import { verifySigned } from '../../../src/update/package/signed-archive.ts';
import { unpack } from '../../../src/update/package/unpack.ts';
import { MemoryFiles } from '../../fakes/memory-files.ts';
import { makeKeys, writeGoodPackage, type KeyPair } from '../../fakes/update-package.ts';
import { readToolNumbers } from '../../tools/tool-words.ts';

const installed = { version: '1.0.0', platform: process.platform, arch: process.arch, databaseVersion: 5, channel: 'stable' };

/** A generator of numbers from 0 to `below` − 1, the same for the same seed. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed % 2_147_483_647 || 1;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

type Change = (good: Uint8Array, other: Uint8Array, next: (below: number) => number) => Uint8Array;

const changes: Readonly<Record<string, Change>> = {
  'one bit': (good, _, next) => withByte(good, next(good.length), (byte) => byte ^ (1 << next(8))),
  'one byte': (good, _, next) => withByte(good, next(good.length), (byte) => byte + 1 + next(255)),
  'one bit of the signature': (good, _, next) => withByte(good, next(good.indexOf(0, 10)), (byte) => byte ^ (1 << next(8))),
  truncated: (good, _, next) => good.slice(0, next(good.length)),
  'bytes taken out': (good, _, next) => {
    const at = next(good.length - 1);
    return Buffer.concat([good.subarray(0, at), good.subarray(at + 1 + next(Math.min(good.length - at - 1, 70_000)))]);
  },
  'bytes put in': (good, _, next) => {
    const at = next(good.length);
    const more = Buffer.from(Array.from({ length: 1 + next(64) }, () => next(256)));
    return Buffer.concat([good.subarray(0, at), more, good.subarray(at)]);
  },
  'bytes behind': (good, _, next) => Buffer.concat([good, Buffer.alloc(1 + next(100_000), next(256))]),
  'two blocks exchanged': (good, _, next) => exchanged(good, next),
  'head of another package': (good, other) => Buffer.concat([head(other), good.subarray(head(good).length)]),
  'body of another package': (good, other) => Buffer.concat([head(good), other.subarray(head(other).length)]),
  'signature of another package': (good, other) => Buffer.concat([other.subarray(0, 150), good.subarray(150)]),
  'without a signature': (good) =>
    Buffer.concat([Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3), good.subarray(head(good).length)]),
};

const head = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.indexOf(0, 10) + 1);

function withByte(good: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const bad = Uint8Array.from(good);
  bad[at] = change(bad[at] ?? 0) & 0xff;
  return bad;
}

function exchanged(good: Uint8Array, next: (below: number) => number): Uint8Array {
  const begin = head(good).length;
  const blocks = Math.floor((good.length - begin) / 65_536);
  const first = next(blocks - 1);
  const [a, b] = [begin + first * 65_536, begin + (first + 1 + next(blocks - first - 1)) * 65_536];
  const bad = Uint8Array.from(good);
  bad.set(good.subarray(b, b + 65_536), a);
  bad.set(good.subarray(a, a + 65_536), b);
  return bad;
}

export interface FuzzResult {
  readonly count: number;
  /** What was done to those that were taken. */
  readonly accepted: readonly string[];
  readonly isGoodInstalled: boolean;
  /** Fault code → how often. */
  readonly refusals: Readonly<Record<string, number>>;
}

async function offer(bytes: Uint8Array, keys: KeyPair): Promise<string> {
  const files = new MemoryFiles();
  files.write('/p', bytes);
  try {
    const archive = await verifySigned(files, '/p', [keys.key]);
    const { signal } = new AbortController();
    const accept = (manifest: Parameters<typeof requireInstallable>[0]): void => requireInstallable(manifest, installed);
    await unpack({ files, blocks: archive.blocks(), folder: '/slot', accept, signal });
    return 'installed';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

export async function fuzzPackages(count: number, seed: number): Promise<FuzzResult> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const keys = makeKeys();
  const next = numbersFrom(seed);
  const noise = (): Uint8Array => Uint8Array.from({ length: 300_000 }, () => next(256));
  try {
    const make = async (name: string, version: string): Promise<Uint8Array> => {
      await writeGoodPackage(join(folder, name), keys.secret, { version }, { 'main.js': 'new', 'lib/noise': noise() });
      return readFileSync(join(folder, name));
    };
    const [good, other] = [await make('good', '2.0.0'), await make('other', '3.0.0')];
    const accepted: string[] = [];
    const refusals: Record<string, number> = {};
    const kinds = Object.entries(changes);
    for (let n = 0; n < count; n++) {
      const [name, change] = kinds[n % kinds.length] ?? ['', () => good];
      const code = await offer(change(good, other, next), keys);
      if (code === 'installed') accepted.push(`${name} (${String(n)})`);
      else refusals[code] = (refusals[code] ?? 0) + 1;
    }
    return { count, accepted, isGoodInstalled: (await offer(good, keys)) === 'installed', refusals };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { count, seed } = readToolNumbers('npm run update-fuzz', { count: 10_000, seed: 1 });
  const began = performance.now();
  const result = await fuzzPackages(count, seed);
  console.log(JSON.stringify({ seed, ...result, seconds: Math.round((performance.now() - began) / 1_000) }, null, 2));
  process.exitCode = result.accepted.length === 0 && result.isGoodInstalled ? 0 : 1;
}
