import { Fault } from '../../../shared/fault.ts';
import { isObject, unwrapText, type Json } from '../../tolerant-json.ts';
import { ask, type TaskTools } from './carry-out.ts';
import { readOrder, type TaskOrder } from './order.ts';

/** 3.1 T_GET_TASKS: the orders of those asked for, in that order; others are left out. Rejects with `Fault` `platform.*`. */
export async function getTasks(
  taskids: readonly string[],
  tools: Pick<TaskTools, 'http' | 'problems' | 'log'>,
): Promise<readonly TaskOrder[]> {
  const reply = await ask(tools, { apicode: 'T_GET_TASKS', taskid: null, param: JSON.stringify({ taskids }) });
  const orders = reply ? ordersIn(reply.response) : [];
  if (orders.length < taskids.length) {
    tools.log.warn('platform', 'tasksMissing', { asked: taskids.length, got: orders.length });
  }
  return orders
    .filter(({ taskid }) => taskids.includes(taskid))
    .sort((one, other) => taskids.indexOf(one.taskid) - taskids.indexOf(other.taskid));
}

function ordersIn(response: Json | undefined): readonly TaskOrder[] {
  const list = isObject(response) ? unwrapText(response['tasks']) : undefined;
  if (!Array.isArray(list)) throw new Fault('platform.badReply', 'no list of tasks');
  return (list as readonly Json[]).map(readOrder).filter((order) => order !== null);
}
