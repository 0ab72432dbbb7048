import { Fault } from '../../../shared/fault.ts';
import { isObject } from '../../tolerant-json.ts';
import { ask, type TaskResult, type TaskTools } from './carry-out.ts';
import { idsOf, type TaskOrder } from './order.ts';

/** 3.5 T_DEL_DEVICE_PERSON. Punches that wait for the platform stay. */
export async function carryOutDelete({ taskid }: TaskOrder, tools: TaskTools): Promise<TaskResult> {
  const reply = await ask(tools, { apicode: 'T_DEL_DEVICE_PERSON', taskid, param: null });
  if (!reply) return { state: 'failed' };
  if (!isObject(reply.response) || !('personIds' in reply.response)) throw new Fault('platform.badReply', 'a deletion of nobody');
  await tools.roster.remove(idsOf(reply.response['personIds']));
  return { state: 'done' };
}

/** 3.6 T_CLEAR_DEVICE_PERSON: only once the platform has confirmed that it is meant. */
export async function carryOutClear({ taskid }: TaskOrder, tools: TaskTools): Promise<TaskResult> {
  const reply = await ask(tools, { apicode: 'T_CLEAR_DEVICE_PERSON', taskid, param: null });
  if (!reply) return { state: 'failed' };
  await tools.roster.clear();
  return { state: 'done' };
}
