import { existsSync } from 'node:fs';
import path from 'node:path';
import protobuf from 'protobufjs';
import { Fault } from '../../shared/fault.ts';

export type CommandCode = 'C_AUTH' | 'C_HEARTBEAT' | 'C_SIGN_IN';

/** What arrives over TCP, before its JSON is read. Absent fields are empty, `success` false. */
export interface WireReply {
  readonly version: string;
  readonly success: boolean;
  readonly apicode: string;
  readonly error: string;
  readonly response: string;
}

export interface Codec {
  encode(apicode: CommandCode, fields: Readonly<Record<string, string>>): Uint8Array;
  /** Throws `Fault` `platform.badFrame`. */
  decodeReply(message: Uint8Array): WireReply;
}

/** The `.proto` that comes with the program: beside the checkout's or the package's other top-level folders. */
export function ownProtoFile(): string {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'proto', 'zhejiang.proto');
    if (existsSync(file)) return file;
    if (path.dirname(folder) === folder) throw new Fault('config.invalid', 'proto/zhejiang.proto is missing');
  }
}

/** Reads the messages from `protoFile`, so that a platform with other field numbers needs no other program. Throws `Fault` `config.invalid`. */
export function loadCodec(protoFile: string): Codec {
  try {
    const root = new protobuf.Root().loadSync(protoFile, { keepCase: true });
    const type = (name: string): protobuf.Type => root.lookupType(`zhejiang.${name}`);
    const requests = { C_AUTH: type('C_AUTH'), C_HEARTBEAT: type('C_HEARTBEAT'), C_SIGN_IN: type('C_SIGN_IN') };
    const reply = type('Reply');
    return {
      encode: (apicode, fields) => requests[apicode].encode(requests[apicode].fromObject(fields)).finish(),
      decodeReply: (message) => toReply(reply, message),
    };
  } catch (error) {
    throw Fault.from(error, 'config.invalid', `cannot use ${path.basename(protoFile)}`);
  }
}

function toReply(type: protobuf.Type, message: Uint8Array): WireReply {
  let decoded: Record<string, unknown>;
  try {
    decoded = type.toObject(type.decode(message), { defaults: true });
  } catch (cause) {
    throw new Fault('platform.badFrame', 'not a message', { cause });
  }
  const text = (name: string): string => (typeof decoded[name] === 'string' ? decoded[name] : '');
  return {
    version: text('version'),
    success: decoded['success'] === true,
    apicode: text('apicode'),
    error: text('error'),
    response: text('response'),
  };
}
