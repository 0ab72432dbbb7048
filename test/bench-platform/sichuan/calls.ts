import type { Json } from '../json.ts';
import type { Bench } from './bench.ts';
import { isIn, PUNCH_TYPES, TASK_RESULTS, TASK_TYPES } from './dictionaries.ts';
import type { Parameters } from './form.ts';
import { done, malformed, type Outcome, refused } from './outcome.ts';
import type { Punch, SeenRequest, Task } from './records.ts';
import { register } from './registration.ts';
import { type Checked, checkRequest } from './request-check.ts';
import type { Method } from './signatures.ts';
import { isOpen } from './task-book.ts';
import { taskData } from './task-data.ts';
import { upload } from './upload.ts';

export interface Answer {
  readonly outcome: Outcome;
  /** What this request brought. */
  readonly punches: readonly Punch[];
}

/** 5.2 to 5.3.4: acts on a request and says what to answer. */
export async function answer(bench: Bench, method: Method, form: Parameters, seen: SeenRequest): Promise<Answer> {
  const request = checkRequest(bench, method, form, seen.remarks);
  if ('result' in request) return { outcome: request, punches: [] };
  bench.device(request.sn);
  if (method === 'UploadData') {
    const { outcome, punches } = upload(bench, request, seen.remarks);
    seen.detail = punches.length > 0 ? punches.map((punch) => punchText(punch)).join('; ') : (request.values['data'] ?? '');
    return { outcome, punches };
  }
  return { outcome: await others(bench, method, request, seen), punches: [] };
}

const punchText = ({ userId, type, recogTime, isRepeat }: Punch): string =>
  `${userId} ${type === 1 ? PUNCH_TYPES[1] : PUNCH_TYPES[2]} ${recogTime}${isRepeat ? ' 重发' : ''}`;

async function others(
  bench: Bench,
  method: Exclude<Method, 'UploadData'>,
  request: Checked,
  seen: SeenRequest,
): Promise<Outcome> {
  switch (method) {
    case 'Online':
      return online(bench, request, seen);
    case 'GetTaskData':
      return getTaskData(bench, request, seen);
    case 'RetResult':
      return retResult(bench, request, seen);
    case 'RegistData': {
      const outcome = register(bench, request, seen.remarks);
      const latest = bench.registrations.at(-1);
      if (outcome.result === 0) seen.detail = `${latest?.name ?? ''} userId=${latest?.userId ?? ''}`;
      return outcome;
    }
  }
}

function online(bench: Bench, { sn }: Checked, seen: SeenRequest): Outcome {
  const device = bench.device(sn);
  const nowMs = Date.now();
  if (device.lastOnlineAtMs !== null && nowMs - device.lastOnlineAtMs < bench.settings.minOnlineMs) return refused(-4);
  device.lastOnlineAtMs = nowMs;
  device.heartbeats++;
  const tasks = bench.tasks.waitingFor(sn);
  if (tasks.length === 0) return done();
  seen.detail = `${tasks.length} 个任务 / tasks`;
  return done(tasks.map((task) => ({ Id: task.id, Type: taskType(bench, task) })), 1); // prettier-ignore
}

const taskType = (bench: Bench, { order }: Task): number =>
  order.kind === 'raw' ? order.type : TASK_TYPES[bench.dialect.taskTypes][order.kind];

async function getTaskData(bench: Bench, { sn, values }: Checked, seen: SeenRequest): Promise<Outcome> {
  seen.detail = `id=${values['id'] ?? ''}`;
  const task = bench.tasks.find(values['id'] ?? '', sn);
  // 5.3.3: a task that was carried out cannot be fetched again.
  if (task === null || !isOpen(task.state)) return refused(-3);
  const content = await taskData(bench, task);
  task.sn = sn;
  task.state = 'fetched';
  task.fetches++;
  seen.detail += ` ${countOf(content)} 人 / people`;
  return done(content);
}

const countOf = (content: Json): number => (Array.isArray(content) ? content.length : 0);

function retResult(bench: Bench, { sn, values }: Checked, seen: SeenRequest): Outcome {
  const { id = '', result, msg = '' } = values;
  seen.detail = `id=${id} result=${result ?? ''}${msg === '' ? '' : ` ${msg}`}`;
  if (!isIn(TASK_RESULTS, result)) return malformed('result 应为 0 或 1');
  if (result === '1' && msg === '') return malformed('失败时必须上传失败原因');
  const task = bench.tasks.find(id, sn);
  if (task === null) return refused(-3);
  const isRepeat = !isOpen(task.state);
  if (isRepeat && bench.dialect.secondResult === 'lapsed') return refused(-3);
  if (task.fetches === 0) seen.remarks.push('任务未领取 / this task was not fetched');
  task.sn = sn;
  task.state = result === '0' ? 'done' : 'failed';
  bench.taskResults.push({ atMs: Date.now(), sn, id, result: Number(result), msg, isRepeat });
  return done();
}
