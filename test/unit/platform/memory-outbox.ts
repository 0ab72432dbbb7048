import type { Outbox, OutboxPunch } from '../../../src/platform/ports.ts';

interface Row {
  readonly punch: OutboxPunch;
  readonly isNew: boolean;
}

/** The outbox of the port in memory: what was recorded while it ran goes before the backlog, each person's in order. */
export class MemoryOutbox implements Outbox {
  #rows: readonly Row[] = [];
  #lastId = 0;
  readonly errors: string[] = [];
  readonly setAsides: { readonly punchId: number; readonly error: string }[] = [];

  constructor(backlog: readonly string[] = []) {
    for (const workerId of backlog) this.add(workerId, false);
  }

  add(workerId: string, isNew = true): number {
    this.#lastId += 1;
    const punch: OutboxPunch = {
      punchId: this.#lastId,
      workerId,
      atMs: 1_609_744_974_000 + this.#lastId,
      direction: 'in',
      picture: new Uint8Array([0xff, 0xd8, this.#lastId % 256]),
      tries: 0,
    };
    this.#rows = [...this.#rows, { punch, isNew }];
    return this.#lastId;
  }

  next(limit: number, busyWorkers: ReadonlySet<string>): readonly OutboxPunch[] {
    const free = this.#rows.filter(({ punch }) => !busyWorkers.has(punch.workerId));
    const ordered: OutboxPunch[] = [];
    const take = ({ punch }: Row): void => {
      const own = free.filter((other) => other.punch.workerId === punch.workerId && other.punch.punchId <= punch.punchId);
      for (const { punch: one } of own) if (!ordered.includes(one)) ordered.push(one);
    };
    free.filter(({ isNew }) => isNew).forEach(take);
    free.filter(({ isNew }) => !isNew).forEach(take);
    return ordered.slice(0, limit);
  }

  taken(punchIds: readonly number[]): void {
    this.#remove(punchIds);
  }

  failed(punchIds: readonly number[], error: string): void {
    this.errors.push(error);
    this.#rows = this.#rows.map((row) =>
      punchIds.includes(row.punch.punchId) ? { ...row, punch: { ...row.punch, tries: row.punch.tries + 1 } } : row,
    );
  }

  setAside(punchId: number, error: string): void {
    this.setAsides.push({ punchId, error });
    this.#remove([punchId]);
  }

  waiting(): number {
    return this.#rows.length;
  }

  #remove(punchIds: readonly number[]): void {
    this.#rows = this.#rows.filter(({ punch }) => !punchIds.includes(punch.punchId));
  }
}
