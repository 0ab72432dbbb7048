import smCrypto from 'sm-crypto';
import { Fault } from '../../shared/fault.ts';
import type { Sm4Key } from './sm4-key.ts';

/** How ciphertext is written as text. */
export type CipherEncoding = 'base64' | 'hex';

const blockBytes = 16;
/** sm-crypto makes arrays of numbers of all it is given: pieces keep it small, and let a thread do something in between. */
const sliceBytes = 32 * 1024;

/** SM4-CBC with PKCS7 padding, slice by slice. */
export function* encryptSlices(plain: Uint8Array, { key, iv }: Sm4Key): Generator<Uint8Array, void, undefined> {
  const padded = new Uint8Array(plain.length + (blockBytes - (plain.length % blockBytes)));
  padded.fill(padded.length - plain.length);
  padded.set(plain);
  let vector = iv;
  for (let at = 0; at < padded.length; at += sliceBytes) {
    const slice = Array.from(padded.subarray(at, at + sliceBytes));
    const sealed = Uint8Array.from(smCrypto.sm4.encrypt(slice, Array.from(key), optionsWith(vector)));
    vector = sealed.subarray(-blockBytes);
    yield sealed;
  }
}

/** The reverse. Throws `Fault` `platform.cannotDecrypt`; what comes out is not yet known to be right. */
export function* decryptSlices(sealed: Uint8Array, { key, iv }: Sm4Key): Generator<Uint8Array, void, undefined> {
  if (sealed.length === 0 || sealed.length % blockBytes !== 0) {
    throw new Fault('platform.cannotDecrypt', 'ciphertext that is not of whole SM4 blocks');
  }
  let vector = iv;
  for (let at = 0; at < sealed.length; at += sliceBytes) {
    const slice = sealed.subarray(at, at + sliceBytes);
    const plain = Uint8Array.from(smCrypto.sm4.decrypt(Array.from(slice), Array.from(key), optionsWith(vector)));
    // CBC: each block is combined with the ciphertext before it.
    vector = slice.subarray(-blockBytes);
    yield at + sliceBytes < sealed.length ? plain : withoutPadding(plain);
  }
}

/** For short texts; long ones go to the thread. */
export function encryptText(text: string, key: Sm4Key, encoding: CipherEncoding): string {
  return Buffer.concat([...encryptSlices(Buffer.from(text, 'utf8'), key)]).toString(encoding);
}

/** Bytes of ciphertext written in base64 or in hex. Throws `Fault` `platform.cannotDecrypt`. */
export function cipherBytes(text: string): Uint8Array {
  const bare = text.trim();
  if (bare.length % (2 * blockBytes) === 0 && /^[0-9a-f]+$/i.test(bare)) return Buffer.from(bare, 'hex');
  if (/^[0-9A-Za-z+/_\s-]+={0,2}$/.test(bare)) return Buffer.from(bare, 'base64');
  throw new Fault('platform.cannotDecrypt', 'ciphertext neither in base64 nor in hex');
}

const optionsWith = (iv: Uint8Array) => ({ mode: 'cbc', padding: 'none', iv: Array.from(iv), output: 'array' }) as const;

/** sm-crypto's own unpadding takes any last byte for a length. */
function withoutPadding(plain: Uint8Array): Uint8Array {
  const count = plain.at(-1) ?? 0;
  const isRight = count >= 1 && count <= blockBytes && plain.subarray(-count).every((byte) => byte === count);
  if (!isRight) throw new Fault('platform.cannotDecrypt', 'wrong padding: the SM4 key does not fit');
  return plain.subarray(0, -count);
}
