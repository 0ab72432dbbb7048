import { memberText } from '../member-text.ts';
import { Fault, type FaultCode } from '../../shared/fault.ts';
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
  /** Why `response` could not be read where `success` alone counts; null: it was read, or there is none. */
  readonly unread: FaultCode | null;
  /** The forms in which `response` may have been signed, the likeliest first; empty when there is none. */
  readonly responseForms: Iterable<string>;
  readonly sign: string | null;
}

/** What their `response` says, if anything, is not needed: `success` decides (2.2.3, 2.3.3, 3.2.3, 3.6.3, 3.8.3). */
const successCounts: readonly string[] = [
  'C_HEARTBEAT',
  'C_SIGN_IN',
  'T_UPDATE_TASKS_STATUS',
  'T_CLEAR_DEVICE_PERSON',
  'T_POST_DEVICE_PERSON',
];

/** Reads what came over TCP. Throws `Fault` `platform.badReply` or `platform.cannotDecrypt`. */
export async function readWireReply(wire: WireReply, decryptor: Decryptor | null): Promise<Reply> {
  const response = wire.success ? await readWhatCounts(wire.apicode, wire.response, wire.response, decryptor) : nothing;
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
  const response = isSuccess && raw !== null ? await readWhatCounts(apicode, members['response'], raw, decryptor) : nothing;
  return {
    version: typeof members['version'] === 'string' ? members['version'] : '',
    apicode,
    isSuccess,
    errorCode: isSuccess ? null : errorCodeOf(members['error']),
    ...response,
    sign: typeof members['sign'] === 'string' ? members['sign'] : null,
  };
}

const nothing = { response: undefined, responseForms: [], unread: null } as const;

/** The body as an object, decrypted if it is ciphertext as a whole (bare or as a JSON string). */
async function readBody(body: string, decryptor: Decryptor | null) {
  const outer = innerText(body.trim());
  const isEncrypted = decryptor?.looksEncrypted(outer) === true;
  const text = isEncrypted ? innerText(await decryptor.decrypt(outer)) : outer;
  const members = parseAfter(text, isEncrypted);
  if (!isObject(members)) throw new Fault('platform.badReply', 'an answer that is no object');
  return { text, members };
}

/** JSON text of a text stands for that text; anything else for itself. */
function innerText(text: string): string {
  if (!text.startsWith('"')) return text;
  const inner = parseTolerantly(text);
  return typeof inner === 'string' ? inner.trim() : text;
}

/** As `readResponse`, but an unreadable one is a fault only where something of it is needed; a signature is held against what was received. */
async function readWhatCounts(apicode: string, value: Json | undefined, raw: string, decryptor: Decryptor | null) {
  try {
    return { ...(await readResponse(value, raw, decryptor)), unread: null };
  } catch (error) {
    if (!successCounts.includes(apicode) || !(error instanceof Fault)) throw error;
    return { response: undefined, responseForms: formsOf(typeof value === 'string' ? value : raw), unread: error.code };
  }
}

async function readResponse(value: Json | undefined, raw: string, decryptor: Decryptor | null) {
  if (value === null || value === undefined || value === '') return nothing;
  if (typeof value !== 'string') return { response: value, responseForms: formsOf(raw) };
  // What a serialiser makes of nothing, and JSON text of JSON text.
  if (/^\s*(null|"")\s*$/.test(value)) return { response: undefined, responseForms: formsOf(value) };
  if (/^\s*["[{]/.test(value)) return { response: unwrapText(parseTolerantly(value)), responseForms: formsOf(value) };
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
