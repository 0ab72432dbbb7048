import type { TaskResult } from './carry-out.ts';

/** 3.2.2: 1 carried through (failures listed), 2 not carried through, 3 unsupported. */
const statusOf = { done: 1, failed: 2, unsupported: 3 } as const;

/** A `task` member of T_UPDATE_TASKS_STATUS as JSON text, for the ledger. */
export function writeReport(taskid: string, result: TaskResult): string {
  const { failedPersons, failedFaces } = result.state === 'done' ? result : {};
  return JSON.stringify({
    taskid,
    status: statusOf[result.state],
    ...(failedPersons ? { failedPersons } : {}),
    ...(failedFaces ? { failedFaces } : {}),
  });
}
