import type { KnownTask } from '../../ports.ts';
import type { Calls } from '../calls.ts';
import { retResultFields } from '../requests.ts';
import type { PendingTasks } from './pending-tasks.ts';
import { rereadReport } from './report.ts';

export interface RetResultTools {
  readonly sn: string;
  readonly calls: Calls;
  readonly pending: PendingTasks;
}

/** 5.3.3 RetResult; settled too when the task is over at the platform. Rejects with `Fault` `platform.*` where another try may succeed. */
export async function retResult({ taskId, report }: KnownTask, tools: RetResultTools): Promise<'settled' | 'again'> {
  const { sn, calls, pending } = tools;
  if (pending.isOver(taskId)) return 'settled';
  const { result, msg } = rereadReport(report);
  const outcome = await calls.call({ method: 'RetResult', fields: retResultFields(sn, taskId, result, msg), wants: 'nothing' });
  // Stale although the clock is right: the task has lapsed, nobody waits for its report.
  if (outcome.kind === 'taken' || outcome.reason === 'stale') return 'settled';
  if (outcome.reason === 'platform' || outcome.reason === 'unlisted') pending.refused(taskId);
  return 'again';
}
