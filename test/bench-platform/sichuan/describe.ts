import { beijingText } from '../beijing-time.ts';
import type { SeenRequest } from './records.ts';

const MAX_DETAIL = 300;

/** One line for people about a request and what became of it. */
export function describeRequest(request: SeenRequest): string {
  const time = beijingText(request.atMs).slice(11);
  const via = request.isTls ? 'HTTPS' : 'HTTP ';
  const sn = request.sn === '' ? '' : ` sn=${request.sn}`;
  const detail = request.detail.length > MAX_DETAIL ? `${request.detail.slice(0, MAX_DETAIL)}…` : request.detail;
  const remarks = [...new Set(request.remarks)].join('; ');
  return `${time} ${via} ${request.method}${sn}${detail === '' ? '' : ` ${detail}`} → ${request.outcome}${remarks === '' ? '' : ` ⚠ ${remarks}`}`;
}
