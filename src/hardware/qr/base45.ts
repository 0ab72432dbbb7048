/** RFC 9285: bytes in the 45 characters that a QR code packs best. */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const high = bytes[at] ?? 0;
    const low = bytes[at + 1];
    text += low === undefined ? digits(high, 2) : digits(high * 256 + low, 3);
  }
  return text;
}

/** Lowest digit first. */
function digits(value: number, count: number): string {
  let text = '';
  for (let rest = value; text.length < count; rest = Math.floor(rest / 45)) text += alphabet.charAt(rest % 45);
  return text;
}

/** Null: not such a text. Every text that this takes is the only one for its bytes. */
export function decodeBase45(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const part = [...text.slice(at, at + 3)].map((character) => alphabet.indexOf(character));
    const value = part.reduceRight((sum, digit) => sum * 45 + digit, 0);
    const most = part.length === 3 ? 0xffff : 0xff;
    if (part.length === 1 || part.includes(-1) || value > most) return null;
    if (part.length === 3) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}
