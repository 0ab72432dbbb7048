/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a JSON text, or undefined where it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** How `printJson` writes; both are off by default. */
export interface PrintStyle {
  /** Member names without quotes, as the examples of the document show them. */
  readonly unquotedKeys?: boolean;
  /** Ids made of digits as bare numbers, beyond 2^53 too. */
  readonly bareIds?: boolean;
}

const ID_MEMBERS = new Set(['taskid', 'taskids', 'personId', 'personIds', 'Id', 'userId']);

/** Compact JSON text; members that are undefined are left out. */
export function printJson(value: Json, style: PrintStyle = {}, member = ''): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => printJson(item, style, member)).join(',')}]`;
  if (isObject(value)) {
    const members = Object.entries(value)
      .filter((entry): entry is [string, Json] => entry[1] !== undefined)
      .map(([name, item]) => `${style.unquotedKeys === true ? name : JSON.stringify(name)}:${printJson(item, style, name)}`);
    return `{${members.join(',')}}`;
  }
  const isBare = style.bareIds === true && typeof value === 'string' && ID_MEMBERS.has(member) && /^[1-9]\d{0,18}$/.test(value);
  return isBare ? value : JSON.stringify(value);
}
