import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../shared/clock.ts';
import type { DeviceLine } from '../shared/device-view.ts';
import { Fault } from '../shared/fault.ts';
import type { CallHandlers, Output } from '../shared/ipc/contract.ts';
import { laneSubject, type LaneNumber } from '../shared/lanes.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import { accessCalls, type AdminAccess } from './admin-access.ts';
import { adminLivenessCalls } from './admin-liveness.ts';
import { noteAdmin } from './admin-note.ts';
import { adminRecordsCalls, type AdminRecordsParts } from './admin-records.ts';
import type { Calibration } from './calibration.ts';
import { deviceLines } from './device-lines.ts';
import type { adminSettingsCalls } from './admin-settings.ts';
import { adminUpdateCalls } from './admin-update.ts';
import type { Lane } from './lane.ts';
import type { UpdateService } from './update-service.ts';

const AUDIT_PAGE = 100;

type AdminLane = Pick<Lane, 'number' | 'turnstile' | 'control' | 'presenting'>;

export interface AdminParts {
  readonly dir: string;
  readonly store: Store;
  /** Lane one first. */
  readonly lanes: readonly [AdminLane, ...AdminLane[]];
  readonly calibration: (lane: LaneNumber) => Calibration;
  readonly clock: Clock;
  readonly log: Log;
  readonly access: AdminAccess;
  readonly records: Pick<
    AdminRecordsParts,
    'config' | 'status' | 'enrolment' | 'remove' | 'networks' | 'capture' | 'learning' | 'onRetry'
  >;
  readonly update: UpdateService;
  /** Who acts now, for the audit log. Default: `admin`, who stands at the screen. */
  readonly actor?: () => string;
}

type AdminCalls = Omit<
  Pick<CallHandlers, Extract<keyof CallHandlers, `admin.${string}`>>,
  keyof ReturnType<typeof adminSettingsCalls>
>;

/** The admin side's calls: every one but the way in wants a session that is in use. */
export class Admin {
  readonly #parts: AdminParts;
  readonly handlers: AdminCalls;

  constructor(parts: AdminParts) {
    this.#parts = parts;
    const { access, store, update } = parts;
    const note = (action: string, subject: string | null): void => noteAdmin(parts, action, subject);
    this.handlers = {
      ...accessCalls(access),
      ...adminRecordsCalls({ ...parts, ...parts.records, guard: access, note }),
      ...adminUpdateCalls({ guard: access, update, note }),
      ...adminLivenessCalls(
        () => parts,
        (session) => access.require(session),
      ),
      'admin.openGate': async ({ session, lane = 1 }) => {
        access.require(session);
        return this.#openGate(this.#lane(lane));
      },
      'admin.setGateMode': async ({ session, mode, lane = 1 }) => {
        access.require(session);
        const { control } = this.#lane(lane);
        control.order(mode, 'admin');
        return { mode: control.mode };
      },
      'admin.devices': async ({ session }) => {
        access.require(session);
        return { devices: parts.lanes.flatMap((lane) => devicesOf(lane)) };
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

  /** Rejects a lane that this terminal has not: nobody means another one then. */
  #lane(number: LaneNumber): AdminLane {
    const found = this.#parts.lanes.find((lane) => lane.number === number);
    if (found === undefined) throw new Fault('ipc.rejected', `this terminal has no lane ${String(number)}`);
    return found;
  }

  async #openGate({ number, turnstile, control }: AdminLane): Promise<Output<'admin.openGate'>> {
    const { clock } = this.#parts;
    if (control.mode === 'lockedDown') throw new Fault('gate.lockedDown', 'the gate is locked down');
    // Written down before the gate moves: an opening that nobody can explain must not exist.
    noteAdmin(this.#parts, 'gate.openedByHand', laneSubject(number));
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

function devicesOf({ number, turnstile, control, presenting }: AdminLane): DeviceLine[] {
  const lines = deviceLines({ turnstile, readers: () => presenting.reports(), inputs: () => control.inputs() });
  return lines.map((line) => (number === 1 ? line : { ...line, lane: number }));
}
