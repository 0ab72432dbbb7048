import { beijingText } from '../beijing-time.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import type { Bench } from './bench.ts';
import { isIn, PUNCH_TYPES } from './dictionaries.ts';
import { done, malformed, type Outcome, refused } from './outcome.ts';
import type { Punch } from './records.ts';
import type { Checked } from './request-check.ts';
import { elementTexts } from './split-array.ts';

/** 5.3.4 */
const MAX_RECORDS = 10;
const MEMBERS = ['sn', 'userId', 'type', 'recogTime'];
const BEIJING = '+08:00';

export interface Uploaded {
  readonly outcome: Outcome;
  readonly punches: readonly Punch[];
}

const nothing = (outcome: Outcome): Uploaded => ({ outcome, punches: [] });

/** UploadData: all records of a packet, or none. */
export function upload(bench: Bench, { sn, values }: Checked, remarks: string[]): Uploaded {
  const text = values['data'] ?? '';
  const list = parseJson(text);
  if (!Array.isArray(list)) return nothing(malformed('data 不是 JSON 数组'));
  if (list.length === 0) return nothing(malformed('data 为空'));
  if (list.length > MAX_RECORDS) return nothing(malformed(`一次最多 ${MAX_RECORDS} 条，收到 ${list.length} 条`));
  const { strictTypes } = bench.dialect;
  for (const [index, record] of list.entries()) {
    const fault = isObject(record) ? recordFault(record, sn, strictTypes, remarks) : '不是对象';
    if (fault !== null) return nothing(malformed(`第 ${index + 1} 条：${fault}`));
  }
  const records = list as readonly JsonObject[];
  const poison = bench.rules.look('poisonRecord', ({ userId }) => records.some((record) => String(record['userId']) === userId));
  if (poison !== null) return nothing(refused(poison.result ?? -99));
  const texts = elementTexts(text);
  const packet = bench.nextPacket();
  const punches = records.map((record, index) => takeRecord(bench, sn, record, texts[index] ?? '', packet, list.length, remarks));
  return { outcome: done(), punches };
}

/** What is wrong with a record; `remarks` takes what only a strict reader minds. */
function recordFault(record: JsonObject, sn: string, isStrict: boolean, remarks: string[]): string | null {
  for (const name of MEMBERS) {
    const value = record[name];
    if (value === undefined || value === null || value === '') return `缺少 ${name}`;
    const wanted = name === 'type' ? 'number' : 'string';
    if (typeof value === wanted) continue;
    if (isStrict || (typeof value !== 'string' && typeof value !== 'number')) return `${name} 类型不正确`;
    remarks.push(`${name} 应为 / should be a ${wanted}`);
  }
  for (const name of Object.keys(record)) if (!MEMBERS.includes(name)) remarks.push(`${name} 未定义 / not in the document`);
  if (record['sn'] !== sn) return 'sn 与请求不一致';
  if (!isIn(PUNCH_TYPES, record['type'])) return 'type 应为 1 或 2';
  const time = String(record['recogTime']);
  return Number.isNaN(recogMs(time)) ? 'recogTime 格式应为 yyyy-MM-dd HH:mm:ss' : null;
}

/** NaN where it is none, 31 April included. */
function recogMs(text: string): number {
  const atMs = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? Date.parse(text.replace(' ', 'T') + BEIJING) : NaN;
  return Number.isNaN(atMs) || beijingText(atMs) !== text ? NaN : atMs;
}

function takeRecord(
  bench: Bench,
  sn: string,
  record: JsonObject,
  recordText: string,
  packet: number,
  packetSize: number,
  packetRemarks: string[],
): Punch {
  const recogTime = String(record['recogTime']);
  const identity = { sn, userId: String(record['userId']), type: Number(record['type']), recogTime };
  const earlier = bench.earlierPunch(identity);
  const remarks = earlier === null || earlier === recordText ? [] : ['重发内容不同 / a repeat that is not the same'];
  packetRemarks.push(...remarks);
  const punch: Punch = {
    seq: bench.punches.length + 1,
    arrivedAtMs: Date.now(),
    ...identity,
    recogAtMs: recogMs(recogTime),
    recordText,
    packet,
    packetSize,
    isRepeat: earlier !== null,
    reply: 'pending',
    remarks,
  };
  bench.keepPunch(punch);
  return punch;
}
