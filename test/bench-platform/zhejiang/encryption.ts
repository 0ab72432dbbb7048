import { constants, type KeyObject, publicEncrypt } from 'node:crypto';

const PADDING_BYTES = 11;

/** RSA with the device's public key (1.6), PKCS#1 v1.5 block by block, as base64 of all blocks. */
export function encryptText(text: string, publicKey: KeyObject): string {
  const bits = publicKey.asymmetricKeyDetails?.modulusLength;
  if (bits === undefined) throw new Error('not an RSA public key');
  const room = bits / 8 - PADDING_BYTES;
  const plain = Buffer.from(text, 'utf8');
  const blocks: Buffer[] = [];
  for (let at = 0; at < plain.length || at === 0; at += room) {
    const block = plain.subarray(at, at + room);
    blocks.push(publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, block));
  }
  return Buffer.concat(blocks).toString('base64');
}
