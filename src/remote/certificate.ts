import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../shared/fault.ts';

/** Folder of the data directory that holds the certificate and its key; nothing else. */
export const REMOTE_FOLDER = 'remote';
const IDENTITY = 'identity.pem';

const DAY_MS = 86_400_000;
/** As long as a terminal hangs on its gate: a new certificate has a fingerprint that people must compare again. */
const LASTS_MS = 10 * 365 * DAY_MS;
/** A terminal's clock may be wrong when the certificate is made. */
const BEFORE_MS = 365 * DAY_MS;

/** Who the terminal is on the network. */
export interface RemoteIdentity {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of the certificate as browsers show it: `AB:CD:…`, 32 pairs. */
  readonly fingerprint: string;
}

/**
 * The certificate of this terminal, made on first use; key and certificate are one file, mode 0600, so that neither is ever there
 * without the other. One that cannot be read, has run out, or does not fit its key is made anew. Throws `remote.failed`.
 */
export async function loadOrMakeIdentity(dir: string, nowMs: number): Promise<RemoteIdentity> {
  const kept = readIdentity(dir, nowMs);
  if (kept !== null) return kept;
  try {
    const pem = await makeIdentity(nowMs);
    writeOwn(join(dir, REMOTE_FOLDER), pem);
    return identityOf(pem);
  } catch (error) {
    throw Fault.from(error, 'remote.failed', 'the certificate cannot be made');
  }
}

function readIdentity(dir: string, nowMs: number): RemoteIdentity | null {
  const file = join(dir, REMOTE_FOLDER, IDENTITY);
  try {
    const pem = readFileSync(file, 'utf8');
    // A copy put back by hand may have come with other rights.
    chmodSync(file, 0o600);
    const { validToDate } = new X509Certificate(pem);
    return validToDate.getTime() > nowMs ? identityOf(pem) : null;
  } catch {
    return null;
  }
}

/** @throws when the parts do not belong together */
function identityOf(pem: string): RemoteIdentity {
  const certificate = new X509Certificate(pem);
  const key = createPrivateKey(pem);
  if (!certificate.checkPrivateKey(key)) throw new Fault('remote.failed', 'certificate and key do not belong together');
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: certificate.toString(),
    fingerprint: certificate.fingerprint256,
  };
}

/** Certificate and key as PEM, one after the other. ECDSA on P-256: what every browser and BoringSSL know. */
async function makeIdentity(nowMs: number): Promise<string> {
  // Its decorators want it; loaded only where the remote look is switched on.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // 63 bits of chance, positive and not zero (RFC 5280, 4.1.2.2).
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    name: [{ CN: ['site-gate-terminal'] }],
    notBefore: new Date(nowMs - BEFORE_MS),
    notAfter: new Date(nowMs + LASTS_MS),
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: hostname() }]),
    ],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const lines = key.toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `${certificate.toString('pem')}\n-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
}

/** Written aside and renamed, readable by its owner from the first byte. */
function writeOwn(folder: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const aside = join(folder, `${IDENTITY}.new`);
  const handle = openSync(aside, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  chmodSync(aside, 0o600);
  renameSync(aside, join(folder, IDENTITY));
}
