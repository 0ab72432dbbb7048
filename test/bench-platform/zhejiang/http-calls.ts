import { isObject, type Json, type JsonObject, parseJson, printJson } from '../json.ts';
import type { Bench } from './bench.ts';
import type { Fields } from './packets.ts';
import { done, type Outcome, refused } from './outcome.ts';
import { firmwareMembers, peoplePage } from './people-page.ts';
import type { FailedPerson, Task } from './records.ts';
import { type Checked, checkRequest } from './request-check.ts';
import { takeRosterPage } from './roster-page.ts';

/** 3.1 to 3.8: acts on a request and says what to answer. `baseUrl` is this server's address as the device knows it. */
export function answerHttp(bench: Bench, fields: Fields, baseUrl: string, remarks: string[]): Outcome {
  const request = checkRequest(bench, 'T_', fields);
  if (typeof request === 'string') return refused(request);
  const sn = request.fields['sn'] ?? '';
  if (request.apicode === 'T_GET_TASKS') return getTasks(bench, sn, request, baseUrl, remarks);
  if (request.apicode === 'T_UPDATE_TASKS_STATUS') return updateStatus(bench, sn, request, remarks);
  const task = bench.tasks.find(request.fields['taskid'] ?? '', sn);
  if (task?.apicode !== request.apicode) return refused('400_02');
  task.sn = sn;
  switch (request.apicode) {
    case 'T_SEND_PERSON':
    case 'T_UPDATE_DEVICE_PERSON':
      return peoplePage(bench, task, request, baseUrl, remarks);
    case 'T_DEL_DEVICE_PERSON':
      return done({ personIds: task.personIds ?? [] });
    case 'T_UPDATE_DEVICE_VERSION':
      return done(bench.dialect.firmwareIn === 'reply' ? firmwareMembers(task, baseUrl) : null);
    case 'T_POST_DEVICE_PERSON':
      return takeRosterPage(bench, task, sn, request, remarks);
    default:
      return done();
  }
}

function getTasks(bench: Bench, sn: string, { param }: Checked, baseUrl: string, remarks: string[]): Outcome {
  const taskids = listOf(param['taskids'], 'taskids', remarks);
  if (!taskids?.every((id) => typeof id === 'string')) return refused('400_02');
  const tasks = taskids.map((id) => bench.tasks.find(id, sn)).filter((task) => task !== null);
  for (const task of tasks) {
    task.sn = sn;
    if (task.state === 'waiting' || task.state === 'announced') task.state = 'fetched';
  }
  return done({ tasks: tasks.map((task) => taskObject(bench, task, baseUrl)) });
}

/** 3.1.3: `param` where the task has something to say. */
export function taskObject(bench: Bench, task: Task, baseUrl: string): JsonObject {
  const members = taskParam(bench, task, baseUrl);
  const param = members === undefined || bench.dialect.taskParam === 'object' ? members : printJson(members);
  return { taskid: task.taskid, apicode: task.apicode, param };
}

function taskParam(bench: Bench, task: Task, baseUrl: string): JsonObject | undefined {
  if (task.excludeFields !== undefined) return { excludeFields: task.excludeFields.join(',') };
  if (task.firmware === undefined || bench.dialect.firmwareIn === 'reply') return undefined;
  return firmwareMembers(task, baseUrl);
}

function updateStatus(bench: Bench, sn: string, { param }: Checked, remarks: string[]): Outcome {
  const { personCount, faceCount } = param;
  const list = listOf(param['task'], 'task', remarks);
  if (list === null || typeof personCount !== 'number' || typeof faceCount !== 'number') return refused('400_02');
  const tasks = list.filter(isObject);
  if (
    tasks.length !== list.length ||
    tasks.some((one) => typeof one['status'] !== 'number' || ![1, 2, 3].includes(one['status']))
  ) {
    return refused('400_02');
  }
  for (const one of tasks) {
    // 3.2.2 calls taskid a List, its example prints a string.
    for (const taskid of Array.isArray(one['taskid']) ? one['taskid'] : [one['taskid']]) {
      if (bench.tasks.find(String(taskid), sn) === null) remarks.push(`taskid ${String(taskid)} 不存在 / unknown`);
      const status = Number(one['status']);
      const failedPersons = failures(one['failedPersons']);
      const failedFaces = failures(one['failedFaces']);
      const report = { atMs: Date.now(), sn, taskid: String(taskid), status, personCount, faceCount, failedPersons, failedFaces };
      bench.taskReports.push(report);
      bench.tasks.report(String(taskid), sn, status);
    }
  }
  return done();
}

const failures = (value: Json | undefined): readonly FailedPerson[] =>
  (Array.isArray(value) ? value : [])
    .filter(isObject)
    .map((one: JsonObject) => ({ personId: String(one['personId']), errCode: String(one['errCode']) }));

/** A list, or (with a remark) the JSON text of one. */
function listOf(value: Json | undefined, name: string, remarks: string[]): readonly Json[] | null {
  if (Array.isArray(value)) return value as readonly Json[];
  const parsed = typeof value === 'string' ? parseJson(value) : undefined;
  if (!Array.isArray(parsed)) return null;
  remarks.push(`${name} 以文本发送 / sent as a text`);
  return parsed as readonly Json[];
}
