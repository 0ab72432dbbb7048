import { BYTES_KEY } from '../shared/remote-view.ts';

/** As JSON, with bytes in base64 under a key of their own. */
export const jsonWithBytes = (value: unknown): string => JSON.stringify(packed(value));

function packed(value: unknown): unknown {
  if (value instanceof Uint8Array) return { [BYTES_KEY]: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(packed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, packed(inner)]));
}
