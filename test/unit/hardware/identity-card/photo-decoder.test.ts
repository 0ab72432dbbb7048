import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { executableDecoder } from '../../../../src/hardware/identity-card/photo-decoder.ts';

const folder = mkdtempSync(join(tmpdir(), 'decoder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function decoder(name: string, script: string, timeoutMs = 60_000) {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o700);
  return executableDecoder({ file, timeoutMs });
}

const photograph = new Uint8Array(1024).fill(0x41);
const never = new AbortController().signal;
const path = 'PATH=/usr/bin:/bin';

describe('a decoder that is a program', () => {
  test('gets the photograph and answers the picture', async () => {
    const picture = await decoder('good', `${path}; printf BM; wc -c | tr -d '\\n '`).decode(photograph, never);
    expect(Buffer.from(picture).toString()).toBe('BM1024');
  });

  test('gets nothing of the environment of the terminal', async () => {
    const picture = await decoder('curious', `${path}; cat > /dev/null; printf BM; printf %s "$HOME"`).decode(photograph, never);
    expect(Buffer.from(picture).toString()).toBe('BM');
  });

  test.each([
    ['fails', 'exit 3'],
    ['writes no picture', `${path}; printf hello`],
    ['writes nothing', 'exit 0'],
    ['never stops writing', `${path}; printf BM; exec yes`],
    ['crashes', 'kill -SEGV $$'],
  ])('that %s is a coded fault', async (name, script) => {
    await expect(decoder(name.replaceAll(' ', '-'), script).decode(photograph, never)).rejects.toMatchObject({
      code: 'reader.photoDecoder',
    });
  });

  test('that hangs is ended', async () => {
    await expect(decoder('hanging', `${path}; exec sleep 600`, 200).decode(photograph, never)).rejects.toMatchObject({
      code: 'reader.photoDecoder',
    });
  });

  test('that is not there is a coded fault', async () => {
    await expect(executableDecoder({ file: join(folder, 'none') }).decode(photograph, never)).rejects.toMatchObject({
      code: 'reader.photoDecoder',
    });
  });

  test('is not started for somebody who no longer waits', async () => {
    await expect(decoder('late', 'exit 0').decode(photograph, AbortSignal.abort())).rejects.toMatchObject({
      code: 'reader.photoDecoder',
    });
  });
});
