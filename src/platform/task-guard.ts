import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { KnownTask, TaskLedger } from './ports.ts';
import type { Problems } from './problems.ts';

/** A task in the middle of which the program ended so often is the cause of it. */
const mostInterruptions = 3;
/** One that was set aside may be tried again after this, should the platform still ask for it, ms: no loop, and a power cut is forgiven. */
const restMs = 24 * 60 * 60_000;
/** So long the technician is told of one, ms. */
const toldMs = 7 * 24 * 60 * 60_000;

export interface TaskGuardOptions {
  readonly ledger: TaskLedger;
  readonly problems: Pick<Problems, 'raise' | 'clear'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps one task from ending the program (for want of memory, say) at every start: each attempt stands in the ledger before it
 * begins, and a task whose attempts did not end is set aside.
 */
export class TaskGuard {
  readonly #options: TaskGuardOptions;
  readonly #aside = new Set<string>();

  constructor(options: TaskGuardOptions) {
    this.#options = options;
  }

  /** Tells of those that were set aside before this start. */
  resume(): void {
    const { ledger, clock } = this.#options;
    for (const task of ledger.interrupted(mostInterruptions)) {
      if (task.state !== 'accepted' && isWithin(toldMs, task, clock)) this.#tell(task);
    }
  }

  /** Whether a task is not to be tried, or not yet. */
  isSetAside(taskId: string): boolean {
    const task = this.#options.ledger.find(taskId);
    return task !== null && task.interruptions >= mostInterruptions && isWithin(restMs, task, this.#options.clock);
  }

  /** It ended the program too often: for log and technician. What the platform is told is the caller's business. */
  setAside(taskId: string): void {
    const { ledger, log } = this.#options;
    const task = ledger.find(taskId);
    if (task === null) return;
    log.error('platform', 'taskSetAside', { code: 'platform.taskSetAside', taskId, interruptions: task.interruptions });
    this.#tell(task);
  }

  /** Runs `work`, which counts as interrupted unless it ends. Rejects as `work`, and with `Fault` `store.*`. */
  async run<T>(taskId: string, work: () => Promise<T>): Promise<T> {
    const { ledger, problems } = this.#options;
    ledger.begin(taskId);
    try {
      return await work();
    } finally {
      ledger.settle(taskId);
      if (this.#aside.delete(taskId) && this.#aside.size === 0) problems.clear('setAside');
    }
  }

  #tell({ taskId, interruptions }: KnownTask): void {
    this.#aside.add(taskId);
    const id = taskId.toWellFormed().replace(/[\p{C}\p{Z}]/gu, '?');
    const detail = `task ${id}: the program ended ${interruptions} times in it [platform.taskSetAside]`;
    this.#options.problems.raise('setAside', detail, 'taskSetAside');
  }
}

/** Also false where the clock was set back past it. */
const isWithin = (ms: number, { begunAtMs }: KnownTask, clock: Clock): boolean =>
  begunAtMs !== null && Math.abs(clock.now() - begunAtMs) < ms;
