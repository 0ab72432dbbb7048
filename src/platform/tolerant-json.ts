import JSON5 from 'json5';
import { parse as parseLossless, stringify as stringifyLossless } from 'lossless-json';
import { Fault } from '../shared/fault.ts';

/** What JSON text stands for. Whole numbers that a double cannot hold (19-digit ids) come as strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

/**
 * Reads JSON text, and text with unquoted keys as the documents print it. Whole numbers too long for a double become
 * strings, digit for digit. Text of more than `mostTolerantChars` has to be JSON in the strict sense, because the tolerant
 * reader is slow; default: none. Throws `Fault` `platform.badReply`.
 */
export function parseTolerantly(text: string, mostTolerantChars: number = Number.POSITIVE_INFINITY): Json {
  const hasLongNumber = /\d{16}/.test(text);
  try {
    return (hasLongNumber ? JSON.parse(text, keepDigits) : JSON.parse(text)) as Json;
  } catch {
    // The text stays out of the fault: it may hold people.
    if (text.length > mostTolerantChars) throw new Fault('platform.badReply', 'a long text that is no JSON');
  }
  try {
    return JSON5.parse<Json>(quoteLongNumbers(text));
  } catch (cause) {
    // The text stays out of the message: it may hold people.
    throw new Fault('platform.badReply', 'neither JSON nor nearly JSON', {
      cause: new Error(cause instanceof Error ? cause.name : 'unknown'),
    });
  }
}

/** A value that may come as itself or as JSON text of itself; text that is no JSON stays text. */
export function unwrapText(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return parseTolerantly(value);
  } catch {
    return value;
  }
}

export function isObject(value: unknown): value is { readonly [member: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same JSON without white space, numbers digit for digit; null when `text` cannot be read. */
export function compactJson(text: string): string | null {
  try {
    return stringifyLossless(parseLossless(text)) ?? null;
  } catch {
    // not JSON in the strict sense
  }
  try {
    return JSON.stringify(JSON5.parse(text));
  } catch {
    return null;
  }
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

const longest = 16;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Puts quotes around whole numbers of 16 digits and more that stand outside of strings; JSON5 would round them. */
function quoteLongNumbers(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  let out = '';
  let from = 0;
  for (let at = 0; at < text.length;) {
    const char = text[at];
    if (char === '"' || char === "'") {
      at = afterString(text, at);
    } else if (isDigit(text.charCodeAt(at)) && !/[\w$.]/.test(text[at - 1] ?? '')) {
      let end = at;
      while (isDigit(text.charCodeAt(end))) end += 1;
      if (end - at >= longest && !/[\w$.]/.test(text[end] ?? '')) {
        const start = text[at - 1] === '-' ? at - 1 : at;
        out += `${text.slice(from, start)}"${text.slice(start, end)}"`;
        from = end;
      }
      at = end;
    } else {
      at += 1;
    }
  }
  return out + text.slice(from);
}

/** Index after the string that begins at `start`; the text's end when it never closes. */
export function afterString(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}
