import type { KnownTask } from '../../ports.ts';
import { ask, type TaskTools } from './carry-out.ts';

/** A report that the platform refuses so often about itself is not wanted. */
const mostRefusals = 3;

export type StatusTools = Pick<TaskTools, 'http' | 'problems' | 'roster' | 'log'>;

/** 3.2 T_UPDATE_TASKS_STATUS: one task a call, with the counts as they are now. */
export class StatusUpdates {
  readonly #tools: StatusTools;
  readonly #refused = new Map<string, number>();

  constructor(tools: StatusTools) {
    this.#tools = tools;
  }

  /** Rejects with `Fault` `platform.*` where another try may succeed. */
  async tell({ taskId, report }: KnownTask): Promise<'settled' | 'again'> {
    const { persons: personCount, faces: faceCount } = this.#tools.roster.counts();
    const task: unknown = JSON.parse(report ?? '{}');
    const param = JSON.stringify({ task: [task], personCount, faceCount });
    const reply = await ask(this.#tools, { apicode: 'T_UPDATE_TASKS_STATUS', taskid: null, param });
    return reply || this.#isUnwanted(taskId) ? 'settled' : 'again';
  }

  forget(taskId: string): void {
    this.#refused.delete(taskId);
  }

  #isUnwanted(taskId: string): boolean {
    const times = (this.#refused.get(taskId) ?? 0) + 1;
    this.#refused.set(taskId, times);
    if (times < mostRefusals) return false;
    this.#tools.log.error('platform', 'taskReportRefused', { taskId, times });
    return true;
  }
}
