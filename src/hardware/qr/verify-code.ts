import { verify, type KeyObject } from 'node:crypto';
import { healthColourOf, type HealthColour, type HealthMarks } from './health-code.ts';
import { parsePassCode, passCodePrefix, type PassCode } from './pass-code.ts';

/**
 * Why a code does not count. `notOurs`: another text in a QR code. `malformed`: begins like ours, and is none. `forged`: the
 * signature is not one of the key's. `noKey`: this terminal has no key to believe codes by. `wrongPlace`: for another site. `tooLong`: valid for longer than is allowed here.
 * `replayed`: used before. `clockDoubtful`: this terminal does not know what time it is.
 */
export const codeRefusals = [
  'notOurs',
  'malformed',
  'noKey',
  'forged',
  'wrongPlace',
  'tooLong',
  'clockDoubtful',
  'notYet',
  'expired',
  'replayed',
] as const;
export type CodeRefusal = (typeof codeRefusals)[number];

export type CodeVerdict =
  /** `value`: the text of the code, for the platform. */
  | { readonly kind: 'person'; readonly code: PassCode; readonly value: string }
  /** Passed on as it is; `colour`: null where it is not told. */
  | { readonly kind: 'health'; readonly value: string; readonly colour: HealthColour | null }
  | { readonly kind: 'refused'; readonly reason: CodeRefusal };

/** Codes that were used up; `use` is called when somebody passes, not here. */
export interface CodeMemory {
  isUsed(nonce: string): boolean;
}

export interface VerifyOptions {
  /** Ed25519, of the office that issues; null: no code of ours is believed. */
  readonly publicKey: KeyObject | null;
  /** Where this terminal stands. */
  readonly place: string;
  /** ms since the epoch. */
  readonly nowMs: number;
  /** The wall clock jumped shortly before, or was never set. */
  readonly isClockDoubtful: boolean;
  /** Longest time from "not before" to "expires" that is believed, ms. */
  readonly longestMs: number;
  /** Null: codes count until they expire, however often. */
  readonly memory: CodeMemory | null;
  /** How health codes begin; null: none is taken. */
  readonly healthPrefix: string | null;
  /** By what the colour of a health code is told. */
  readonly healthMarks: HealthMarks;
}

/** By how much the clocks of office and terminal may differ. */
const skewMs = 60_000;
/** Longest health code that is passed on. */
const longestHealthCode = 1_024;

/** Whether the text of a QR code lets somebody pass. That it is shown by its owner is for the face to say. */
export function verifyCode(text: string, options: VerifyOptions): CodeVerdict {
  const refused = (reason: CodeRefusal): CodeVerdict => ({ kind: 'refused', reason });
  const { healthPrefix } = options;
  if (!text.startsWith(passCodePrefix)) {
    const isHealth = healthPrefix !== null && healthPrefix !== '' && text.startsWith(healthPrefix);
    if (!isHealth || text.length > longestHealthCode) return refused('notOurs');
    return { kind: 'health', value: text, colour: healthColourOf(text, options.healthMarks) };
  }
  const parsed = parsePassCode(text);
  if (parsed === null) return refused('malformed');
  if (options.publicKey === null) return refused('noKey');
  if (!verify(null, parsed.signed, options.publicKey, parsed.signature)) return refused('forged');
  const reason = untimely(parsed.code, options);
  return reason === null ? { kind: 'person', code: parsed.code, value: text } : refused(reason);
}

/** What is wrong with a code whose signature is right. */
function untimely(code: PassCode, options: VerifyOptions): CodeRefusal | null {
  const { nowMs, place, longestMs, isClockDoubtful, memory } = options;
  if (code.place !== place) return 'wrongPlace';
  if (code.expiresMs - code.notBeforeMs > longestMs) return 'tooLong';
  if (isClockDoubtful) return 'clockDoubtful';
  if (nowMs < code.notBeforeMs - skewMs) return 'notYet';
  if (nowMs >= code.expiresMs) return 'expired';
  return memory?.isUsed(code.nonce) === true ? 'replayed' : null;
}
