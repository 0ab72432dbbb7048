import type {
  FirmwareUpdater,
  KnownTask,
  PersonOutcome,
  PlatformHost,
  PlatformPerson,
  PlatformState,
  Progress,
  RosterPerson,
  RosterSync,
  TaskLedger,
  TaskState,
} from '../../../src/platform/ports.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { createLog } from '../../../src/shared/log.ts';
import { MemoryOutbox } from '../../unit/platform/memory-outbox.ts';

interface Person {
  readonly name: string;
  readonly photograph: Uint8Array | null;
}

/** What a picture of these tests shows, by its text. */
export const pictures = {
  face: (n = 0) => Buffer.from(`face ${n}`),
  nobody: Buffer.from('nobody'),
  crowd: Buffer.from('crowd'),
  blurred: Buffer.from('blurred'),
};
const faces: Readonly<Record<string, PersonOutcome['face']>> = { nobody: 'noFace', crowd: 'severalFaces', blurred: 'quality' };

export class MemoryRoster implements RosterSync {
  readonly people = new Map<string, Person>();
  /** Called before each change; may throw, or wait. */
  before: (change: string, id: string) => Promise<void> | void = () => undefined;

  async put({ id, name, photographs }: PlatformPerson): Promise<PersonOutcome> {
    await this.before('put', id);
    if (id.length > 64) throw new Fault('worker.invalid', 'an id that long');
    const old = this.people.get(id)?.photograph ?? null;
    const newest = photographs?.at(-1);
    if (!newest) {
      this.people.set(id, { name, photograph: old });
      return { id, isStored: true, face: 'none' };
    }
    const text = Buffer.from(newest).toString();
    const face = text.startsWith('face') ? 'ok' : (faces[text] ?? 'unreadable');
    this.people.set(id, { name, photograph: face === 'ok' ? newest : old });
    return { id, isStored: true, face };
  }

  bar(): Promise<void> {
    return Promise.resolve();
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.before('remove', id);
    for (const id of ids) this.people.delete(id);
  }

  async clear(): Promise<void> {
    await this.before('clear', '');
    this.people.clear();
  }

  counts(): { readonly persons: number; readonly faces: number } {
    const people = [...this.people.values()];
    return { persons: people.length, faces: people.filter(({ photograph }) => photograph !== null).length };
  }

  list(afterId: string | null, limit: number): readonly RosterPerson[] {
    return [...this.people]
      .map(([id, { name, photograph }]) => ({ id, name, hasTemplate: photograph !== null }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .filter(({ id }) => afterId === null || id > afterId)
      .slice(0, limit);
  }

  photograph(id: string): Uint8Array | null {
    return this.people.get(id)?.photograph ?? null;
  }
}

interface LedgerRow extends KnownTask {
  readonly order: string;
}

export class MemoryLedger implements TaskLedger {
  readonly rows = new Map<string, LedgerRow>();

  find(taskId: string): KnownTask | null {
    return this.rows.get(taskId) ?? null;
  }

  accept(taskId: string, order: string): void {
    if (this.rows.has(taskId)) return;
    this.rows.set(taskId, {
      taskId,
      order,
      state: 'accepted',
      report: null,
      isReported: false,
      tries: 0,
      interruptions: 0,
      begunAtMs: null,
    });
  }

  finish(taskId: string, state: Exclude<TaskState, 'accepted'>, report: string): void {
    const row = this.rows.get(taskId);
    if (row) this.rows.set(taskId, { ...row, state, report, isReported: false, tries: row.tries + 1 });
  }

  reported(taskId: string): void {
    const row = this.rows.get(taskId);
    if (row) this.rows.set(taskId, { ...row, isReported: true });
  }

  begin(taskId: string): void {
    const row = this.rows.get(taskId);
    if (row) this.rows.set(taskId, { ...row, interruptions: row.interruptions + 1, begunAtMs: Date.now() });
  }

  settle(taskId: string): void {
    const row = this.rows.get(taskId);
    if (row) this.rows.set(taskId, { ...row, interruptions: 0 });
  }

  interrupted(least: number): readonly KnownTask[] {
    return [...this.rows.values()].filter(({ interruptions }) => interruptions >= least);
  }

  unfinished(): readonly { readonly taskId: string; readonly order: string }[] {
    return [...this.rows.values()].filter(({ state }) => state === 'accepted');
  }

  unreported(): readonly KnownTask[] {
    return [...this.rows.values()].filter(({ state, isReported }) => state !== 'accepted' && !isReported);
  }
}

/** The terminal's side in memory; it outlives a client, as a disk outlives the program. */
export class MemoryHost implements PlatformHost {
  readonly outbox = new MemoryOutbox();
  readonly roster = new MemoryRoster();
  readonly tasks = new MemoryLedger();
  readonly states: string[] = [];
  readonly lines: Record<string, unknown>[] = [];
  readonly progressed: (readonly [number, number | null])[] = [];
  /** Whether a progress is shown. */
  isProgressing = false;
  readonly orders: { version: string; sizeBytes: number | null; url: string }[] = [];
  firmwareAnswer: 'done' | 'failed' | 'unsupported' = 'unsupported';
  /** Added to the wall clock, ms. */
  aheadMs = 0;
  /** Added to the monotonic clock, ms. */
  laterMs = 0;
  readonly clock = { now: () => Date.now() + this.aheadMs, monotonic: () => performance.now() + this.laterMs };
  readonly log = createLog(
    (line) => this.lines.push(JSON.parse(line) as Record<string, unknown>),
    () => new Date(),
    'debug',
  );
  readonly random = Math.random;
  readonly deviceVersion = '1.2.3';
  readonly firmware: FirmwareUpdater = {
    order: (firmware) => {
      this.orders.push({ ...firmware });
      return Promise.resolve(this.firmwareAnswer);
    },
  };
  readonly report = (state: PlatformState, detail: string | null): void => {
    this.states.push(detail === null ? state : `${state} ${detail}`);
  };
  readonly progress = (people: Progress | null): void => {
    this.isProgressing = people !== null;
    if (people) this.progressed.push([people.done, people.total]);
  };

  get state(): string {
    return this.states.at(-1) ?? '';
  }

  logged(event: string): readonly Record<string, unknown>[] {
    return this.lines.filter((line) => line['event'] === event);
  }
}
