import { isObject, parseTolerantly } from '../../tolerant-json.ts';
import { taskResults, type TaskResult } from '../dictionaries.ts';

/** What RetResult tells of a task. */
export interface TaskReport {
  readonly result: TaskResult;
  /** Why it failed; empty when it did not. */
  readonly msg: string;
}

export const succeeded: TaskReport = { result: taskResults.success, msg: '' };

export function failedFor(msg: string): TaskReport {
  return { result: taskResults.failure, msg };
}

/** JSON text for the ledger. */
export function writeReport({ result, msg }: TaskReport): string {
  return JSON.stringify({ result, msg });
}

/** Reads `writeReport`'s text back. */
export function rereadReport(text: string | null): TaskReport {
  const report = text === null ? null : parseTolerantly(text);
  if (!isObject(report)) return failedFor('终端记录丢失');
  if (report['result'] === taskResults.success) return succeeded;
  return failedFor(typeof report['msg'] === 'string' ? report['msg'] : '');
}
