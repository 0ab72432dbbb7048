import { stampToMs } from '../beijing-time.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import type { Bench } from './bench.ts';
import type { ErrorCode } from './error-codes.ts';
import type { Fields } from './packets.ts';
import { type Apicode, isApicode, requestSign } from './signatures.ts';
import { signedParam } from './signed-param.ts';

/** A request whose sender and sign are right. */
export interface Checked {
  readonly apicode: Apicode;
  readonly fields: Fields;
  /** `{}` where the interface has none. */
  readonly param: JsonObject;
}

/** What each interface must carry, in the order of the codes that are answered where it is absent (1.3). */
const REQUIRED: readonly (readonly [field: string, code: ErrorCode, isRequired: (apicode: string) => boolean])[] = [
  ['version', '402_01', () => true],
  ['sn', '402_02', () => true],
  ['token', '402_03', (apicode) => apicode !== 'C_AUTH'],
  ['timeStamp', '402_05', (apicode) => apicode.startsWith('C_')],
  ['param', '402_06', (apicode) => !WITHOUT_PARAM.has(apicode)],
  ['sign', '402_07', () => true],
];
// 3.7.2 asks for a param, its example has none: the device sends back what its task carried.
const WITHOUT_PARAM = new Set(['C_AUTH', 'T_DEL_DEVICE_PERSON', 'T_CLEAR_DEVICE_PERSON', 'T_UPDATE_DEVICE_VERSION']);
const WITHOUT_TASK = new Set(['T_GET_TASKS', 'T_UPDATE_TASKS_STATUS']);

/** Everything that is the same for all interfaces: the fields, the time stamp, the token, the sign. */
export function checkRequest(bench: Bench, prefix: 'C_' | 'T_', fields: Fields): Checked | ErrorCode {
  const apicode = fields['apicode'] ?? '';
  if (apicode === '') return prefix === 'C_' ? '402_04' : '400_01';
  if (!isApicode(apicode) || !apicode.startsWith(prefix)) return '400_01';
  const absent = REQUIRED.find(([field, , isRequired]) => isRequired(apicode) && (fields[field] ?? '') === '');
  if (absent !== undefined) return absent[1];
  return timeFault(bench, fields) ?? senderFault(bench, apicode, fields) ?? checkContent(bench, apicode, fields);
}

function timeFault(bench: Bench, fields: Fields): ErrorCode | null {
  const stamp = fields['timeStamp'];
  if (stamp === undefined) return null;
  const atMs = stampToMs(stamp);
  if (atMs === null) return '404_01';
  return Math.abs(atMs - bench.now()) > bench.settings.clockToleranceMs ? '400_05' : null;
}

function senderFault(bench: Bench, apicode: Apicode, fields: Fields): ErrorCode | null {
  const { accessId, accessKey } = bench.settings.credentials;
  if (apicode === 'C_AUTH') return fields['accessId'] === accessId && fields['accessKey'] === accessKey ? null : '401_02';
  const sn = bench.tokens.use(fields['token'] ?? '', bench.now());
  if (sn === null) return '401_01';
  return sn === fields['sn'] ? null : '400_04';
}

function checkContent(bench: Bench, apicode: Apicode, fields: Fields): Checked | ErrorCode {
  const text = fields['param'];
  const param = text === undefined || text === '' ? {} : parseJson(text);
  if (!isObject(param)) return '400_02';
  const { accessSecret } = bench.settings.credentials;
  const signed = text === undefined ? undefined : signedParam(apicode, text, param, bench.dialect.memberOrder);
  const sign = requestSign(apicode, { ...fields, param: signed, accessSecret });
  if (sign !== fields['sign']) return '400_04';
  // No code is listed for a task id that is absent.
  if (apicode.startsWith('T_') && !WITHOUT_TASK.has(apicode) && (fields['taskid'] ?? '') === '') return '400_02';
  return { apicode, fields, param };
}
