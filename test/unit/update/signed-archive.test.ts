import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/shared/fault.ts';
import { diskFiles } from '../../../src/launcher/disk-files.ts';
import { signArchive } from '../../../src/update/package/sign-archive.ts';
import { openSigned, verifySigned } from '../../../src/update/package/signed-archive.ts';
import { readPublicKey, readSecretKey } from '../../../src/update/package/signify-key.ts';
import { MemoryFiles } from '../../fakes/memory-files.ts';
import { makeKeys, writeSigned } from '../../fakes/update-package.ts';

const signify = '/usr/bin/signify-openbsd';
const keys = makeKeys();
const content = Buffer.alloc(200_000, 'terminal ');
const NOISE_BYTES = 150_000;

describe('a signed archive', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'signed-'));
    file = join(folder, 'p.tgz');
    // Does not compress: several blocks.
    const noise = Buffer.alloc(NOISE_BYTES);
    for (let at = 0, state = 1; at < noise.length; at++) noise[at] = (state = (state * 48_271) % 2_147_483_647) & 0xff;
    await writeSigned(file, noise, keys.secret);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const codeOf = (bytes: Uint8Array, trusted = [keys.key]): Promise<string> => {
    const files = new MemoryFiles();
    files.write('/p.tgz', bytes);
    return verifySigned(files, '/p.tgz', trusted).then(
      () => 'accepted',
      (error: unknown) => (error instanceof Fault ? error.code : String(error)),
    );
  };

  it('is accepted when nothing was changed, and hands out a plain gzip file', async () => {
    const archive = await verifySigned(diskFiles, file, [keys.key]);
    const { size } = statSync(file);
    expect(size).toBeGreaterThanOrEqual(archive.sizeBytes.least);
    expect(size).toBeLessThanOrEqual(archive.sizeBytes.most);
    const pieces: Uint8Array[] = [];
    for await (const block of archive.blocks()) pieces.push(block);
    expect(gunzipSync(Buffer.concat(pieces)).length).toBe(NOISE_BYTES);
  });

  it('is refused whichever single bit of its head is turned, and wherever one behind it is', async () => {
    const good = readFileSync(file);
    const headBytes = good.indexOf(0, 10) + 1;
    const accepted: number[] = [];
    const places = [
      ...Array.from({ length: headBytes * 8 }, (_, bit) => bit),
      ...Array.from({ length: 400 }, (_, n) => headBytes * 8 + n * 2_999),
    ];
    for (const bit of places) {
      const bad = Buffer.from(good);
      const at = bit >> 3;
      bad[at] = (bad[at] ?? 0) ^ (1 << (bit & 7));
      if ((await codeOf(bad)) === 'accepted') accepted.push(bit);
    }
    expect(accepted).toEqual([]);
  });

  it('is refused when it ends early, wherever, and when something hangs on behind it', async () => {
    const good = readFileSync(file);
    for (const length of [11, 100, 300, good.length - 65_537, good.length - 1]) {
      expect([length, await codeOf(good.subarray(0, length))]).toEqual([
        length,
        expect.stringMatching(/^update\.(truncated|signature)$/),
      ]);
    }
    expect(await codeOf(good.subarray(0, good.length - 70_000))).toBe('update.truncated');
    expect(await codeOf(Buffer.concat([good, Buffer.of(0)]))).toBe('update.signature');
  });

  it('says which: another key, no package, a web page', async () => {
    const good = readFileSync(file);
    expect(await codeOf(good, [makeKeys().key])).toBe('update.unknownKey');
    expect(await codeOf(good, [])).toBe('update.unknownKey');
    expect(await codeOf(Buffer.from('<html><body>not found</body></html>'))).toBe('update.notAPackage');
    expect(await codeOf(Buffer.alloc(0))).toBe('update.notAPackage');
  });

  it('is refused when it carries the number of a trusted key and the signature of another', async () => {
    const other = makeKeys();
    const forged = { ...other.secret, number: keys.secret.number };
    await writeSigned(file, content, forged);
    expect(await codeOf(readFileSync(file))).toBe('update.signature');
  });

  it('is checked block by block while it is read, so that a file changed behind the check is not used', async () => {
    const archive = openSigned(diskFiles, file, [keys.key]);
    const bad = readFileSync(file);
    const last = bad.length - 1;
    bad[last] = (bad[last] ?? 0) ^ 1;
    writeFileSync(file, bad);
    const read = async (): Promise<void> => {
      for await (const _ of archive.blocks());
    };
    await expect(read()).rejects.toMatchObject({ code: 'update.signature' });
  });

  it.skipIf(!existsSync(signify))('is understood by signify, and understands what signify signs', async () => {
    writeFileSync(join(folder, 'update.pub'), keys.publicText);
    const { status, stdout } = spawnSync(signify, ['-V', '-z', '-p', 'update.pub', '-x', file], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout.length).toBeGreaterThan(NOISE_BYTES);

    rmSync(join(folder, 'update.pub'));
    execFileSync(signify, ['-G', '-n', '-p', 'update.pub', '-s', 'update.sec'], { cwd: folder });
    writeFileSync(join(folder, 'plain'), content);
    execFileSync('sh', ['-c', 'gzip -n < plain > plain.gz'], { cwd: folder });
    execFileSync(signify, ['-S', '-z', '-s', 'update.sec', '-m', 'plain.gz', '-x', 'theirs.tgz'], { cwd: folder });
    const theirKey = readPublicKey(readFileSync(join(folder, 'update.pub'), 'utf8'));
    await expect(verifySigned(diskFiles, join(folder, 'theirs.tgz'), [theirKey])).resolves.toBeDefined();
    const theirSecret = readSecretKey(readFileSync(join(folder, 'update.sec'), 'utf8'));
    await signArchive(diskFiles, join(folder, 'plain.gz'), join(folder, 'ours.tgz'), theirSecret, new Date(0));
    execFileSync(signify, ['-V', '-z', '-p', 'update.pub', '-x', 'ours.tgz', '-m', 'back.gz'], { cwd: folder });
    expect(execFileSync('gunzip', ['-c', 'back.gz'], { cwd: folder })).toEqual(content);
  });
});

describe('a key file', () => {
  it.each(['', 'untrusted comment: x\nRWQ=\n', keys.secretText])('that is no public key is refused', (text) => {
    expect(() => readPublicKey(text)).toThrow(/update.keyUnreadable/);
  });

  it('that is no secret key, is damaged or has a passphrase is refused', () => {
    const bytes = Buffer.from(keys.secretText.split('\n')[1] ?? '', 'base64');
    const withChange = (at: number): string => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      return changed.toString('base64');
    };
    expect(() => readSecretKey(keys.publicText)).toThrow(/no secret key/);
    expect(() => readSecretKey(withChange(50))).toThrow(/damaged/);
    expect(() => readSecretKey(withChange(7))).toThrow(/passphrase/);
  });
});
