import { setImmediate } from 'node:timers/promises';
import { Fault } from '../../shared/fault.ts';
import { isObject, parseTolerantly, unwrapText, type Json } from '../tolerant-json.ts';
import { cipherBytes, decryptSlices } from './sm4.ts';
import type { Sm4Key } from './sm4-key.ts';

/** 5.1.2: what every method answers, its Content still as it came. */
export interface Envelope {
  readonly result: number;
  readonly content: Json | undefined;
  readonly message: string;
}

/** Longer texts are read only if they are JSON in the strict sense: the tolerant readers are slow. */
const mostTolerantChars = 1024 * 1024;

/** Throws `Fault` `platform.badReply`. */
export function readEnvelope(body: Uint8Array): Envelope {
  const members = unwrapText(parseJson(decodeBody(body)));
  if (!isObject(members)) throw new Fault('platform.badReply', 'an answer that is no object');
  const given = members['Result'];
  const isNumber = typeof given === 'number' || (typeof given === 'string' && given.trim() !== '');
  const result = isNumber ? Number(given) : Number.NaN;
  if (!Number.isInteger(result)) throw new Fault('platform.badReply', 'an answer without Result');
  const message = members['Msg'];
  return { result, content: members['Content'], message: typeof message === 'string' ? message : '' };
}

/**
 * Content as what it stands for; null when it is empty. Takes ciphertext, JSON, and JSON as text. Leaves the event loop room
 * in between. Throws `Fault` `platform.cannotDecrypt`, `platform.badReply`.
 */
export async function openContent(content: Json | undefined, key: Sm4Key): Promise<Json | null> {
  if (content === null || content === undefined) return null;
  if (typeof content !== 'string') return content;
  if (content.trim() === '') return null;
  if (/^\s*[[{]/.test(content)) return parseJson(content);
  const plain: Uint8Array[] = [];
  for (const slice of decryptSlices(cipherBytes(content), key)) {
    plain.push(slice);
    await setImmediate();
  }
  return parseDecrypted(Buffer.concat(plain));
}

/** With a wrong key or IV the padding may still look right: what is no JSON was not decrypted. */
function parseDecrypted(bytes: Uint8Array): Json | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.trim() === '' ? null : (unwrapText(parseJson(text)) ?? null);
  } catch (cause) {
    throw new Fault('platform.cannotDecrypt', 'Content opens to no JSON: the SM4 key or IV does not fit', { cause });
  }
}

const parseJson = (text: string): Json => parseTolerantly(text, mostTolerantChars);

const quote = 0x22;

/** UTF-8, as the document says; strings in it that are not are read as GBK. */
export function decodeBody(body: Uint8Array): string {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    return utf8.decode(body);
  } catch {
    // Somebody's Msg: neither encoding has a quotation mark inside a character, so that strings can be told apart.
  }
  const gbk = new TextDecoder('gb18030');
  const pieces: string[] = [];
  for (let start = 0; start <= body.length;) {
    const found = body.indexOf(quote, start);
    const end = found < 0 ? body.length : found;
    const piece = body.subarray(start, end);
    try {
      pieces.push(utf8.decode(piece));
    } catch {
      pieces.push(gbk.decode(piece));
    }
    start = end + 1;
  }
  return pieces.join('"');
}
