import { isObject, type Json } from '../json.ts';

/** A picture's place in a log: what it is and how large. */
export function describePicture(base64: string): string {
  const head = Buffer.from(base64.slice(0, 16), 'base64').toString('latin1');
  const kind = head.startsWith('\xff\xd8') ? 'JPEG' : head.startsWith('\x89PNG') ? 'PNG' : '?';
  return `<${kind} ${(Math.floor((base64.length * 3) / 4) / 1024).toFixed(1)} KB>`;
}

/** The same with every `img` shortened to its description. */
export function shortened(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => shortened(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'img' && typeof member === 'string' ? describePicture(member) : shortened(member ?? null),
    ]),
  );
}
