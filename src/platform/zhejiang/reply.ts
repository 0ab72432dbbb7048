import { memberText } from '../member-text.ts';
import { Fault } from '../../shared/fault.ts';
import { compactJson, isObject, parseTolerantly, unwrapText, type Json } from '../tolerant-json.ts';
import type { WireReply } from './codec.ts';
import type { Decryptor } from './rsa.ts';

/** A reply of either wire, read. */
export interface Reply {
  readonly version: string;
  readonly apicode: string;
  readonly isSuccess: boolean;
  /** `errorcode`, or `unknown`; null on success. */
  readonly errorCode: string | null;
  /** Undefined when there is none. */
  readonly response: Json | undefined;
  /** The forms in which `response` may have been signed, the likeliest first; empty when there is none. */
  readonly responseForms: Iterable<string>;
  readonly sign: string | null;
}

/** Reads what came over TCP. Throws `Fault` `platform.badReply` or `platform.cannotDecrypt`. */
export async function readWireReply(wire: WireReply, decryptor: Decryptor | null): Promise<Reply> {
  const response = wire.response === '' || !wire.success ? nothing : await readResponse(wire.response, wire.response, decryptor);
  return {
    version: wire.version,
    apicode: wire.apicode,
    isSuccess: wire.success,
    errorCode: wire.success ? null : errorCodeOf(wire.error),
    ...response,
    sign: null,
  };
}

/** Reads an HTTP body to a request of `apicode`. Throws as `readWireReply`. */
export async function readHttpReply(body: string, apicode: string, decryptor: Decryptor | null): Promise<Reply> {
  const { text, members } = await readBody(body, decryptor);
  const isSuccess = members['success'] === true || members['success'] === 'true';
  const raw = memberText(text, 'response');
  const response = isSuccess && raw !== null ? await readResponse(members['response'], raw, decryptor) : nothing;
  return {
    version: typeof members['version'] === 'string' ? members['version'] : '',
    apicode,
    isSuccess,
    errorCode: isSuccess ? null : errorCodeOf(members['error']),
    ...response,
    sign: typeof members['sign'] === 'string' ? members['sign'] : null,
  };
}

const nothing = { response: undefined, responseForms: [] } as const;

/** The body as an object, decrypted if it is ciphertext as a whole (bare or as a JSON string). */
async function readBody(body: string, decryptor: Decryptor | null) {
  const trimmed = body.trim();
  const bare = trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed;
  const text = decryptor?.looksEncrypted(bare) ? await decryptor.decrypt(bare) : trimmed;
  const members = unwrapText(parseAfter(text, text !== trimmed));
  if (!isObject(members)) throw new Fault('platform.badReply', 'an answer that is no object');
  return { text, members };
}

async function readResponse(value: Json | undefined, raw: string, decryptor: Decryptor | null) {
  if (value === null || value === undefined || value === '') return nothing;
  if (typeof value !== 'string') return { response: value, responseForms: formsOf(raw) };
  if (/^\s*[[{]/.test(value)) return { response: parseTolerantly(value), responseForms: formsOf(value) };
  if (!decryptor?.looksEncrypted(value)) throw new Fault('platform.badReply', 'a response that cannot be read');
  const plain = await decryptor.decrypt(value);
  return { response: parseAfter(plain, true), responseForms: formsOf(value, plain) };
}

/** With a wrong key some platforms' padding opens to garbage: what does not parse did not decrypt. */
function parseAfter(text: string, wasEncrypted: boolean): Json {
  try {
    return parseTolerantly(text);
  } catch (cause) {
    if (!wasEncrypted) throw cause;
    throw new Fault('platform.cannotDecrypt', 'an encrypted answer opens to something unreadable', { cause });
  }
}

/** As received, then without white space; the latter is made only for whom the former does not satisfy. */
function formsOf(...received: readonly string[]): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      yield* received;
      const compact = compactJson(received.at(-1) ?? '');
      if (compact !== null) yield compact;
    },
  };
}

/** A code is shown and logged, so nothing but a code may pass; the message beside it is not kept. */
function errorCodeOf(error: Json | undefined): string {
  const read = unwrapText(error);
  const code = isObject(read) ? (read['errorcode'] ?? read['errorCode']) : read;
  const text = typeof code === 'number' ? String(code) : code;
  return typeof text === 'string' && /^[0-9A-Za-z_-]{1,20}$/.test(text) ? text : 'unknown';
}
