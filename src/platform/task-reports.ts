import { Fault } from '../shared/fault.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { BackOffBounds } from './back-off.ts';
import type { KnownTask, TaskLedger } from './ports.ts';
import { TaskQueue, type Attempt } from './task-queue.ts';

export interface TaskReportsOptions {
  /**
   * Tells the platform how a task ended. `settled`: it took that, or nobody there waits for it any longer. A rejection means
   * the same as `again`: later, with back-off.
   */
  readonly tell: (task: KnownTask) => Promise<'settled' | 'again'>;
  /** It stands in the ledger that nothing more is to be told of this task. */
  readonly onReported: (taskId: string) => void;
  readonly ledger: Pick<TaskLedger, 'unreported' | 'reported'>;
  readonly waits: BackOffBounds;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** Aborted: the terminal stops. */
  readonly signal: AbortSignal;
}

/** How tasks ended, told one at a time until the platform has taken it; whatever is left is told after a restart. */
export class TaskReports {
  readonly #options: TaskReportsOptions;
  readonly #queue: TaskQueue<KnownTask>;

  constructor(options: TaskReportsOptions) {
    this.#options = options;
    const { clock, random, waits } = options;
    this.#queue = new TaskQueue({ clock, random, waits, work: (task) => this.#report(task) });
  }

  /** Sends what waits to be reported. */
  send(): void {
    for (const task of this.#options.ledger.unreported()) this.#queue.add(task.taskId, task);
  }

  /** The platform asks again about a task that was reported. */
  again(task: KnownTask): void {
    this.#queue.add(task.taskId, task);
  }

  hurry(): void {
    this.#queue.hurry();
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }

  async #report(task: KnownTask): Promise<Attempt> {
    const { tell, onReported, ledger, log, signal } = this.#options;
    const { taskId } = task;
    try {
      if ((await tell(task)) === 'again') return 'again';
      ledger.reported(taskId);
      onReported(taskId);
      return 'finished';
    } catch (error) {
      if (signal.aborted) return 'finished'; // still unreported: sent after the restart
      const { code } = Fault.from(error, 'internal.bug', 'reporting failed');
      log.warn('platform', 'taskNotReported', { taskId, code });
      return 'again';
    }
  }
}
