import { Fault } from '../../../shared/fault.ts';
import { isObject } from '../../tolerant-json.ts';
import { ask, type TaskResult, type TaskTools } from './carry-out.ts';
import { idsOf, type TaskOrder } from './order.ts';

/** Told before somebody is removed, so that an import under way does not bring him back. */
export interface RemovalWatcher {
  removing(ids: readonly string[] | 'all'): void;
}

/** 3.5 T_DEL_DEVICE_PERSON. Punches that wait for the platform stay. */
export async function carryOutDelete({ taskid }: TaskOrder, tools: TaskTools, watcher: RemovalWatcher): Promise<TaskResult> {
  const reply = await ask(tools, { apicode: 'T_DEL_DEVICE_PERSON', taskid, param: null });
  if (!reply) return { state: 'failed' };
  if (!isObject(reply.response) || !('personIds' in reply.response)) throw new Fault('platform.badReply', 'a deletion of nobody');
  const ids = idsOf(reply.response['personIds']);
  watcher.removing(ids);
  await tools.roster.remove(ids);
  return { state: 'done' };
}

/** 3.6 T_CLEAR_DEVICE_PERSON: only once the platform has confirmed that it is meant. */
export async function carryOutClear({ taskid }: TaskOrder, tools: TaskTools, watcher: RemovalWatcher): Promise<TaskResult> {
  const reply = await ask(tools, { apicode: 'T_CLEAR_DEVICE_PERSON', taskid, param: null });
  if (!reply) return { state: 'failed' };
  watcher.removing('all');
  await tools.roster.clear();
  return { state: 'done' };
}
