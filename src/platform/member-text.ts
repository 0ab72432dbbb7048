import { afterString } from './tolerant-json.ts';

/**
 * The value of a top-level member of an object, exactly as written; null when there is none. Signatures are made over it.
 * Takes unquoted keys too; what the text means is for the JSON parser to say.
 */
export function memberText(text: string, member: string): string | null {
  let at = text.indexOf('{') + 1;
  if (at === 0) return null;
  while (at < text.length) {
    at = afterBlank(text, at);
    const keyEnd = /["']/.test(text[at] ?? '') ? afterString(text, at) : text.indexOf(':', at);
    if (keyEnd < 0) return null;
    const key = text
      .slice(at, keyEnd)
      .trim()
      .replace(/^["']|["']$/g, '');
    const colon = text.indexOf(':', keyEnd);
    if (colon < 0) return null;
    const start = afterBlank(text, colon + 1);
    const end = afterValue(text, start);
    if (key === member) return text.slice(start, end).trimEnd();
    if (text[end] !== ',') return null;
    at = end + 1;
  }
  return null;
}

function afterBlank(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
  return at;
}

/** Index of the comma or bracket that ends the value at `start`. */
function afterValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"' || char === "'") at = afterString(text, at) - 1;
    else if (char === '{' || char === '[') depth += 1;
    else if (depth === 0 && (char === ',' || char === '}')) return at;
    else if (char === '}' || char === ']') depth -= 1;
  }
  return text.length;
}
