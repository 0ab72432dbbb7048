import type { Json } from './json.ts';

/** A member of a button's body as a text; empty where it is none. */
export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** The texts among a list's members. */
export const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one: Json): one is string => typeof one === 'string') : [];
