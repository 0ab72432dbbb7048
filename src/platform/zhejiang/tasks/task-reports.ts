import { Fault } from '../../../shared/fault.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { KnownTask, TaskLedger } from '../../ports.ts';
import type { Timing } from '../config.ts';
import { ask, type TaskTools } from './carry-out.ts';
import { TaskQueue, type Attempt } from '../../task-queue.ts';

export interface TaskReportsOptions {
  readonly tools: Pick<TaskTools, 'http' | 'problems' | 'roster' | 'log' | 'signal'>;
  readonly ledger: TaskLedger;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: Timing;
}

/** A report that the platform refuses so often about itself is not wanted. */
const mostRefusals = 3;

/** 3.2 T_UPDATE_TASKS_STATUS: one task a call, until the platform has taken it. */
export class TaskReports {
  readonly #options: TaskReportsOptions;
  readonly #queue: TaskQueue<KnownTask>;
  readonly #refused = new Map<string, number>();

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
    const { tools, ledger } = this.#options;
    try {
      const { persons: personCount, faces: faceCount } = tools.roster.counts();
      const task: unknown = JSON.parse(report ?? '{}');
      const param = JSON.stringify({ task: [task], personCount, faceCount });
      const reply = await ask(tools, { apicode: 'T_UPDATE_TASKS_STATUS', taskid: null, param });
      if (!reply && !this.#giveUp(taskId)) return 'again';
      ledger.reported(taskId);
      this.#refused.delete(taskId);
      return 'finished';
    } catch (error) {
      if (tools.signal.aborted) return 'finished'; // still unreported: sent after the restart
      tools.log.warn('platform', 'taskNotReported', {
        taskid: taskId,
        code: Fault.from(error, 'internal.bug', 'reporting failed').code,
      });
      return 'again';
    }
  }

  #giveUp(taskId: string): boolean {
    const times = (this.#refused.get(taskId) ?? 0) + 1;
    this.#refused.set(taskId, times);
    if (times < mostRefusals) return false;
    this.#options.tools.log.error('platform', 'taskReportRefused', { taskid: taskId, times });
    return true;
  }
}
