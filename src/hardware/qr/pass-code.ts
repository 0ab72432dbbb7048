import { decodeBase45, encodeBase45 } from './base45.ts';

/** What a person's code says. Times are ms since the epoch, kept in whole seconds. */
export interface PassCode {
  /** The worker's id. */
  readonly workerId: string;
  /** Where it counts: the place that terminals have in their configuration. */
  readonly place: string;
  readonly notBeforeMs: number;
  readonly expiresMs: number;
  /** Tells one code from all others: 8 bytes in hexadecimal. */
  readonly nonce: string;
}

/** A code as it was read, not yet believed. */
export interface SignedPassCode {
  readonly code: PassCode;
  /** All that is signed. */
  readonly signed: Uint8Array;
  /** Ed25519, 64 bytes. */
  readonly signature: Uint8Array;
}

/** How every code of ours begins: kind and version. */
export const passCodePrefix = 'SG1:';
const signatureLength = 64;
const nonceLength = 8;
/** Longer texts are not even decoded. */
const longestText = 1_200;

/** The part that is signed: not before, expires (seconds, 4 bytes each, high first), nonce, place, worker; texts in UTF-8 behind a byte of length. */
export function encodePassCode({ workerId, place, notBeforeMs, expiresMs, nonce }: PassCode): Uint8Array {
  const times = Buffer.alloc(8);
  times.writeUInt32BE(Math.floor(notBeforeMs / 1_000), 0);
  times.writeUInt32BE(Math.floor(expiresMs / 1_000), 4);
  const texts = [place, workerId].flatMap((text) => {
    const bytes = Buffer.from(text, 'utf8');
    return [Uint8Array.of(bytes.length), bytes];
  });
  return Uint8Array.from(Buffer.concat([Buffer.from(passCodePrefix), times, Buffer.from(nonce, 'hex'), ...texts]));
}

/** The text that goes into the QR code. */
export function passCodeText(signed: Uint8Array, signature: Uint8Array): string {
  return passCodePrefix + encodeBase45(Buffer.concat([signed.subarray(passCodePrefix.length), signature]));
}

/** Takes a code's text apart. Null: not one. */
export function parsePassCode(text: string): SignedPassCode | null {
  if (!text.startsWith(passCodePrefix) || text.length > longestText) return null;
  const bytes = decodeBase45(text.slice(passCodePrefix.length));
  if (bytes === null || bytes.length < 8 + nonceLength + 2 + signatureLength) return null;
  const signature = bytes.subarray(bytes.length - signatureLength);
  const body = Buffer.from(bytes.subarray(0, bytes.length - signatureLength));
  const place = textIn(body, 8 + nonceLength);
  const worker = place === null ? null : textIn(body, place.end);
  if (place === null || worker?.end !== body.length || worker.text === '') return null;
  const code = {
    workerId: worker.text,
    place: place.text,
    notBeforeMs: body.readUInt32BE(0) * 1_000,
    expiresMs: body.readUInt32BE(4) * 1_000,
    nonce: body.subarray(8, 8 + nonceLength).toString('hex'),
  };
  return { code, signed: Uint8Array.from(Buffer.concat([Buffer.from(passCodePrefix), body])), signature };
}

function textIn(bytes: Buffer, at: number): { readonly text: string; readonly end: number } | null {
  const length = bytes[at];
  if (length === undefined || at + 1 + length > bytes.length) return null;
  const part = bytes.subarray(at + 1, at + 1 + length);
  const text = part.toString('utf8');
  // What is no UTF-8 would come out changed: another worker's id, perhaps.
  return Buffer.from(text, 'utf8').equals(part) ? { text, end: at + 1 + length } : null;
}
