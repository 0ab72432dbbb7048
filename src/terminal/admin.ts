import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Turnstile } from '../gate/ports.ts';
import type { Clock } from '../shared/clock.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { AdminAccess } from './admin-access.ts';
import { adminLivenessCalls } from './admin-liveness.ts';
import { noteAdmin } from './admin-note.ts';
import type { Calibration } from './calibration.ts';

const AUDIT_PAGE = 100;

export interface AdminParts {
  readonly dir: string;
  readonly store: Store;
  readonly turnstile: Turnstile;
  readonly calibration: Calibration;
  readonly clock: Clock;
  readonly log: Log;
  readonly access: AdminAccess;
}

type AdminCalls = Pick<CallHandlers, Extract<keyof CallHandlers, `admin.${string}`>>;

/** The admin side's calls: every one but the way in wants a session that is in use. */
export class Admin {
  readonly #parts: AdminParts;

  constructor(parts: AdminParts) {
    this.#parts = parts;
  }

  readonly handlers: AdminCalls = {
    'admin.state': () => Promise.resolve({ hasPin: this.#parts.access.hasPin }),
    'admin.setPin': ({ pin }) => this.#parts.access.setPin(pin),
    'admin.login': ({ pin }) => this.#parts.access.login(pin),
    'admin.confirm': async ({ session, pin }) => this.#parts.access.confirm(session, pin),
    'admin.changePin': async ({ session, confirmation, pin }) => {
      await this.#parts.access.changePin(session, confirmation, pin);
      return {};
    },
    'admin.logout': ({ session }) => {
      this.#parts.access.logout(session);
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

  async #openGate(session: string): Promise<Awaited<ReturnType<AdminCalls['admin.openGate']>>> {
    this.#require(session);
    const { turnstile, clock } = this.#parts;
    // Written down before the gate moves: an opening that nobody can explain must not exist.
    noteAdmin(this.#parts, 'gate.openedByHand');
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
    noteAdmin(this.#parts, 'audit.exported');
    return path;
  }

  #require(session: string): void {
    this.#parts.access.require(session);
  }
}
