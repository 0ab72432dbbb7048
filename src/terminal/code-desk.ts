import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '../config/schema.ts';
import { verifyCode, type CodeVerdict } from '../hardware/qr/verify-code.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { UsedCodes } from '../store/used-codes.ts';
import { Repeats } from './repeats.ts';

export interface CodeDeskOptions {
  readonly readers: Config['readers'];
  readonly usedCodes: UsedCodes;
  readonly clock: Clock;
  readonly isClockDoubtful: () => boolean;
  readonly log: Log;
}

const msPerMinute = 60_000;

/**
 * Judges the codes that the visible camera sees. A verdict alone opens nothing: whoever decides about a passage asks for the
 * face too, unless the site wants otherwise, and uses the code up (`use`) when he records it.
 */
export class CodeDesk {
  readonly #options: CodeDeskOptions;
  readonly #publicKey: KeyObject | null;
  #repeats: Repeats;
  /** A code was refused because nobody knew the time. */
  #isTimeAwaited = false;
  readonly #listeners = new Set<(verdict: CodeVerdict) => void>();

  constructor(options: CodeDeskOptions) {
    const { readers, log } = options;
    this.#options = options;
    this.#repeats = new Repeats(readers.repeatMs);
    this.#publicKey = readers.qr.enabled ? readKey(readers.qr.publicKeyFile, log) : null;
  }

  /** Calls `listener` with each verdict until `signal` aborts; a code that stays before the camera counts once. */
  onVerdict(listener: (verdict: CodeVerdict) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
  }

  /** A text that the page read: whatever anybody holds before the camera. */
  take(text: string): void {
    const { readers, usedCodes, clock, isClockDoubtful, log } = this.#options;
    const { enabled, place, longestMinutes, use, healthPrefix, healthGreen, healthYellow, healthRed } = readers.qr;
    if (!enabled) return;
    if (this.#isTimeAwaited && !isClockDoubtful()) this.forget();
    if (!this.#repeats.isNew(text, clock.monotonic())) return;
    const verdict = verifyCode(text, {
      publicKey: this.#publicKey,
      place,
      nowMs: clock.now(),
      isClockDoubtful: isClockDoubtful(),
      longestMs: longestMinutes * msPerMinute,
      memory: use === 'once' ? usedCodes : null,
      healthPrefix,
      healthMarks: { green: healthGreen, yellow: healthYellow, red: healthRed },
    });
    this.#isTimeAwaited ||= verdict.kind === 'refused' && verdict.reason === 'clockDoubtful';
    log.info('readers', 'code', { kind: verdict.kind, reason: verdict.kind === 'refused' ? verdict.reason : null });
    for (const listener of [...this.#listeners]) listener(verdict);
  }

  /** A code that is before the camera already counts once more. */
  forget(): void {
    this.#isTimeAwaited = false;
    this.#repeats = new Repeats(this.#options.readers.repeatMs);
  }

  /** Uses a code up; false: it was used before, so that it must not count. Codes that count until they expire are never used up. */
  use(code: { readonly nonce: string; readonly expiresMs: number }): boolean {
    const { readers, usedCodes } = this.#options;
    return readers.qr.use === 'untilExpiry' || usedCodes.use(code.nonce, code.expiresMs);
  }

  /** Makes a code that `use` has used up count again: nobody got in by it. Only for whoever was answered true. */
  release(code: { readonly nonce: string }): void {
    this.#options.usedCodes.release(code.nonce);
  }
}

/** Null: there is none, or it cannot be read; then no code is believed. */
function readKey(file: string | null, log: Log): KeyObject | null {
  if (file === null) return null;
  try {
    const key = createPublicKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
    log.error('readers', 'codeKeyUnfit', { type: key.asymmetricKeyType });
  } catch (error) {
    log.error('readers', 'codeKeyUnfit', { reason: error instanceof Error ? error.message : String(error) });
  }
  return null;
}
