import { randomBytes } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { CallHandlers, Output } from '../shared/ipc/contract.ts';
import { hashPin, PinLock, verifyPin } from './admin-pin.ts';
import { OneAtATime } from './one-at-a-time.ts';

/** A session that nobody uses ends by itself, ms. */
const IDLE_MS = 3 * 60_000;
/** The PIN was entered again for one act, which must follow within this time, ms. */
const CONFIRMED_MS = 60_000;

/** Where the PIN's hash is kept. */
export interface PinKeeper {
  /** argon2id, or null before the first visit. */
  readonly hash: () => string | null;
  /** Keeps a new hash durably; resolves when it counts, rejects when it cannot be written. */
  readonly save: (hash: string) => Promise<void>;
}

export interface AdminAccessParts {
  readonly pin: PinKeeper;
  readonly clock: Clock;
  /** `pin.set`, `admin.loggedIn`, `admin.wrongPin`: for the audit log. */
  readonly note: (action: string) => void;
}

/** What the calls of the admin side ask before they do anything. */
export interface AdminGuard {
  /** Throws `admin.unauthorised` when the session is not in use. */
  require(session: string): void;
  /** As `require`, and the PIN was just entered again for this one act. A confirmation counts once. */
  requireConfirmed(session: string, confirmation: string): void;
}

/**
 * The way in: PIN, lock-out, sessions, confirmations. Each way to the admin side has one of its own, so that whoever
 * guesses on one of them locks nobody out of the other; it outlives a restart of the terminal below it.
 */
export class AdminAccess implements AdminGuard {
  readonly #parts: AdminAccessParts;
  readonly #lock = new PinLock();
  /** One PIN after the other: tries that come at once are counted like tries that come in turn. */
  readonly #tries = new OneAtATime();
  readonly #sessions = new Map<string, number>();
  readonly #confirmations = new Map<string, { readonly session: string; readonly atMs: number }>();

  constructor(parts: AdminAccessParts) {
    this.#parts = parts;
  }

  get hasPin(): boolean {
    return this.#parts.pin.hash() !== null;
  }

  /** Only on the first visit. Throws `admin.unauthorised`. */
  setPin(pin: string): Promise<Output<'admin.setPin'>> {
    return this.#tries.run(async () => {
      if (this.hasPin) throw new Fault('admin.unauthorised', 'a PIN is set already');
      await this.#keep(pin);
      return { session: this.#newSession() };
    });
  }

  /** Replaces the PIN; the confirmation is the old one's. */
  async changePin(session: string, confirmation: string, pin: string): Promise<void> {
    this.requireConfirmed(session, confirmation);
    await this.#keep(pin);
  }

  login(pin: string): Promise<Output<'admin.login'>> {
    return this.#tries.run(async () => {
      const refusal = await this.#refusal(pin);
      if (refusal !== null) return refusal;
      this.#parts.note('admin.loggedIn');
      return { kind: 'open', session: this.#newSession() };
    });
  }

  /** The PIN again, for one act of this session. */
  confirm(session: string, pin: string): Promise<Output<'admin.confirm'>> {
    this.require(session);
    return this.#tries.run(async () => {
      const refusal = await this.#refusal(pin);
      if (refusal !== null) return refusal;
      const confirmation = randomBytes(16).toString('base64url');
      this.#confirmations.set(confirmation, { session, atMs: this.#parts.clock.monotonic() });
      return { kind: 'confirmed', confirmation };
    });
  }

  logout(session: string): void {
    this.#sessions.delete(session);
  }

  require(session: string): void {
    const usedAtMs = this.#sessions.get(session);
    const nowMs = this.#parts.clock.monotonic();
    if (usedAtMs === undefined || nowMs - usedAtMs > IDLE_MS) {
      this.#sessions.delete(session);
      throw new Fault('admin.unauthorised', 'the session has ended; enter the PIN again');
    }
    this.#sessions.set(session, nowMs);
  }

  requireConfirmed(session: string, confirmation: string): void {
    this.require(session);
    const found = this.#confirmations.get(confirmation);
    this.#confirmations.delete(confirmation);
    const isFresh = found?.session === session && this.#parts.clock.monotonic() - found.atMs <= CONFIRMED_MS;
    if (!isFresh) throw new Fault('admin.unconfirmed', 'this act asks for the PIN again');
  }

  async #keep(pin: string): Promise<void> {
    await this.#parts.pin.save(await hashPin(pin));
    this.#parts.note('pin.set');
  }

  /** Null: the PIN is right. */
  async #refusal(pin: string): Promise<Exclude<Output<'admin.login'>, { kind: 'open' }> | null> {
    const { clock, note } = this.#parts;
    const hash = this.#parts.pin.hash();
    if (hash === null) throw new Fault('admin.unauthorised', 'no PIN is set yet');
    const lockedUntilMs = this.#lock.lockedUntilMs(clock.monotonic());
    if (lockedUntilMs !== null) return { kind: 'locked', untilMs: this.#wallTime(lockedUntilMs) };
    if (await verifyPin(pin, hash)) {
      this.#lock.succeeded();
      return null;
    }
    const { triesLeft, untilMs } = this.#lock.failed(clock.monotonic());
    note('admin.wrongPin');
    return untilMs === null ? { kind: 'wrong', triesLeft } : { kind: 'locked', untilMs: this.#wallTime(untilMs) };
  }

  #newSession(): string {
    const session = randomBytes(16).toString('base64url');
    this.#sessions.set(session, this.#parts.clock.monotonic());
    return session;
  }

  #wallTime(monotonicMs: number): number {
    const { clock } = this.#parts;
    return clock.now() + (monotonicMs - clock.monotonic());
  }
}

type AccessCalls = Pick<
  CallHandlers,
  'admin.state' | 'admin.setPin' | 'admin.login' | 'admin.logout' | 'admin.confirm' | 'admin.changePin'
>;

/** The calls about the way in. */
export function accessCalls(access: AdminAccess): AccessCalls {
  return {
    'admin.state': async () => ({ hasPin: access.hasPin }),
    'admin.setPin': ({ pin }) => access.setPin(pin),
    'admin.login': ({ pin }) => access.login(pin),
    'admin.confirm': async ({ session, pin }) => access.confirm(session, pin),
    'admin.changePin': async ({ session, confirmation, pin }) => {
      await access.changePin(session, confirmation, pin);
      return {};
    },
    'admin.logout': async ({ session }) => {
      access.logout(session);
      return {};
    },
  };
}
