/**
 * What `postMessage` would carry, as bytes: a JSON head, then the contents of typed arrays as they are. Runs in Node and
 * in the page. Layout: u32 (little endian) length of the head, head in UTF-8, contents one after the other.
 */
const arrayTypes = {
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;
type ArrayTypeName = keyof typeof arrayTypes;

/** A value that JSON does not have stands in the head as `{ "$": kind, … }`; an object with a real `$` is wrapped. */
type Marked =
  | { $: 'bytes'; as: ArrayTypeName | 'ArrayBuffer' | 'DataView'; at: number; length: number }
  | { $: 'undefined' }
  | { $: 'number'; text: string }
  | { $: 'bigint'; text: string }
  | { $: 'date'; ms: number }
  | { $: 'error'; name: string; message: string }
  | { $: 'object'; entries: (readonly [string, unknown])[] };

/** Throws a TypeError for what the structured clone refuses too: functions and symbols. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const contents: Uint8Array[] = [];
  let size = 0;

  const mark = (part: unknown): unknown => {
    switch (typeof part) {
      case 'undefined':
        return { $: 'undefined' } satisfies Marked;
      case 'number':
        return Number.isFinite(part) && !Object.is(part, -0)
          ? part
          : ({ $: 'number', text: Object.is(part, -0) ? '-0' : String(part) } satisfies Marked);
      case 'bigint':
        return { $: 'bigint', text: String(part) } satisfies Marked;
      case 'function':
      case 'symbol':
        throw new TypeError('An object could not be cloned.');
      case 'object':
        return part === null ? null : markObject(part);
      default:
        return part;
    }
  };

  const markObject = (part: object): unknown => {
    if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) return markBytes(part);
    if (Array.isArray(part)) return part.map(mark);
    if (part instanceof Date) return { $: 'date', ms: part.getTime() } satisfies Marked;
    if (part instanceof Error) return { $: 'error', name: part.name, message: part.message } satisfies Marked;
    const entries = Object.entries(part).map(([key, inner]) => [key, mark(inner)] as const);
    return '$' in part ? ({ $: 'object', entries } satisfies Marked) : Object.fromEntries(entries);
  };

  const markBytes = (part: ArrayBuffer | ArrayBufferView): Marked => {
    const bytes =
      part instanceof ArrayBuffer ? new Uint8Array(part) : new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    contents.push(bytes);
    const at = size;
    size += bytes.length;
    return { $: 'bytes', as: nameOf(part), at, length: bytes.length };
  };

  const head = new TextEncoder().encode(JSON.stringify(mark(value)));
  const message = new Uint8Array(4 + head.length + size);
  new DataView(message.buffer).setUint32(0, head.length, true);
  message.set(head, 4);
  let at = 4 + head.length;
  for (const bytes of contents) {
    message.set(bytes, at);
    at += bytes.length;
  }
  return message;
}

/** Node's `Buffer` is a Uint8Array that arrives as a plain one, as it does through the structured clone. */
function nameOf(part: ArrayBuffer | ArrayBufferView): ArrayTypeName | 'ArrayBuffer' | 'DataView' {
  if (part instanceof ArrayBuffer) return 'ArrayBuffer';
  if (part instanceof DataView) return 'DataView';
  for (const [name, type] of Object.entries(arrayTypes)) if (part instanceof type) return name as ArrayTypeName;
  throw new TypeError('An object could not be cloned.');
}

/** The value again; typed arrays are copies of their own. Throws on bytes that `encode` did not write. */
export function decode(received: Uint8Array): unknown {
  // Node's Buffer has a `slice` of its own that does not copy.
  const message = new Uint8Array(received.buffer, received.byteOffset, received.byteLength);
  const headLength = new DataView(message.buffer, message.byteOffset, message.byteLength).getUint32(0, true);
  const contents = message.subarray(4 + headLength);

  const unmark = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map(unmark);
    if (!('$' in part)) return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, unmark(inner)]));
    const marked = part as Marked;
    switch (marked.$) {
      case 'bytes': {
        const buffer = contents.slice(marked.at, marked.at + marked.length).buffer;
        if (marked.as === 'ArrayBuffer') return buffer;
        return marked.as === 'DataView' ? new DataView(buffer) : new arrayTypes[marked.as](buffer);
      }
      case 'undefined':
        return undefined;
      case 'number':
        return Number(marked.text);
      case 'bigint':
        return BigInt(marked.text);
      case 'date':
        return new Date(marked.ms);
      case 'error':
        return Object.assign(new Error(marked.message), { name: marked.name });
      case 'object':
        return Object.fromEntries(marked.entries.map(([key, inner]) => [key, unmark(inner)]));
    }
  };
  return unmark(JSON.parse(new TextDecoder().decode(message.subarray(4, 4 + headLength))));
}
