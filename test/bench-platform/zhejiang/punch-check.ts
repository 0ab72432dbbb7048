import { isObject, type Json, type JsonObject } from '../json.ts';
import type { ErrorCode } from './error-codes.ts';

/** The dictionaries of 2.3.2. */
const TYPES = new Set(['1', '2', '4', '8', '16', '32', '64']);
const BIT_TYPES = new Set(['3', '13']);
const QR_TYPES = new Set(['1', '2']);
const COLOURS = new Set(['red', 'yellow', 'green']);

type Kind = 'String' | 'Long' | 'Double' | 'Json';
const MEMBERS: Readonly<Record<string, readonly [kind: Kind, isRequired: boolean]>> = {
  personId: ['String', true],
  type: ['String', true],
  bitType: ['String', false],
  qrCodeInfo: ['Json', false],
  img: ['String', false],
  recordTime: ['Long', true],
  temperature: ['Double', false],
  irisInfo: ['String', false],
  coordinate: ['Json', false],
};

/** What is wrong with an attendance record (2.3.2); `remarks` takes what only a strict reader minds. */
export function punchFault(param: JsonObject, isStrict: boolean, remarks: string[]): ErrorCode | null {
  for (const [name, [kind, isRequired]] of Object.entries(MEMBERS)) {
    const value = param[name];
    if (value === undefined || value === null || value === '') {
      if (isRequired) return '400_02';
      continue;
    }
    if (isA(kind, value)) continue;
    if (isStrict || !isLikeA(kind, value)) return '400_02';
    remarks.push(`${name} 应为 ${kind} / should be a ${kind}`);
  }
  for (const name of Object.keys(param)) if (!(name in MEMBERS)) remarks.push(`${name} 未定义 / not in the document`);
  return dictionaryFault(param) ?? pictureFault(param['img']);
}

function dictionaryFault(param: JsonObject): ErrorCode | null {
  if (!TYPES.has(String(param['type']))) return '403_01';
  const bitType = param['bitType'];
  if (bitType !== undefined && bitType !== null && !BIT_TYPES.has(String(bitType))) return '403_02';
  const qr = param['qrCodeInfo'];
  if (isObject(qr)) {
    if (!QR_TYPES.has(String(qr['type']))) return '403_03';
    const { codeValue, codeColor, cityCode } = qr;
    if (typeof codeValue !== 'string' || codeValue === '') return '400_02';
    // Neither must be there, and what is there must fit.
    if (codeColor !== undefined && !COLOURS.has(String(codeColor))) return '400_02';
    if (cityCode !== undefined && typeof cityCode !== 'string') return '400_02';
  }
  const place = param['coordinate'];
  if (isObject(place) && (typeof place['longitude'] !== 'number' || typeof place['latitude'] !== 'number')) return '400_02';
  return null;
}

function pictureFault(img: Json | undefined): ErrorCode | null {
  if (typeof img !== 'string') return null;
  return /^[A-Za-z0-9+/]*={0,2}$/.test(img) && img.length % 4 === 0 ? null : '400_02';
}

function isA(kind: Kind, value: Json): boolean {
  if (kind === 'Json') return isObject(value);
  if (kind === 'String') return typeof value === 'string';
  return typeof value === 'number' && (kind === 'Double' || Number.isInteger(value));
}

/** The examples of the document print `type` as a number and `recordTime` as a string. */
const isLikeA = (kind: Kind, value: Json): boolean =>
  kind === 'String' ? typeof value === 'number' : kind !== 'Json' && typeof value === 'string' && Number.isFinite(Number(value));
