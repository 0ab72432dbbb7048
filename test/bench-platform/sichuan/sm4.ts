import { createCipheriv, createDecipheriv } from 'node:crypto';

/** How ciphertext is written as text; the document does not say. */
export type CipherText = 'base64' | 'hex';

const BLOCK_BYTES = 16;
const FORMS: Readonly<Record<CipherText, RegExp>> = {
  base64: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  hex: /^(?:[0-9a-fA-F]{2})*$/,
};

/** 16 bytes from 16 bytes of UTF-8 or from 32 hex digits; null from anything else. */
export function keyBytes(text: string): Buffer | null {
  if (/^[0-9a-fA-F]{32}$/.test(text)) return Buffer.from(text, 'hex');
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length === BLOCK_BYTES ? bytes : null;
}

/** SM4, CBC, PKCS7, UTF-8 (4.2), by OpenSSL. */
export class Sm4 {
  readonly #key: Buffer;
  readonly #iv: Buffer;

  constructor(key: Buffer, iv: Buffer) {
    this.#key = key;
    this.#iv = iv;
  }

  encrypt(text: string, form: CipherText): string {
    const cipher = createCipheriv('sm4-cbc', this.#key, this.#iv);
    return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString(form);
  }

  /** Whole blocks that no padding ends. */
  encryptUnpadded(text: string, form: CipherText): string {
    const cipher = createCipheriv('sm4-cbc', this.#key, this.#iv).setAutoPadding(false);
    const plain = Buffer.from(text, 'utf8');
    const zeros = Buffer.alloc(BLOCK_BYTES - (plain.length % BLOCK_BYTES));
    return Buffer.concat([cipher.update(plain), cipher.update(zeros), cipher.final()]).toString(form);
  }

  /** Null where it is not written so, does not decrypt or is no UTF-8. */
  decrypt(text: string, form: CipherText): string | null {
    if (!FORMS[form].test(text)) return null;
    try {
      const decipher = createDecipheriv('sm4-cbc', this.#key, this.#iv);
      const plain = Buffer.concat([decipher.update(Buffer.from(text, form)), decipher.final()]);
      return new TextDecoder('utf-8', { fatal: true }).decode(plain);
    } catch {
      return null;
    }
  }
}
