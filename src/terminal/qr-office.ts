import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import encodeQr from 'qr';
import { issueCode } from '../hardware/qr/issue-code.ts';
import { Fault } from '../shared/fault.ts';
import { qrUsage, QrUsageError, readQrRequest, type QrRequest } from './qr-arguments.ts';

export interface QrOfficePorts {
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** Runs one command of the office that issues codes; answers the exit code. Throws `code.invalid`. It needs no terminal. */
export function runQrOffice(argv: readonly string[], ports: QrOfficePorts): number {
  if (argv.includes('--help')) {
    ports.print(qrUsage);
    return 0;
  }
  try {
    const request = readQrRequest(argv);
    if (request.kind === 'keys') makeKeys(request.out, ports);
    else issue(request, ports);
    return 0;
  } catch (error) {
    if (!(error instanceof QrUsageError)) throw error;
    ports.complain(`${error.message}\n\n${qrUsage}`);
    return 2;
  }
}

function makeKeys(folder: string, { print }: QrOfficePorts): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const files = { secret: join(folder, 'qr-private.pem'), open: join(folder, 'qr-public.pem') };
  attempt(`keys cannot be written to ${folder}`, () => {
    mkdirSync(folder, { recursive: true });
    // `wx`: a key that exists is in use somewhere.
    writeFileSync(files.secret, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    writeFileSync(files.open, publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' });
  });
  print(`${files.secret}   keep it in the office\n${files.open}    for the terminals: readers.qr.publicKeyFile\n`);
}

function issue(request: Extract<QrRequest, { kind: 'issue' }>, { print, now }: QrOfficePorts): void {
  const { key, id, place, minutes, out } = request;
  const notBeforeMs = now();
  const expiresMs = notBeforeMs + minutes * 60_000;
  const nonce = randomBytes(8).toString('hex');
  const text = issueCode({ workerId: id, place, notBeforeMs, expiresMs, nonce }, readPrivateKey(key));
  const until = new Date(expiresMs).toISOString();
  if (out === null) return print(`${encodeQr(text, 'ascii', { ecc: 'medium' })}\n${text}\nvalid until ${until}\n`);
  attempt(`the code cannot be written to ${out}`, () => writeFileSync(out, encodeQr(text, 'svg', { ecc: 'medium' })));
  print(`${out}   valid until ${until}\n`);
}

function readPrivateKey(file: string): KeyObject {
  const text = attempt(`the key ${file} cannot be read`, () => readFileSync(file));
  return attempt(`${file} is no private key`, () => createPrivateKey(text));
}

function attempt<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw new Fault('code.invalid', what, { cause });
  }
}
