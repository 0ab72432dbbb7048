import { sign, type KeyObject } from 'node:crypto';
import { Fault } from '../../shared/fault.ts';
import { encodePassCode, passCodeText, type PassCode } from './pass-code.ts';

const mostBytes = 255;

/**
 * Makes a person's code. `privateKey`: Ed25519; it stays with the office that issues, terminals have the public half only.
 * Throws `code.invalid` for what a code cannot say.
 */
export function issueCode(code: PassCode, privateKey: KeyObject): string {
  const problem = problemOf(code);
  if (problem !== null) throw new Fault('code.invalid', problem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Fault('code.invalid', 'the key is no Ed25519 private key');
  const signed = encodePassCode(code);
  return passCodeText(signed, sign(null, signed, privateKey));
}

function problemOf({ workerId, place, notBeforeMs, expiresMs, nonce }: PassCode): string | null {
  if (workerId === '' || Buffer.byteLength(workerId) > mostBytes) return 'the worker’s id is empty or too long';
  if (place === '' || Buffer.byteLength(place) > mostBytes) return 'the place is empty or too long';
  if (!/^[\da-f]{16}$/.test(nonce)) return 'the nonce is not 8 bytes in hexadecimal';
  const isTime = (atMs: number): boolean => Number.isFinite(atMs) && atMs >= 0 && atMs < 2 ** 32 * 1_000;
  if (!isTime(notBeforeMs) || !isTime(expiresMs)) return 'a time is outside of what a code can hold';
  return expiresMs > notBeforeMs ? null : 'the code would expire before it begins';
}
