import type { OutboxPunch } from '../ports.ts';
import { wireTime } from '../wire-time.ts';
import type { Settings } from './config.ts';
import { punchTypes, type TaskResult } from './dictionaries.ts';
import type { Field } from './sign.ts';

export type Method = 'Online' | 'GetTaskData' | 'RetResult' | 'UploadData' | 'RegistData';

/** The fields of each method in the order of its table, without `timestamp` and `sign`, which follow in all of them. */

/** `timestamp` of a request, as configured. */
export function timestampText(atMs: number, form: Settings['timestamp'], utcOffsetMinutes: number): string {
  return form === 'seconds' ? String(Math.floor(atMs / 1_000)) : wireTime(atMs, utcOffsetMinutes);
}

/** 5.3.1 */
export function onlineFields(sn: string): readonly Field[] {
  return [{ name: 'sn', value: sn }];
}

/** 5.3.2 */
export function getTaskDataFields(sn: string, taskId: string): readonly Field[] {
  return [
    { name: 'sn', value: sn },
    { name: 'id', value: taskId },
  ];
}

/** 5.3.3; an empty `msg` is not sent. */
export function retResultFields(sn: string, taskId: string, result: TaskResult, msg: string): readonly Field[] {
  return [
    { name: 'sn', value: sn },
    { name: 'id', value: taskId },
    { name: 'result', value: String(result) },
    ...(msg === '' ? [] : [{ name: 'msg', value: msg }]),
  ];
}

/** 5.3.4; `encrypt` writes SM4 ciphertext as text. */
export function uploadDataFields(sn: string, data: string, encrypt: (text: string) => string): readonly Field[] {
  return [
    { name: 'sn', value: sn },
    { name: 'data', value: encrypt(data), plain: data },
  ];
}

/** 5.3.4 `data`: the same punches always give the same text. */
export function punchData(sn: string, punches: readonly OutboxPunch[], utcOffsetMinutes: number): string {
  const records = punches.map(({ workerId, direction, atMs }) => ({
    sn,
    userId: workerId,
    type: punchTypes[direction],
    recogTime: wireTime(atMs, utcOffsetMinutes).replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6'),
  }));
  return JSON.stringify(records);
}
