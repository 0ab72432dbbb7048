import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { scene, until } from './scene.ts';

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'sichuan-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => path.join(folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore', cwd: folder });

/** A site's own CA, and certificates from it. */
function makeAuthority(): void {
  const subject = ['-subj', '/CN=site CA', '-addext', 'basicConstraints=critical,CA:TRUE'];
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', 'ca.key', '-out', 'ca.pem', ...subject);
}

function certificate(name: string, subjectAltName: string, validity: readonly string[]): { key: string; cert: string } {
  openssl(
    'req',
    '-new',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    '/CN=platform',
    '-addext',
    `subjectAltName=${subjectAltName}`,
  );
  openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-copy_extensions',
    'copy',
    ...validity,
    '-out',
    `${name}.pem`,
  );
  return { key: readFileSync(file(`${name}.key`), 'utf8'), cert: readFileSync(file(`${name}.pem`), 'utf8') };
}

describe.skipIf(!hasOpenssl())('https (skipped where openssl is not installed)', () => {
  test("a certificate of the site's own CA is taken with that CA's file, and only then", async () => {
    makeAuthority();
    const tls = certificate('good', 'IP:127.0.0.1', ['-days', '1']);
    const { farEnd, host } = await scene((_, memory) => memory.outbox.add('a'), { tls, config: { caFile: file('ca.pem') } });
    await until(() => expect(host.outbox.waiting()).toBe(0));
    expect(farEnd.punches).toHaveLength(1);
    await until(() => expect(host.states).toEqual(['connecting', 'ok']));

    const { farEnd: other, host: wary } = await scene(undefined, { tls });
    await until(() => expect(wary.state).toMatch(/UNABLE_TO_VERIFY_LEAF_SIGNATURE \[platform\.certificate\]$/));
    expect(other.asked).toEqual([]);
  });

  test.each([
    ['expired', () => certificate('expired', 'IP:127.0.0.1', ['-days', '-1']), 'CERT_HAS_EXPIRED'],
    ['for another name', () => certificate('other', 'DNS:platform.example', ['-days', '1']), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', selfSigned, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ])('one that is %s: nothing is sent, the technician sees why, punches stay', async (_what, make, reason) => {
    const { farEnd, host } = await scene((_, memory) => memory.outbox.add('a'), {
      tls: make(),
      config: { caFile: file('ca.pem') },
    });
    await until(() =>
      expect(host.state).toMatch(
        new RegExp(`^offline the certificate of 127.0.0.1:\\d+ does not hold: ${reason} \\[platform.certificate\\]$`),
      ),
    );
    await until(() => expect(host.outbox.errors).toContain('platform.certificate'));
    expect(farEnd.asked).toEqual([]);
    expect([host.outbox.waiting(), host.outbox.setAsides]).toEqual([1, []]);
  });
});

function selfSigned(): { key: string; cert: string } {
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', 'self.key', '-out', 'self.pem', ...subject);
  return { key: readFileSync(file('self.key'), 'utf8'), cert: readFileSync(file('self.pem'), 'utf8') };
}
