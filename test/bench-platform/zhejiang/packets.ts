import { decodeFields, encodeFields, textOf } from './protobuf.ts';

/** The names of a packet's fields; the first has number 1. The document gives no .proto: these are the 序号 of its tables. */
export interface FieldTables {
  readonly C_AUTH: readonly string[];
  /** C_HEARTBEAT, C_SIGN_IN. */
  readonly request: readonly string[];
  /** Replies and pushed commands; `success` is a bool, all others are strings. */
  readonly reply: readonly string[];
}

export const FIELD_TABLES: FieldTables = {
  C_AUTH: ['version', 'sn', 'apicode', 'accessId', 'accessKey', 'timeStamp', 'sign'], // 2.1.2
  request: ['version', 'sn', 'token', 'apicode', 'timeStamp', 'param', 'sign'], // 2.2.2, 2.3.2
  reply: ['version', 'success', 'apicode', 'error', 'response'], // 2.1.3, 2.2.3, 2.3.3
};

/** A request by the names of its fields; absent ones are absent. */
export type Fields = Readonly<Record<string, string>>;

/** @throws {ProtobufError} */
export function readRequest(packet: Buffer, tables: FieldTables): Fields {
  const values = decodeFields(packet);
  const apicodeAt = tables.C_AUTH.indexOf('apicode') + 1;
  const apicode = values.get(apicodeAt);
  const isAuth = typeof apicode === 'object' && apicode.toString('utf8') === 'C_AUTH';
  const names = isAuth ? tables.C_AUTH : tables.request;
  const fields: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = values.get(index + 1);
    if (value !== undefined) fields[name] = textOf(value);
  }
  return fields;
}

/** What a packet to the device says; `error` and `response` are JSON texts. */
export interface ReplyPacket {
  readonly version: string;
  readonly success: boolean;
  readonly apicode: string;
  readonly error?: string;
  readonly response?: string;
}

export function writeReply(reply: ReplyPacket, tables: FieldTables): Buffer {
  const values: Record<string, string | boolean | undefined> = { ...reply };
  return encodeFields(tables.reply.map((name, index) => [index + 1, values[name] ?? ''] as const));
}
