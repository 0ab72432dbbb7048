import { constants, createPrivateKey, privateDecrypt, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { Fault } from '../../shared/fault.ts';

/** Opens what a platform encrypted for this terminal (1.6): whole RSA blocks, PKCS#1 v1.5, as base64. */
export interface Decryptor {
  /** Whether `text` can be ciphertext at all: base64 of whole blocks. */
  looksEncrypted(text: string): boolean;
  /** Throws `Fault` `platform.cannotDecrypt`. Text that comes back is not yet known to be right: with a wrong key it is garbage. */
  decrypt(text: string): Promise<string>;
}

/** Blocks decrypted before the event loop gets its turn, about 4 ms with a key of 2048 bits. */
const blocksATurn = 4;
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Throws `Fault` `config.invalid` when `file` holds no RSA private key (PEM). */
export function loadDecryptor(file: string): Decryptor {
  try {
    const key = createPrivateKey(readFileSync(file));
    const bits = key.asymmetricKeyDetails?.modulusLength;
    if (key.asymmetricKeyType !== 'rsa' || bits === undefined) throw new Error('not an RSA key');
    return createDecryptor(key, Math.ceil(bits / 8));
  } catch (cause) {
    throw new Fault('config.invalid', 'the private key file holds no RSA key', { cause });
  }
}

function createDecryptor(key: KeyObject, blockBytes: number): Decryptor {
  return {
    looksEncrypted: (text) => {
      // Many encoders break their lines.
      const body = text.replaceAll(/\s/g, '');
      const { length } = Buffer.from(body, 'base64');
      return base64.test(body) && length > 0 && length % blockBytes === 0;
    },
    decrypt: async (text) => {
      const sealed = Buffer.from(text.replaceAll(/\s/g, ''), 'base64');
      const plain: Buffer[] = [];
      try {
        for (let at = 0; at < sealed.length; at += blockBytes) {
          if (at > 0 && (at / blockBytes) % blocksATurn === 0) await setImmediate();
          const block = sealed.subarray(at, at + blockBytes);
          plain.push(privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, block));
        }
        return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(plain));
      } catch (cause) {
        throw new Fault('platform.cannotDecrypt', 'an encrypted answer does not open', { cause });
      }
    },
  };
}
