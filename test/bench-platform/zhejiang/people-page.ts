import { type Json, type JsonObject, printJson } from '../json.ts';
import type { Person } from '../people-folder.ts';
import type { Bench } from './bench.ts';
import { done, type Outcome, refused } from './outcome.ts';
import type { Task } from './records.ts';
import type { Checked } from './request-check.ts';

/** `size` stands only in the examples of 3.3.4 and 3.4.4, with this value. */
const PAGE_SIZE = 10;

/** 3.3, 3.4: one page of the people of an order. */
export function peoplePage(bench: Bench, task: Task, { param, apicode }: Checked, baseUrl: string, remarks: string[]): Outcome {
  const { currentPage, totalPage, size = PAGE_SIZE } = param;
  if (!isCount(currentPage) || !isCount(size) || size === 0 || currentPage === 0) return refused('400_02');
  if (!isCount(totalPage)) remarks.push('totalPage 必填 / required');
  const people = task.people ?? [];
  const pages = Math.ceil(people.length / size);
  task.pagesAsked.push(currentPage);
  const grow = bench.rules.take('growPages', apicode);
  const total = grow === null ? pages : Math.max(pages, Math.min(pages + grow.by, currentPage + 1));
  const page = people.slice((currentPage - 1) * size, currentPage * size).map((person) => personObject(bench, person, baseUrl));
  return done({ data: spoil(bench, apicode, page), currentPage, totalPage: total });
}

const isCount = (value: Json | undefined): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;

function personObject(bench: Bench, person: Person, baseUrl: string): JsonObject {
  const urls = person.photos.map((photo) => photoUrl(bench, person.id, photo, baseUrl));
  const { imgUrls, lists } = bench.dialect;
  const value = imgUrls === 'single' ? (urls[0] ?? '') : lists === 'text' ? printJson(urls) : urls;
  return { personId: person.id, name: person.name, imgUrls: value };
}

function photoUrl(bench: Bench, personId: string, photo: string | Uint8Array, baseUrl: string): string {
  if (typeof photo === 'string' && /^https?:\/\//.test(photo)) return photo;
  const path = bench.shelf.put('photos', photo, personId);
  return bench.dialect.imgUrls === 'relative' ? path : baseUrl + path;
}

function spoil(bench: Bench, apicode: string, page: readonly JsonObject[]): readonly Json[] {
  const twice = bench.rules.take('repeatPeople', apicode) === null ? page : page.flatMap((person) => [person, person]);
  if (bench.rules.take('badPeople', apicode) === null) return twice;
  const bad: readonly Json[] = [
    null,
    'x',
    { personId: null, name: null, imgUrls: null },
    { name: '无编号', imgUrls: [] },
    { personId: 'bad-name', name: 7, imgUrls: [] },
    { personId: 'bad-urls', name: '坏地址', imgUrls: [null, 7, 'http://', 'ftp://127.0.0.1/x.jpg'] },
  ];
  return [...bad, ...twice];
}

/** 3.7.2 */
export function firmwareMembers(task: Task, baseUrl: string): JsonObject {
  const { version = '', size = 0, url = '' } = task.firmware ?? {};
  return { version, size, downloadUrl: url.startsWith('/') ? baseUrl + url : url };
}
