import type { Config } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Status } from '../shared/status.ts';
import { parseCardNumber } from '../store/card-number.ts';
import type { Store } from '../store/store.ts';
import { createCardHandlers, requireFreeCard } from './card-commands.ts';
import type { CommandHandlers, WorkerRow } from './commands.ts';
import type { Enrolment } from './enrolment.ts';
import { createLivenessHandlers } from './liveness-lab-commands.ts';
import type { Matching } from './matching.ts';
import { confirmSwitch } from './platform-switch.ts';
import type { PendingSwitch } from './platform-switch.ts';
import type { Recorder } from './recordings.ts';
import { createSettingsHandlers } from './settings-command-handlers.ts';
import type { SettingsCopy } from './settings-copy.ts';
import { notRunning, type UpdateService } from './update-service.ts';

export interface CommandParts {
  readonly store: Store;
  /** Ready once the networks are; rejects when they cannot be had. */
  readonly enrolment: () => Promise<Pick<Enrolment, 'add'>>;
  /** Erases a worker here and, in a running terminal, in its gallery. */
  readonly remove: (workerId: string) => Promise<void>;
  readonly config: Config;
  readonly clock: Clock;
  readonly copy: SettingsCopy;
  /** Null on a stopped terminal. */
  readonly recorder: Recorder | null;
  /** Null on a stopped terminal. */
  readonly update: Pick<UpdateService, 'view' | 'install' | 'cancel'> | null;
  /** Punches wait again: they may be sent at once. */
  readonly onRetry: () => void;
  /** A change of platform that waits to be confirmed. */
  readonly pendingSwitch: PendingSwitch | null;
  /** The live status, or null when the terminal is stopped. */
  readonly status: (() => Status) | null;
  /** What is asked of a face, or null when nothing can tell. */
  readonly matching: () => Matching | null;
}

/** What each command does; the same on a running and on a stopped terminal. */
export function createCommandHandlers(parts: CommandParts): CommandHandlers {
  const { store, clock } = parts;
  const audit = (action: string, subject: string): void => {
    store.audit.add({ atMs: clock.now(), actor: 'console', action, subject });
  };
  return {
    'people.add': async ({ id, name, photo, replace, card }) => {
      if (!replace && store.people.get(id) !== null) {
        throw new Fault('worker.exists', `the id "${id}" is taken; add --replace to replace that worker`);
      }
      if (card !== undefined) requireFreeCard(store, id, card);
      const enrolment = await parts.enrolment();
      const photograph = Buffer.from(photo, 'base64');
      const worker = { id, name, photograph, origin: 'console', strictness: 'capture', shouldReplace: replace } as const;
      const { isReplaced, warnings } = await enrolment.add(worker);
      if (card !== undefined) store.cards.add(id, parseCardNumber(card));
      audit(isReplaced ? 'worker.replaced' : 'worker.added', id);
      return { id, isReplaced, warnings: [...warnings] };
    },
    'people.list': () => Promise.resolve({ people: listPeople(store) }),
    'people.remove': async ({ id }) => {
      if (store.people.get(id) === null) throw new Fault('worker.unknown', `no worker has the id "${id}"`);
      await parts.remove(id);
      audit('worker.removed', id);
      return { id };
    },
    'punches.list': ({ limit }) =>
      Promise.resolve({
        punches: store.punches.list({ limit }).map((punch) => ({
          ...punch,
          at: new Date(punch.atMs).toISOString(),
          openings: punch.openings.map(({ id, atMs, outcome, isTaken }) => ({
            id,
            at: new Date(atMs).toISOString(),
            outcome,
            taken: isTaken,
          })),
        })),
      }),
    'refusals.list': ({ limit }) =>
      Promise.resolve({
        refusals: store.refusals.list({ limit }).map((refusal) => ({ ...refusal, at: new Date(refusal.atMs).toISOString() })),
      }),
    'punches.retry': () => {
      const retried = store.outbox.retry();
      audit('punches.retried', String(retried));
      parts.onRetry();
      return Promise.resolve({ retried });
    },
    'platform.switch': ({ isConfirmed }) => {
      const { pendingSwitch } = parts;
      if (pendingSwitch === null) return Promise.resolve({ pending: null, isConfirmed: false });
      if (isConfirmed) {
        audit('platform.switched', `${pendingSwitch.from} → ${pendingSwitch.to}`);
        confirmSwitch(store, pendingSwitch.to);
      }
      return Promise.resolve({ pending: pendingSwitch, isConfirmed });
    },
    ...createSettingsHandlers(parts.copy, audit),
    ...createCardHandlers(store, audit),
    'update.install': async ({ file, when }) => {
      if (parts.update === null) throw notRunning();
      const { version } = await parts.update.install({ kind: 'file', path: file }, when);
      audit('update.installed', version);
      return { version };
    },
    'update.state': async () => {
      if (parts.update === null) throw notRunning();
      return parts.update.view();
    },
    'update.cancel': async () => {
      if (parts.update === null) throw notRunning();
      parts.update.cancel();
      audit('update.cancelled', '');
      return {};
    },
    ...createLivenessHandlers(parts),
    status: () =>
      Promise.resolve(
        parts.status === null
          ? { isRunning: false, status: { counts: store.counts() }, matching: parts.matching() }
          : { isRunning: true, status: parts.status(), matching: parts.matching() },
      ),
  };
}

/** All workers, each with those who look like him. */
function listPeople(store: Pick<Store, 'people'>): WorkerRow[] {
  const lookalikes = new Map<string, { id: string; score: number }[]>();
  const note = (workerId: string, id: string, score: number): void => {
    const known = lookalikes.get(workerId);
    if (known === undefined) lookalikes.set(workerId, [{ id, score }]);
    else if (!known.some((other) => other.id === id)) known.push({ id, score });
  };
  for (const { workerId, otherId, score } of store.people.lookalikes()) {
    note(workerId, otherId, score);
    note(otherId, workerId, score);
  }
  return store.people
    .list()
    .map((worker) => ({ ...worker, flags: [...worker.flags], lookalikes: lookalikes.get(worker.id) ?? [] }));
}
