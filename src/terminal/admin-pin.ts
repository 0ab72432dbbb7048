import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';
import { Fault } from '../shared/fault.ts';

/** OWASP's minimum for argon2id (19 MiB, 2 passes, 1 lane): about 35 ms on a terminal. */
const cost = { memorySize: 19_456, iterations: 2, parallelism: 1 };
const saltBytes = 16;
const hashBytes = 32;
/** A hash that asks for more than this would stop the gate while it is computed. */
const most = { memorySize: 65_536, iterations: 10, parallelism: 4 };

const pinForm = /^[0-9]{4,12}$/;
const phcForm = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{22,}$/;

/** 4 to 12 digits. */
export const isPin = (text: string): boolean => pinForm.test(text);

/** argon2id in PHC form, with a random salt. Throws `admin.unauthorised` when `pin` is no PIN. */
export async function hashPin(pin: string): Promise<string> {
  if (!isPin(pin)) throw new Fault('admin.unauthorised', 'A PIN has 4 to 12 digits');
  return argon2id({ ...cost, password: pin, salt: randomBytes(saltBytes), hashLength: hashBytes, outputType: 'encoded' });
}

/** Whether the text is a hash that `hashPin` could have made: one that asks for more would stop the gate, and let nobody in. */
export function isPinHash(text: string): boolean {
  const [, memorySize, iterations, parallelism] = (phcForm.exec(text) ?? []).map(Number);
  return (
    isWithin(memorySize, most.memorySize) && isWithin(iterations, most.iterations) && isWithin(parallelism, most.parallelism)
  );
}

/** Whether `pin` is the one of `hash` (PHC form). Throws `config.invalid` when the hash is none that `hashPin` could have made. */
export async function verifyPin(pin: string, hash: string): Promise<boolean> {
  if (!isPinHash(hash)) throw new Fault('config.invalid', '"admin.pinHash" is not an argon2id hash; set the PIN anew');
  // The same work whatever was typed: how long an answer takes says nothing of it.
  const isRight = await argon2Verify({ password: isPin(pin) ? pin : '0000', hash });
  return isPin(pin) && isRight;
}

const isWithin = (value: number | undefined, limit: number): boolean => value !== undefined && value >= 1 && value <= limit;

const freeTries = 5;
const firstDelayMs = 30_000;
const longestDelayMs = 60 * 60_000;

/**
 * Slows guessing down: the fifth wrong PIN in a row locks for 30 s, each further one for twice as long as before, at most an
 * hour. A right one starts over. Time is given, in ms of whichever clock the caller keeps to.
 */
export class PinLock {
  #wrong = 0;
  #untilMs = Number.NEGATIVE_INFINITY;

  /** When the next try is allowed, or null: now. */
  lockedUntilMs(nowMs: number): number | null {
    return nowMs < this.#untilMs ? this.#untilMs : null;
  }

  /** A wrong PIN was entered. `untilMs`: locked until then, or null; `triesLeft`: tries before the next lock. */
  failed(nowMs: number): { readonly triesLeft: number; readonly untilMs: number | null } {
    this.#wrong += 1;
    const excess = this.#wrong - freeTries;
    if (excess < 0) return { triesLeft: -excess, untilMs: null };
    this.#untilMs = nowMs + Math.min(firstDelayMs * 2 ** excess, longestDelayMs);
    return { triesLeft: 1, untilMs: this.#untilMs };
  }

  /** The right PIN was entered. */
  succeeded(): void {
    this.#wrong = 0;
    this.#untilMs = Number.NEGATIVE_INFINITY;
  }
}
