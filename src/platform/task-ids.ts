import type { Log } from '../shared/log.ts';
import type { Problems } from './problems.ts';

/** A longer one is nobody's task id; the documents print 19 digits. */
const mostChars = 128;

/** The ids that can be a task's; a longer one is left out, with a coded fault for the log and the technician. */
export function usableTaskIds(
  taskIds: readonly string[],
  { problems, log }: { problems: Problems; log: Log },
): readonly string[] {
  const longest = Math.max(0, ...taskIds.map(({ length }) => length));
  if (longest <= mostChars) {
    problems.clear('taskIds');
    return taskIds;
  }
  log.warn('platform', 'taskIdTooLong', { code: 'platform.badReply', chars: longest });
  problems.raise('taskIds', `a task id of ${longest} characters [platform.badReply]`, 'troubled');
  return taskIds.filter(({ length }) => length <= mostChars);
}
