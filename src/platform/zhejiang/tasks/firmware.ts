import { Fault } from '../../../shared/fault.ts';
import { isObject, type Json } from '../../tolerant-json.ts';
import { ask, type TaskResult, type TaskTools } from './carry-out.ts';
import type { TaskOrder } from './order.ts';

/**
 * 3.7 T_UPDATE_DEVICE_VERSION. The document prints version, size and downloadUrl as what the terminal sends, which cannot be
 * meant: they are taken from the reply, else from the task's own param, which is sent back if there was one.
 */
export async function carryOutFirmware({ taskid, param }: TaskOrder, tools: TaskTools): Promise<TaskResult> {
  const sent = param === undefined ? null : JSON.stringify(param);
  const reply = await ask(tools, { apicode: 'T_UPDATE_DEVICE_VERSION', taskid, param: sent });
  if (!reply) return { state: 'failed' };
  const firmware = readFirmware(reply.response, tools.config.http) ?? readFirmware(param, tools.config.http);
  if (!firmware) return { state: 'failed' };
  const { signal } = tools;
  const stopped = new Promise<never>((_, fail) => {
    const stop = (): void => fail(new Fault('platform.offline', 'the terminal stops'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  return { state: await Promise.race([tools.firmware.order({ orderId: taskid, ...firmware }), stopped]) };
}

function readFirmware(value: Json | undefined, base: string) {
  if (!isObject(value)) return null;
  const { version, size, downloadUrl } = value;
  if (typeof version !== 'string' || typeof downloadUrl !== 'string' || !URL.canParse(downloadUrl, base)) return null;
  const bytes = size === null || size === undefined || size === '' ? Number.NaN : Number(size);
  return {
    version: version.trim().replace(/^v/i, ''),
    sizeBytes: Number.isSafeInteger(bytes) && bytes > 0 ? bytes : null,
    url: new URL(downloadUrl, base).href,
  };
}
