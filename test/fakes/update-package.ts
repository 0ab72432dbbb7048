import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { diskFiles } from '../../src/launcher/disk-files.ts';
import { signArchive } from '../../src/update/package/sign-archive.ts';
import { readPublicKey, readSecretKey, type PublicKey, type SecretKey } from '../../src/update/package/signify-key.ts';

export interface KeyPair {
  readonly secret: SecretKey;
  readonly key: PublicKey;
  readonly publicText: string;
  readonly secretText: string;
}

/** A pair as `signify -G -n` makes one. */
export function makeKeys(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const value = Buffer.concat([seed, point]);
  const number = createHash('sha256').update(point).digest().subarray(0, 8);
  const checksum = createHash('sha512').update(value).digest().subarray(0, 8);
  const secretBytes = Buffer.concat([Buffer.from('EdBK'), Buffer.alloc(20), checksum, number, value]);
  const publicBytes = Buffer.concat([Buffer.from('Ed'), number, point]);
  const publicText = `untrusted comment: signify public key\n${publicBytes.toString('base64')}\n`;
  const secretText = `untrusted comment: signify secret key\n${secretBytes.toString('base64')}\n`;
  return { secret: readSecretKey(secretText), key: readPublicKey(publicText), publicText, secretText };
}

/** One entry of a tar file, as hostile as wanted. */
export interface Entry {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly type?: 'file' | 'symlink' | 'link' | 'directory' | 'character-device' | 'fifo';
  readonly linkname?: string;
}

export const fileOf = (path: string, content: string | Uint8Array, isExecutable = false) => ({
  path,
  sizeBytes: Buffer.byteLength(content),
  sha256: createHash('sha256').update(content).digest('hex'),
  isExecutable,
});

/** A manifest that is as it should be, with what a test wants to be otherwise. */
export const manifestOf = (changes: Readonly<Record<string, unknown>>) => ({
  format: 1,
  product: 'site-gate-terminal',
  version: '2.0.0',
  channel: 'stable',
  minimumVersion: '0.0.1',
  platform: process.platform,
  arch: process.arch,
  databaseVersion: 1_000,
  start: ['node', 'main.js'],
  files: [],
  ...changes,
});

/** Writes a signed package of exactly these entries, whatever they are. */
export async function writePackage(path: string, entries: readonly Entry[], secret: SecretKey): Promise<void> {
  const tar = pack();
  for (const { name, content = '', type = 'file', linkname } of entries) {
    const header = { name, type, mtime: new Date(0), ...(linkname === undefined ? {} : { linkname }) };
    tar.entry(header, type === 'file' ? Buffer.from(content) : '');
  }
  tar.finalize();
  const pieces: Uint8Array[] = [];
  for await (const piece of tar) pieces.push(piece as Uint8Array);
  await writeSigned(path, Buffer.concat(pieces), secret);
}

/** Signs any bytes as if they were a tar file. */
export async function writeSigned(path: string, tar: Uint8Array, secret: SecretKey): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const plain = `${path}.plain`;
  writeFileSync(plain, gzipSync(tar));
  await signArchive(diskFiles, plain, path, secret, new Date(0));
  rmSync(plain);
}

/** A whole good package: manifest, its files, signed. */
export async function writeGoodPackage(
  path: string,
  secret: SecretKey,
  changes: Readonly<Record<string, unknown>> = {},
  contents: Readonly<Record<string, string | Uint8Array>> = { 'main.js': 'new' },
): Promise<void> {
  const files = Object.entries(contents).map(([name, content]) => fileOf(name, content));
  const manifest = { name: 'manifest.json', content: JSON.stringify(manifestOf({ files, ...changes })) };
  await writePackage(path, [manifest, ...Object.entries(contents).map(([name, content]) => ({ name, content }))], secret);
}

export const readText = (...path: readonly string[]): string => readFileSync(join(...path), 'utf8');
