import type { Parameters } from './form.ts';

const MAX_SHOWN = 200;

/** The same with long values, pictures and ciphertext, cut. */
export const shortValues = (form: Parameters): Parameters =>
  Object.fromEntries(
    Object.entries(form).map(([name, value]) => [
      name,
      value.length > MAX_SHOWN ? `${value.slice(0, 24)}… (${value.length})` : value,
    ]),
  );
