import type { Config } from './schema.ts';

/** Relays on the largest board of each make, as its manual has it; `register`: as many as a holding register's address reaches. */
export const boardChannels: Readonly<Record<Config['turnstile']['board'], number>> = {
  generic: 65_536,
  waveshare: 256,
  'juying-dam': 16,
  'eletechsup-r4': 32,
  register: 65_536,
};
