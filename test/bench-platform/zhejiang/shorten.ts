import { isObject, type Json } from '../json.ts';
import { describePicture } from '../pictures.ts';

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
