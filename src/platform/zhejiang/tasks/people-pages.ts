import { Fault } from '../../../shared/fault.ts';
import { isObject, unwrapText, type Json } from '../../tolerant-json.ts';
import { ask, type TaskTools } from './carry-out.ts';
import type { TaskOrder } from './order.ts';

const mostPages = 20_000;
const usualPageSize = 50;

export interface PeoplePage {
  readonly page: number;
  readonly totalPage: number;
  readonly people: readonly Json[];
  /** People of the whole list, as far as can be told by now. */
  readonly total: number;
}

/** All pages of an import; null: it cannot be had. Rejects with `Fault` `platform.*` where another try may succeed. */
export async function* peoplePages(order: TaskOrder, tools: TaskTools): AsyncGenerator<PeoplePage | null, void, undefined> {
  const pageSize = tools.config.pageSize ?? usualPageSize;
  let totalPage = 1;
  let mostTotal: number | null = null;
  let before = 0;
  for (let page = 1; page <= totalPage; page += 1) {
    const read = await askPage(order, { currentPage: page, totalPage, size: pageSize }, tools);
    if (!read) return yield null;
    totalPage = read.totalPage ?? totalPage;
    mostTotal ??= Math.min(mostPages, totalPage * 2 + 10);
    if (totalPage > mostTotal) {
      tools.log.error('platform', 'pagesGrow', { code: 'platform.badReply', taskid: order.taskid, totalPage });
      return yield null;
    }
    const soFar = before + read.people.length;
    yield { page, totalPage, people: read.people, total: totalPage <= page ? soFar : Math.max(totalPage * pageSize, soFar) };
    before = soFar;
  }
}

async function askPage({ apicode, taskid }: TaskOrder, asked: Readonly<Record<string, number>>, tools: TaskTools) {
  const code = apicode === 'T_SEND_PERSON' ? 'T_SEND_PERSON' : 'T_UPDATE_DEVICE_PERSON';
  const reply = await ask(tools, { apicode: code, taskid, param: JSON.stringify(asked) });
  if (!reply) return null;
  const response = reply.response ?? null;
  // Only a list, or the word that there are no pages, says that there is nobody: a stunted answer must not pass for done.
  const isNobody = isObject(response) && Number(response['totalPage'] ?? Number.NaN) === 0;
  const people = isObject(response) ? unwrapText(response['data'] ?? (isNobody ? [] : null)) : null;
  if (!isObject(response) || !Array.isArray(people)) throw new Fault('platform.badReply', 'a page without people');
  const given = Number(response['totalPage'] ?? Number.NaN);
  return { people: people as readonly Json[], totalPage: Number.isInteger(given) && given >= 0 ? given : null };
}
