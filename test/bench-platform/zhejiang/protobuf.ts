// https://protobuf.dev/programming-guides/encoding: all that this protocol needs, strings and one bool.
import { varint } from './framing.ts';

export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

export type FieldValue = string | boolean;

/** Fields by number, in the order given; proto3 leaves out the empty string and false. */
export function encodeFields(fields: Iterable<readonly [number, FieldValue]>): Buffer {
  const parts: Buffer[] = [];
  for (const [number, value] of fields) {
    if (value === '' || value === false) continue;
    if (value === true) {
      parts.push(varint(number << 3), Buffer.from([1]));
      continue;
    }
    const text = Buffer.from(value, 'utf8');
    parts.push(varint((number << 3) | 2), varint(text.length), text);
  }
  return Buffer.concat(parts);
}

/** Fields by number; the last of a repeated one counts. Numbers come as bigint. @throws {ProtobufError} */
export function decodeFields(bytes: Buffer): ReadonlyMap<number, Buffer | bigint> {
  const fields = new Map<number, Buffer | bigint>();
  let at = 0;
  const number = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new ProtobufError('ends within a varint');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new ProtobufError('a varint of more than 10 bytes');
  };
  const block = (length: number): Buffer => {
    if (at + length > bytes.length) throw new ProtobufError('ends within a field');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(number());
    const field = tag >>> 3;
    if (field === 0 || tag > 0xffffffff) throw new ProtobufError(`field number ${field}`);
    const wireType = tag & 7;
    if (wireType === 0) fields.set(field, number());
    else if (wireType === 1) fields.set(field, block(8).readBigUInt64LE());
    else if (wireType === 2) fields.set(field, block(Number(number())));
    else if (wireType === 5) fields.set(field, BigInt(block(4).readUInt32LE()));
    else throw new ProtobufError(`wire type ${wireType}`);
  }
  return fields;
}

/** A string field's text. @throws {ProtobufError} where it is no UTF-8 or no string. */
export function textOf(value: Buffer | bigint): string {
  if (typeof value === 'bigint') throw new ProtobufError('a number where a string belongs');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch (error) {
    throw new ProtobufError('no UTF-8', { cause: error });
  }
}
