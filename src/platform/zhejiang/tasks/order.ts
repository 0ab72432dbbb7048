import { isObject, parseTolerantly, unwrapText, type Json } from '../../tolerant-json.ts';

/** A task as the platform ordered it. */
export interface TaskOrder {
  readonly taskid: string;
  readonly apicode: string;
  /** Undefined: it came without. */
  readonly param: Json | undefined;
}

/** An id as a string; they also come as bare numbers. Null: not one. */
export function idOf(value: Json | undefined): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text : null;
}

/** A list of ids: an array, or JSON text of one, or ids with commas between them. Entries that are none are left out. */
export function idsOf(value: Json | undefined): readonly string[] {
  const read = unwrapText(value);
  const listed = typeof read === 'string' ? read.split(/[,，]/).map((part) => part.trim()) : [read];
  const entries: readonly (Json | undefined)[] = Array.isArray(read) ? read : listed;
  return [...new Set(entries.map(idOf).filter((id) => id !== null))];
}

/** The order in `value`, or null when it lacks an id or an apicode. */
export function readOrder(value: Json): TaskOrder | null {
  const read = unwrapText(value);
  if (!isObject(read)) return null;
  const taskid = idOf(read['taskid'] ?? read['taskId']);
  const apicode = read['apicode'];
  if (taskid === null || typeof apicode !== 'string') return null;
  return { taskid, apicode, param: unwrapText(read['param'] ?? undefined) };
}

/** The order in a packet that the platform sent by itself (1.2); null when it holds none. */
export function readPushedOrder(apicode: string, response: Json | undefined): TaskOrder | null {
  if (!apicode.startsWith('T_') || !isObject(response)) return null;
  return readOrder({ ...response, apicode, param: response['param'] ?? response });
}

/** JSON text for the ledger. */
export function writeOrder({ taskid, apicode, param }: TaskOrder): string {
  return JSON.stringify({ taskid, apicode, ...(param === undefined ? {} : { param }) });
}

/** Reads `writeOrder`'s text back; null when it is not. */
export function rereadOrder(text: string): TaskOrder | null {
  try {
    return readOrder(parseTolerantly(text));
  } catch {
    return null;
  }
}
