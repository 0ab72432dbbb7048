/** JSON in which byte arrays live, as `{"base64": …}`. */
export const printWithBytes = (value: object): string => JSON.stringify(value, bytesAsBase64);

/** What `printWithBytes` wrote. */
export const parseWithBytes = (text: string): unknown => JSON.parse(text, (_, value: unknown) => asBytes(value));

/** A replacer: reads the member itself, because a Buffer turns itself into an array before it is asked. */
function bytesAsBase64(this: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = this[name];
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;
}

function asBytes(value: unknown): unknown {
  const isBytes = typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string';
  return isBytes ? Buffer.from(value.base64 as string, 'base64') : value;
}
