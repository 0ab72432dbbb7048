import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateKind } from '../../bench-platform/sichuan/certificates.ts';
import { type SichuanPlatform, startSichuanPlatform } from '../../bench-platform/sichuan/platform.ts';
import { SichuanBareClient } from './sichuan-bare-client.ts';

const hasOpenssl = ((): boolean => {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasOpenssl)('HTTPS (needs the openssl command)', () => {
  let platform: SichuanPlatform;
  let client: SichuanBareClient;

  beforeAll(async () => {
    platform = await startSichuanPlatform({ httpsPort: 0 });
    client = new SichuanBareClient(platform);
  });
  afterAll(async () => {
    const folder = dirname(platform.caFile ?? '');
    await platform.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('has a certificate that the authority of the bench has signed', async () => {
    expect(await client.onlineOverHttps()).toMatchObject({ Result: 0 });
    expect(platform.requests.at(-1)).toMatchObject({ isTls: true, remarks: [] });
    expect(platform.terminalConfiguration()).toMatchObject({ baseUrl: platform.httpsBaseUrl, caFile: platform.caFile });
  });

  it.each<[CertificateKind, string]>([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['otherName', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['selfSigned', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['otherCa', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('can have one that is %s, and a right one again', async (kind, code) => {
    await platform.useCertificate(kind);
    await expect(client.onlineOverHttps()).rejects.toMatchObject({ code });
    await platform.useCertificate('valid');
    expect(await client.onlineOverHttps()).toMatchObject({ Result: 0 });
  });

  it('keeps its authority in a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-ca-test-'));
    try {
      const authorities = [];
      for (let start = 0; start < 2; start++) {
        const one = await startSichuanPlatform({ httpsPort: 0, certificateFolder: folder });
        authorities.push(await readFile(one.caFile ?? '', 'utf8'));
        expect(await new SichuanBareClient(one).onlineOverHttps()).toMatchObject({ Result: 0 });
        await one.close();
      }
      expect(authorities[0]).toContain('BEGIN CERTIFICATE');
      expect(authorities[1]).toBe(authorities[0]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
