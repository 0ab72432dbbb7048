import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObservableTurnstile } from '../hardware/diagnostics.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { CallHandlers, Output } from '../shared/ipc/contract.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import { accessCalls, type AdminAccess } from './admin-access.ts';
import { adminLivenessCalls } from './admin-liveness.ts';
import { noteAdmin } from './admin-note.ts';
import { adminRecordsCalls, type AdminRecordsParts } from './admin-records.ts';
import { adminSettingsCalls } from './admin-settings.ts';
import type { Calibration } from './calibration.ts';
import { deviceLines } from './device-lines.ts';
import { adminUpdateCalls } from './admin-update.ts';
import type { GateControl } from './gate-control.ts';
import type { Presenting } from './presenting.ts';
import type { SettingsKeeper } from './settings-keeper.ts';
import type { UpdateService } from './update-service.ts';

const AUDIT_PAGE = 100;

export interface AdminParts {
  readonly dir: string;
  readonly store: Store;
  readonly turnstile: ObservableTurnstile;
  readonly control: GateControl;
  readonly presenting: Pick<Presenting, 'reports'>;
  readonly calibration: Calibration;
  readonly clock: Clock;
  readonly log: Log;
  readonly access: AdminAccess;
  readonly settings: SettingsKeeper;
  readonly records: Pick<AdminRecordsParts, 'config' | 'status' | 'enrolment' | 'networks' | 'capture' | 'onRetry'>;
  readonly update: UpdateService;
  /** Who acts now, for the audit log. Default: `admin`, who stands at the screen. */
  readonly actor?: () => string;
}

type AdminCalls = Pick<CallHandlers, Extract<keyof CallHandlers, `admin.${string}`>>;

/** The admin side's calls: every one but the way in wants a session that is in use. */
export class Admin {
  readonly #parts: AdminParts;
  readonly handlers: AdminCalls;

  constructor(parts: AdminParts) {
    this.#parts = parts;
    const { access, settings, store, update } = parts;
    const note = (action: string, subject: string | null): void => noteAdmin(parts, action, subject);
    this.handlers = {
      ...accessCalls(access),
      ...adminSettingsCalls({ guard: access, settings, note }),
      ...adminRecordsCalls({ ...parts, ...parts.records, guard: access, note }),
      ...adminUpdateCalls({ guard: access, update, note }),
      ...adminLivenessCalls(
        () => parts,
        (session) => access.require(session),
      ),
      'admin.openGate': async ({ session }) => {
        access.require(session);
        return this.#openGate();
      },
      'admin.setGateMode': async ({ session, mode }) => {
        access.require(session);
        parts.control.order(mode, 'admin');
        return { mode: parts.control.mode };
      },
      'admin.devices': async ({ session }) => {
        access.require(session);
        const { turnstile, control, presenting } = parts;
        const inputs = () => control.inputs();
        return { devices: [...deviceLines({ turnstile, readers: () => presenting.reports(), inputs })] };
      },
      'admin.audit': async ({ session, beforeId }) => {
        access.require(session);
        return { entries: [...store.audit.list({ beforeId, limit: AUDIT_PAGE })] };
      },
      'admin.exportAudit': async ({ session }) => {
        access.require(session);
        return { path: this.#exportAudit() };
      },
    };
  }

  async #openGate(): Promise<Output<'admin.openGate'>> {
    const { turnstile, clock, control } = this.#parts;
    if (control.mode === 'lockedDown') throw new Fault('gate.lockedDown', 'the gate is locked down');
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
}
