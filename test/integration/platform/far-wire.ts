/** Protobuf and framing as chapter 1.2 and the tables of chapter 2 describe them, by hand: nothing of the client's is used here. */

export type Fields = ReadonlyMap<number, string>;

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** A message of strings (and booleans as 0, 1), preceded by its length. */
export function delimited(fields: readonly (readonly [number, string | boolean])[]): Buffer {
  const parts = fields.map(([field, value]) => {
    if (typeof value === 'boolean') return Buffer.from([field * 8, value ? 1 : 0]);
    const text = Buffer.from(value);
    return Buffer.concat([Buffer.from([field * 8 + 2, ...varint(text.length)]), text]);
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(varint(body.length)), body]);
}

function readVarint(bytes: Buffer, at: number): { readonly value: number; readonly next: number } | null {
  let value = 0;
  for (let index = 0; at + index < bytes.length; index += 1) {
    const byte = bytes.readUInt8(at + index);
    value += (byte % 128) * 128 ** index;
    if (byte < 128) return { value, next: at + index + 1 };
  }
  return null;
}

/** The first whole message in `bytes` and what follows it; null when there is none yet. All fields are strings. */
export function takeMessage(bytes: Buffer): { readonly fields: Fields; readonly rest: Buffer } | null {
  const length = readVarint(bytes, 0);
  if (!length || bytes.length < length.next + length.value) return null;
  const end = length.next + length.value;
  const fields = new Map<number, string>();
  for (let at = length.next; at < end;) {
    const tag = readVarint(bytes, at);
    const size = tag && readVarint(bytes, tag.next);
    if (!size) break;
    fields.set(Math.floor(tag.value / 8), bytes.toString('utf8', size.next, size.next + size.value));
    at = size.next + size.value;
  }
  return { fields, rest: bytes.subarray(end) };
}
