import { Fault } from '../../../shared/fault.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { KnownTask, TaskLedger } from '../../ports.ts';
import { TaskQueue, type Attempt } from '../../task-queue.ts';
import type { Problems } from '../../problems.ts';
import type { Calls } from '../calls.ts';
import type { Timing } from '../config.ts';
import { retResultFields } from '../requests.ts';
import type { PendingTasks } from './pending-tasks.ts';
import { rereadReport } from './report.ts';

export interface TaskReportsOptions {
  readonly sn: string;
  readonly calls: Calls;
  readonly problems: Problems;
  readonly ledger: TaskLedger;
  readonly pending: PendingTasks;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

/** 5.3.3 RetResult: until the platform has taken it, or the task is over there. */
export class TaskReports {
  readonly #options: TaskReportsOptions;
  readonly #queue: TaskQueue<KnownTask>;

  constructor(options: TaskReportsOptions) {
    this.#options = options;
    const { clock, random, timing } = options;
    this.#queue = new TaskQueue({ clock, random, waits: timing.task, work: (task) => this.#report(task) });
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

  async #report({ taskId, report }: KnownTask): Promise<Attempt> {
    const { sn, calls, pending, log, signal } = this.#options;
    try {
      if (pending.isOver(taskId)) return this.#done(taskId);
      const { result, msg } = rereadReport(report);
      const fields = retResultFields(sn, taskId, result, msg);
      const outcome = await calls.call({ method: 'RetResult', fields, wants: 'nothing' });
      // Stale although the clock is right: the task has lapsed, nobody waits for its report.
      if (outcome.kind === 'taken' || outcome.reason === 'stale') return this.#done(taskId);
      if (outcome.reason === 'platform' || outcome.reason === 'unlisted') pending.refused(taskId);
      return 'again';
    } catch (error) {
      if (signal.aborted) return 'finished'; // still unreported: sent after the restart
      const { code } = Fault.from(error, 'internal.bug', 'reporting failed');
      log.warn('platform', 'taskNotReported', { taskId, code });
      return 'again';
    }
  }

  #done(taskId: string): Attempt {
    const { ledger, pending, problems } = this.#options;
    ledger.reported(taskId);
    pending.forget(taskId);
    problems.clear('RetResult');
    return 'finished';
  }
}
