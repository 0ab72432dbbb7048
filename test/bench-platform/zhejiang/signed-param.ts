import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Apicode } from './signatures.ts';

/** How a `param` that is signed without its pictures is put together again. The document does not say; `table` is its tables' order. */
export type MemberOrder = 'table' | 'received' | 'sorted';

const SIGN_IN = ['personId', 'type', 'bitType', 'qrCodeInfo', 'recordTime', 'temperature', 'irisInfo', 'coordinate']; // 2.3.2
const POST = ['currentPage', 'totalPage', 'data']; // 3.8.2
const POST_PERSON = ['personId', 'name', 'hasImg', 'phone', 'idcardNo'];
const NESTED: Readonly<Record<string, readonly string[]>> = {
  qrCodeInfo: ['type', 'codeColor', 'codeValue', 'cityCode'],
  coordinate: ['longitude', 'latitude'],
};

/** The text of `param` that is signed: as sent, but C_SIGN_IN's `img` (2.3.2) and T_POST_DEVICE_PERSON's `data[].img` (3.8.2) left out. */
export function signedParam(apicode: Apicode, text: string, param: JsonObject, order: MemberOrder): string {
  if (apicode === 'C_SIGN_IN' && 'img' in param) {
    const members = arrange(withoutImg(param), SIGN_IN, order);
    return JSON.stringify(
      mapMembers(members, (name, value) => (isObject(value) ? arrange(value, NESTED[name] ?? [], order) : value)),
    );
  }
  const data = param['data'];
  if (apicode === 'T_POST_DEVICE_PERSON' && Array.isArray(data)) {
    const people = data.map((one: Json) => (isObject(one) ? arrange(withoutImg(one), POST_PERSON, order) : one));
    return JSON.stringify(arrange({ ...param, data: people }, POST, order));
  }
  return text;
}

function withoutImg(value: JsonObject): JsonObject {
  const { img: _, ...rest } = value;
  return rest;
}

function mapMembers(value: JsonObject, change: (name: string, member: Json | undefined) => Json | undefined): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(name, member)]));
}

/** Members that the table does not know keep their order behind those that it knows. */
function arrange(value: JsonObject, table: readonly string[], order: MemberOrder): JsonObject {
  if (order === 'received') return value;
  const place = (name: string): number => (table.includes(name) ? table.indexOf(name) : table.length);
  const names = Object.keys(value).sort((one, other) =>
    order === 'sorted' ? (one < other ? -1 : one > other ? 1 : 0) : place(one) - place(other),
  );
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}
