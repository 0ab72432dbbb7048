import { setImmediate } from 'node:timers/promises';
import { Fault } from '../../../shared/fault.ts';
import type { RosterPerson, RosterSync } from '../../ports.ts';
import { isObject, unwrapText, type Json } from '../../tolerant-json.ts';
import { signedJson } from '../signed-json.ts';
import { ask, type TaskResult, type TaskTools } from './carry-out.ts';
import type { TaskOrder } from './order.ts';

/** A page's JSON text is at most about so long, bytes; a single person with a large picture may exceed it. */
const pageBytes = 1024 * 1024;
const pagePeople = 500;
const listedAtOnce = 200;
/** Rough size of a person without the picture, bytes. */
const recordBytes = 200;

/** 3.8 T_POST_DEVICE_PERSON: the roster as it was when the task began; those removed meanwhile are still named. */
export async function carryOutRosterReport({ taskid, param }: TaskOrder, tools: TaskTools): Promise<TaskResult> {
  const excluded = excludedFields(param);
  const pages = await paginate(tools.roster, !excluded.has('img'), tools.signal);
  for (const [index, people] of pages.entries()) {
    const head = { currentPage: index + 1, totalPage: pages.length };
    const full = { ...head, data: people.map((person) => memberOf(person, excluded, tools.roster)) };
    const order = tools.config.signedMembers ?? 'table';
    const reply = await ask(tools, {
      apicode: 'T_POST_DEVICE_PERSON',
      taskid,
      param: JSON.stringify(full),
      signedParam: signedJson({ ...head, data: full.data.map(withoutPicture) }, order),
    });
    if (!reply) return { state: 'failed' };
  }
  return { state: 'done' };
}

/** 3.1.3 `excludeFields`: an array, JSON text of one, or names with commas. */
export function excludedFields(param: Json | undefined): ReadonlySet<string> {
  const value = isObject(param) ? unwrapText(param['excludeFields']) : undefined;
  const names: readonly Json[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[,，;\s]+/) : [];
  return new Set(names.filter((name) => typeof name === 'string').map((name) => name.trim()));
}

interface Member {
  readonly personId: string;
  readonly name?: string;
  readonly img?: string;
  readonly hasImg: 0 | 1;
}

function memberOf({ id, name, hasTemplate }: RosterPerson, excluded: ReadonlySet<string>, roster: RosterSync): Member {
  const photograph = excluded.has('img') ? null : roster.photograph(id);
  return {
    personId: id,
    ...(excluded.has('name') ? {} : { name }),
    ...(photograph === null ? {} : { img: Buffer.from(photograph).toString('base64') }),
    hasImg: hasTemplate ? 1 : 0,
  };
}

function withoutPicture(member: Member): Omit<Member, 'img'> {
  const { img: _, ...rest } = member;
  return rest;
}

/** Cuts the roster into pages before the first is sent, for each names the number of all. Lets others have their turn. */
async function paginate(
  roster: RosterSync,
  withPictures: boolean,
  signal: AbortSignal,
): Promise<readonly (readonly RosterPerson[])[]> {
  const pages: RosterPerson[][] = [];
  let page: RosterPerson[] = [];
  let bytes = 0;
  for (let after: string | null = null; ;) {
    const people: readonly RosterPerson[] = roster.list(after, listedAtOnce);
    for (const person of people) {
      const picture = withPictures ? Math.ceil((roster.photograph(person.id)?.length ?? 0) / 3) * 4 : 0;
      if (page.length > 0 && (page.length === pagePeople || bytes + picture + recordBytes > pageBytes)) {
        pages.push(page);
        page = [];
        bytes = 0;
      }
      page.push(person);
      bytes += picture + recordBytes;
      if (withPictures) await setImmediate();
    }
    after = people.at(-1)?.id ?? null;
    if (after === null || people.length < listedAtOnce) break;
    if (signal.aborted) throw new Fault('platform.offline', 'stopped');
    await setImmediate();
  }
  return [...pages, page];
}
