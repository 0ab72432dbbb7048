import { Fault } from '../../../shared/fault.ts';
import { ahead } from '../../ahead.ts';
import type { PersonOutcome } from '../../ports.ts';
import { isObject, unwrapText, type Json } from '../../tolerant-json.ts';
import { readImgUrls } from '../img-urls.ts';
import { ask, type Failure, type TaskResult, type TaskTools } from './carry-out.ts';
import { idOf, type TaskOrder } from './order.ts';

/** People whose pictures are fetched ahead of the one being enrolled. */
const fetchedAhead = 4;
const mostPages = 20_000;
const usualPageSize = 50;

const faceErrors: Readonly<Record<Exclude<PersonOutcome['face'], 'ok' | 'none'>, Failure['errCode']>> = {
  unreadable: '404_1',
  noFace: '404_2',
  severalFaces: '404_3',
  quality: '404_4',
};

interface FetchedPerson {
  /** Empty when the record has none. */
  readonly id: string;
  /** Null: not a record of a person. */
  readonly name: string | null;
  /** Null: nothing to say about photographs. */
  readonly photographs: readonly Uint8Array[] | null;
  readonly isPictureMissing: boolean;
}

/** 3.3 T_SEND_PERSON and 3.4 T_UPDATE_DEVICE_PERSON: both insert and update, neither removes anybody. */
export async function carryOutPeople(order: TaskOrder, tools: TaskTools): Promise<TaskResult> {
  const failures = new Failures();
  let totalPage = 1;
  let mostTotal: number | null = null;
  let done = 0;
  for (let page = 1; page <= totalPage; page += 1) {
    const read = await askPage(order, page, totalPage, tools);
    if (!read) return { state: 'failed' };
    totalPage = read.totalPage ?? totalPage;
    mostTotal ??= Math.min(mostPages, totalPage * 2 + 10);
    if (totalPage > mostTotal) {
      tools.log.error('platform', 'pagesGrow', { code: 'platform.badReply', taskid: order.taskid, totalPage });
      return { state: 'failed' };
    }
    const total =
      totalPage <= page ? done + read.people.length : Math.max(totalPage * pageSizeOf(tools), done + read.people.length);
    for await (const person of ahead(read.people, fetchedAhead, (record) => fetchPerson(record, tools))) {
      if (tools.signal.aborted) throw new Fault('platform.offline', 'stopped');
      await enrol(person, failures, tools);
      done += 1;
      tools.progress(done, total);
    }
    tools.log.info('platform', 'peoplePage', { taskid: order.taskid, page, totalPage, people: done });
  }
  return { state: 'done', ...failures.lists() };
}

const pageSizeOf = ({ config }: TaskTools): number => config.pageSize ?? usualPageSize;

async function askPage({ apicode, taskid }: TaskOrder, page: number, totalPage: number, tools: TaskTools) {
  const param = JSON.stringify({ currentPage: page, totalPage, size: pageSizeOf(tools) });
  const code = apicode === 'T_SEND_PERSON' ? 'T_SEND_PERSON' : 'T_UPDATE_DEVICE_PERSON';
  const reply = await ask(tools, { apicode: code, taskid, param });
  if (!reply) return null;
  const response = reply.response ?? null;
  // Only a list, or the word that there are no pages, says that there is nobody: a stunted answer must not pass for done.
  const isNobody = isObject(response) && Number(response['totalPage'] ?? Number.NaN) === 0;
  const people = isObject(response) ? unwrapText(response['data'] ?? (isNobody ? [] : null)) : null;
  if (!isObject(response) || !Array.isArray(people)) throw new Fault('platform.badReply', 'a page without people');
  const given = Number(response['totalPage'] ?? Number.NaN);
  return { people: people as readonly Json[], totalPage: Number.isInteger(given) && given >= 0 ? given : null };
}

/** Fetches a person's pictures; what cannot be fetched is left out and told. */
async function fetchPerson(record: Json, { config, fetchPhotograph, log }: TaskTools): Promise<FetchedPerson> {
  const nobody: FetchedPerson = { id: '', name: null, photographs: null, isPictureMissing: false };
  if (!isObject(record)) return nobody;
  const id = idOf(record['personId']);
  const name = record['name'];
  if (id === null || typeof name !== 'string' || name.trim() === '') return { ...nobody, id: id ?? '' };
  const urls = readImgUrls(record['imgUrls'], config.http);
  const photographs: Uint8Array[] = [];
  for (const url of urls) {
    try {
      if (url) photographs.push(await fetchPhotograph(url));
    } catch (error) {
      log.warn('platform', 'photographFailed', { code: Fault.from(error, 'photo.unobtainable', '').code });
    }
  }
  const isPictureMissing = photographs.length < urls.length;
  return { id, name: name.trim(), photographs: photographs.length > 0 ? photographs : null, isPictureMissing };
}

/** Rejects with the `Fault` of the roster when nothing can be stored at all. */
async function enrol(person: FetchedPerson, failures: Failures, { roster, signal }: TaskTools): Promise<void> {
  const { id, name, photographs, isPictureMissing } = person;
  failures.forget(id);
  if (name === null) return failures.person(id);
  if (isPictureMissing) {
    // Pictures that failed because the program stops have not failed.
    if (signal.aborted) throw new Fault('platform.offline', 'stopped');
    failures.face(id, '404_1');
  }
  try {
    const outcome = await roster.put({ id, name, photographs, barredReason: null });
    if (!outcome.isStored) failures.person(id);
    else if (outcome.face !== 'ok' && outcome.face !== 'none') failures.face(id, faceErrors[outcome.face]);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'worker.invalid') throw error;
    failures.person(id);
  }
}

/** A person who comes twice counts as he came last. */
class Failures {
  readonly #persons = new Map<string, Failure>();
  readonly #faces = new Map<string, Failure>();

  forget(personId: string): void {
    if (personId === '') return;
    this.#persons.delete(personId);
    this.#faces.delete(personId);
  }

  person(personId: string): void {
    this.#faces.delete(personId);
    this.#persons.set(personId, { personId, errCode: '404_5' });
  }

  face(personId: string, errCode: Failure['errCode']): void {
    this.#faces.set(personId, { personId, errCode });
  }

  lists(): { readonly failedPersons: readonly Failure[]; readonly failedFaces: readonly Failure[] } {
    return { failedPersons: [...this.#persons.values()], failedFaces: [...this.#faces.values()] };
  }
}
