import { beijingText } from '../beijing-time.ts';
import { type Json, printJson } from '../json.ts';
import type { SeenRequest } from './records.ts';

const MAX_PARAM = 300;

/** One line for people about a request and what became of it. */
export function describeRequest(request: SeenRequest): string {
  const time = beijingText(request.atMs).slice(11);
  const what = request.via === 'file' ? `GET ${request.fields['path'] ?? ''}` : request.apicode || '(no apicode)';
  const sn = request.sn === '' ? '' : ` sn=${request.sn}`;
  const taskid = request.fields['taskid'] === undefined ? '' : ` task=${request.fields['taskid']}`;
  const remarks = [...new Set(request.remarks)].join('; ');
  return `${time} ${request.via.toUpperCase().padEnd(4)} ${what}${sn}${taskid}${paramText(request.param)} → ${request.outcome}${remarks === '' ? '' : ` ⚠ ${remarks}`}`;
}

function paramText(param: Json): string {
  if (param === null) return '';
  const text = printJson(param, { unquotedKeys: true });
  return ` ${text.length > MAX_PARAM ? `${text.slice(0, MAX_PARAM)}…` : text}`;
}
