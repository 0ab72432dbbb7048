import { isObject, type JsonObject } from '../json.ts';
import type { Bench } from './bench.ts';
import { done, type Outcome, refused } from './outcome.ts';
import type { Roster, RosterPerson, Task } from './records.ts';
import type { Checked } from './request-check.ts';

const STRINGS = ['personId', 'name', 'img', 'phone', 'idcardNo'];

/** 3.8: one page of the people that the device has. */
export function takeRosterPage(bench: Bench, task: Task, sn: string, { param }: Checked, remarks: string[]): Outcome {
  const { currentPage, totalPage, data } = param;
  if (typeof currentPage !== 'number' || typeof totalPage !== 'number' || !Array.isArray(data)) return refused('400_02');
  const people = data.filter(isObject).map((one) => rosterPerson(one, task.excludeFields ?? [], remarks));
  if (people.length !== data.length || people.some((person) => person === null)) return refused('400_02');
  const roster = rosterOf(bench, task.taskid, sn, currentPage);
  roster.totalPage = totalPage;
  roster.pages.set(
    currentPage,
    people.filter((person) => person !== null),
  );
  return done();
}

/** The first page begins anew: a device that was stopped half way sends all pages again. */
function rosterOf(bench: Bench, taskid: string, sn: string, page: number): Roster {
  const open = bench.rosters.findLast((roster) => roster.taskid === taskid);
  if (open !== undefined && page !== 1) return open;
  const fresh: Roster = { taskid, sn, totalPage: 0, pages: new Map() };
  bench.rosters.push(fresh);
  return fresh;
}

function rosterPerson(one: JsonObject, excluded: readonly string[], remarks: string[]): RosterPerson | null {
  const { img, ...members } = one;
  const { personId, name, hasImg } = members;
  if (typeof personId !== 'string' || personId === '') return null;
  for (const member of STRINGS) {
    const value = one[member];
    if (value !== undefined && typeof value !== 'string') return null;
    if (value !== undefined && excluded.includes(member)) remarks.push(`${member} 应排除 / was to be left out`);
  }
  for (const member of ['name', 'img']) {
    if (one[member] === undefined && !excluded.includes(member)) remarks.push(`${member} 必填 / required`);
  }
  return {
    personId,
    name: typeof name === 'string' ? name : null,
    hasImg: typeof hasImg === 'number' ? hasImg : null,
    imgBytes: typeof img === 'string' ? Buffer.from(img, 'base64').length : null,
    members,
  };
}
