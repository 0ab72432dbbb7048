import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Turnstile } from '../gate/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import { adminLivenessCalls } from './admin-liveness.ts';
import { hashPin, PinLock, verifyPin } from './admin-pin.ts';
import type { Calibration } from './calibration.ts';
import { OneAtATime } from './one-at-a-time.ts';

/** A session that nobody uses ends by itself, ms. */
const IDLE_MS = 3 * 60_000;
const AUDIT_PAGE = 100;

export interface AdminParts {
  readonly dir: string;
  readonly store: Store;
  readonly turnstile: Turnstile;
  readonly calibration: Calibration;
  readonly clock: Clock;
  readonly log: Log;
  /** argon2id hash of the configuration, or null before the first visit. */
  readonly pinHash: string | null;
  /** Keeps a new hash in the configuration; throws when it cannot be written. */
  readonly savePinHash: (hash: string) => void;
}

type AdminCalls = Pick<CallHandlers, Extract<keyof CallHandlers, `admin.${string}`>>;

/** The admin side's calls: every one but the way in wants a session that is in use. */
export class Admin {
  readonly #parts: AdminParts;
  readonly #lock: PinLock;
  /** One PIN after the other: tries that come at once are counted like tries that come in turn. */
  readonly #tries = new OneAtATime();
  readonly #sessions = new Map<string, number>();
  #pinHash: string | null;

  constructor(parts: AdminParts) {
    this.#parts = parts;
    this.#pinHash = parts.pinHash;
    this.#lock = new PinLock();
  }

  readonly handlers: AdminCalls = {
    'admin.state': () => Promise.resolve({ hasPin: this.#pinHash !== null }),
    'admin.setPin': ({ pin }) => this.#setPin(pin),
    'admin.login': ({ pin }) => this.#tries.run(() => this.#login(pin)),
    'admin.logout': ({ session }) => {
      this.#sessions.delete(session);
      return Promise.resolve({});
    },
    'admin.openGate': ({ session }) => this.#openGate(session),
    'admin.audit': ({ session, beforeId }) => {
      this.#require(session);
      return Promise.resolve({ entries: [...this.#parts.store.audit.list({ beforeId, limit: AUDIT_PAGE })] });
    },
    'admin.exportAudit': ({ session }) => {
      this.#require(session);
      return Promise.resolve({ path: this.#exportAudit() });
    },
    ...adminLivenessCalls(
      () => this.#parts,
      (session) => this.#require(session),
    ),
  };

  async #setPin(pin: string): Promise<{ session: string }> {
    if (this.#pinHash !== null) throw new Fault('admin.unauthorised', 'a PIN is set already');
    const hash = await hashPin(pin);
    this.#parts.savePinHash(hash);
    this.#pinHash = hash;
    this.#note('pin.set', null);
    return { session: this.#newSession() };
  }

  async #login(pin: string): Promise<Awaited<ReturnType<AdminCalls['admin.login']>>> {
    const { clock } = this.#parts;
    if (this.#pinHash === null) throw new Fault('admin.unauthorised', 'no PIN is set yet');
    const lockedUntilMs = this.#lock.lockedUntilMs(clock.monotonic());
    if (lockedUntilMs !== null) return { kind: 'locked', untilMs: this.#wallTime(lockedUntilMs) };
    if (await verifyPin(pin, this.#pinHash)) {
      this.#lock.succeeded();
      this.#note('admin.loggedIn', null);
      return { kind: 'open', session: this.#newSession() };
    }
    const { triesLeft, untilMs } = this.#lock.failed(clock.monotonic());
    this.#note('admin.wrongPin', null);
    return untilMs === null ? { kind: 'wrong', triesLeft } : { kind: 'locked', untilMs: this.#wallTime(untilMs) };
  }

  async #openGate(session: string): Promise<Awaited<ReturnType<AdminCalls['admin.openGate']>>> {
    this.#require(session);
    const { turnstile, clock } = this.#parts;
    // Written down before the gate moves: an opening that nobody can explain must not exist.
    this.#note('gate.openedByHand', null);
    const beganMs = clock.monotonic();
    const outcome = await turnstile.open();
    return { outcome, tookMs: Math.round(clock.monotonic() - beganMs) };
  }

  #exportAudit(): string {
    const { dir, store, clock } = this.#parts;
    const folder = join(dir, 'exports');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `audit-${new Date(clock.now()).toISOString().replaceAll(':', '-')}.csv`);
    writeFileSync(path, store.audit.csv(), { mode: 0o600 });
    this.#note('audit.exported', null);
    return path;
  }

  #newSession(): string {
    const session = randomBytes(16).toString('base64url');
    this.#sessions.set(session, this.#parts.clock.monotonic());
    return session;
  }

  #require(session: string): void {
    const usedAtMs = this.#sessions.get(session);
    const nowMs = this.#parts.clock.monotonic();
    if (usedAtMs === undefined || nowMs - usedAtMs > IDLE_MS) {
      this.#sessions.delete(session);
      throw new Fault('admin.unauthorised', 'the session has ended; enter the PIN again');
    }
    this.#sessions.set(session, nowMs);
  }

  #note(action: string, subject: string | null): void {
    this.#parts.store.audit.add({ atMs: this.#parts.clock.now(), actor: 'admin', action, subject });
    this.#parts.log.info('admin', 'audit', { action });
  }

  #wallTime(monotonicMs: number): number {
    const { clock } = this.#parts;
    return clock.now() + (monotonicMs - clock.monotonic());
  }
}
