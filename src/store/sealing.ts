import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Fault } from '../shared/fault.ts';

/** Where a sealed value stands. It opens nowhere else, so values cannot be swapped between rows or workers. */
export interface Place {
  readonly table: string;
  readonly rowId: number;
  /** The worker whose value it is, where the row belongs to one. */
  readonly owner?: string;
}

const cipherName = 'aes-256-gcm';
const formByte = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes + tagBytes;

const bindingOf = (place: Place): Buffer => Buffer.from(JSON.stringify([place.table, place.rowId, place.owner ?? null]));

/**
 * Seals photographs, templates and pictures: AES-256-GCM, form byte, nonce, tag, ciphertext.
 *
 * It protects against somebody who gets the database without the key file (a copy, a backup, a repair, a disk whose key was
 * destroyed) and against rows that are changed or moved. It does not protect against somebody who has the whole data
 * directory or runs as the terminal's user: the key lies beside the data. Names, ids and times are not sealed.
 */
export class Sealer {
  readonly #key: Uint8Array;

  /** `key`: 32 bytes. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  seal(plain: Uint8Array, place: Place): Uint8Array {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(cipherName, this.#key, nonce, { authTagLength: tagBytes });
    cipher.setAAD(bindingOf(place));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([Buffer.of(formByte), nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws `store.damaged` when the value was changed, moved, cut short or sealed with another key. */
  open(sealed: Uint8Array, place: Place): Uint8Array {
    try {
      if (sealed.length < headBytes || sealed[0] !== formByte) throw new Error('not a sealed value');
      const decipher = createDecipheriv(cipherName, this.#key, sealed.subarray(1, 1 + nonceBytes), { authTagLength: tagBytes });
      decipher.setAAD(bindingOf(place));
      decipher.setAuthTag(sealed.subarray(1 + nonceBytes, headBytes));
      return Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()]);
    } catch (error) {
      throw new Fault('store.damaged', `A sealed value of ${place.table} does not open`, { cause: error });
    }
  }
}
