import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { Fault } from '../../shared/fault.ts';

// signify(1) of OpenBSD: a comment line, then base64 of "Ed", 8 bytes of key number, and the key or the signature.
const COMMENT = 'untrusted comment: ';
const ALGORITHM = 'Ed';
const NUMBER_AT = 2;
const VALUE_AT = 10;
const PUBLIC_BYTES = 42;
const SIGNATURE_BYTES = 74;
const SECRET_BYTES = 104;
// RFC 8410: DER in front of the 32 bytes of an Ed25519 key.
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface PublicKey {
  /** Which key it is, 16 hexadecimal digits: says which one signed, proves nothing. */
  readonly number: string;
  /** As it stands in a file of signify, second line. */
  readonly base64: string;
  readonly key: KeyObject;
}

export interface SecretKey {
  readonly number: Uint8Array;
  readonly key: KeyObject;
}

/** A signature as signify writes it, second line. */
export interface Signature {
  readonly number: string;
  readonly bytes: Uint8Array;
}

/** Reads a public key file of `signify -G`, or its second line alone. @throws Fault `update.keyUnreadable` */
export function readPublicKey(text: string): PublicKey {
  const base64 = lastLine(text);
  const bytes = decodeStrictly(base64, PUBLIC_BYTES);
  if (bytes === null) throw new Fault('update.keyUnreadable', 'this is no public key of signify');
  const key = createPublicKey({ key: Buffer.concat([SPKI, bytes.subarray(VALUE_AT)]), format: 'der', type: 'spki' });
  return { number: numberOf(bytes), base64, key };
}

/** Reads a secret key of `signify -G -n` (without a passphrase). @throws Fault `update.keyUnreadable` */
export function readSecretKey(text: string): SecretKey {
  const bytes = decodeStrictly(lastLine(text), SECRET_BYTES);
  if (bytes === null) throw new Fault('update.keyUnreadable', 'this is no secret key of signify');
  if (bytes.readUInt32BE(4) !== 0) {
    throw new Fault('update.keyUnreadable', 'the key has a passphrase: sign with signify -S -z itself, or make one with -G -n');
  }
  const value = bytes.subarray(40);
  const checksum = createHash('sha512').update(value).digest().subarray(0, 8);
  if (!checksum.equals(bytes.subarray(24, 32))) throw new Fault('update.keyUnreadable', 'the secret key is damaged');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, value.subarray(0, 32)]), format: 'der', type: 'pkcs8' });
  return { number: bytes.subarray(32, 40), key };
}

/** Null: not written as signify writes it, to the bit. */
export function readSignature(base64: string): Signature | null {
  const bytes = decodeStrictly(base64, SIGNATURE_BYTES);
  return bytes === null ? null : { number: numberOf(bytes), bytes: bytes.subarray(VALUE_AT) };
}

export const isSignedBy = (message: Uint8Array, signature: Signature, key: PublicKey): boolean =>
  verify(null, message, key.key, signature.bytes);

/** The two lines of a signature, the last with its line feed. */
export function signed(message: Uint8Array, { number, key }: SecretKey): string {
  const bytes = Buffer.concat([Buffer.from(ALGORITHM), number, sign(null, message, key)]);
  return `${COMMENT}${SIGNATURE_COMMENT}\n${bytes.toString('base64')}\n`;
}

/** The comment is not signed: only this one is taken, so that not a bit of a package can be changed unnoticed. */
export const SIGNATURE_COMMENT = 'verify with update.pub';
export const isComment = (line: string): boolean => line === `${COMMENT}${SIGNATURE_COMMENT}`;

/** Base64 has bits that say nothing; another spelling of the same bytes is not taken. */
function decodeStrictly(base64: string, length: number): Buffer | null {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== length || bytes.toString('base64') !== base64) return null;
  return bytes.subarray(0, NUMBER_AT).toString('latin1') === ALGORITHM ? bytes : null;
}

const numberOf = (bytes: Buffer): string => bytes.subarray(NUMBER_AT, VALUE_AT).toString('hex');

const lastLine = (text: string): string => text.trim().split(/\r?\n/).at(-1)?.trim() ?? '';
