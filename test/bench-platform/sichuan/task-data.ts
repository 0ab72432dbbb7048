import { readFile } from 'node:fs/promises';
import type { Json, JsonObject } from '../json.ts';
import type { Person } from '../people-folder.ts';
import { NO_FACE } from '../pictures.ts';
import type { Bench } from './bench.ts';
import type { UserType } from './dictionaries.ts';
import type { PhotoTrouble } from './misbehaviour.ts';
import type { Task } from './records.ts';

const TOO_BIG_BYTES = 6 * 1024 * 1024;

/** What GetTaskData answers for a task (5.3.2), as badly as the rules want. */
export async function taskData(bench: Bench, { order }: Task): Promise<Json> {
  if (order.kind === 'raw') return order.content;
  const people: JsonObject[] = [];
  if (order.kind === 'remove') people.push(...order.people.map((person) => ({ ...person })));
  else for (const person of order.people) people.push(await personObject(bench, person, order.userType));
  const twice = bench.rules.take('repeatPeople', 'GetTaskData') === null ? people : people.flatMap((one) => [one, one]);
  if (bench.rules.take('badPeople', 'GetTaskData') === null) return twice;
  return [...badPeople(order.kind), ...twice];
}

async function personObject(bench: Bench, { id, name, photos }: Person, userType: UserType): Promise<JsonObject> {
  const [first] = photos;
  const bytes = typeof first === 'string' ? await readFile(first).catch(() => null) : (first ?? null);
  const trouble = bench.rules.take('photo', 'GetTaskData', ({ userId }) => userId === undefined || userId === id)?.what;
  const photo = bytes === null || trouble === 'absent' ? undefined : photoText(bytes, trouble);
  return { userId: id, name, userType, photo };
}

function photoText(photo: Uint8Array, trouble: PhotoTrouble | undefined): string {
  const bytes = Buffer.from(photo);
  switch (trouble) {
    case 'empty':
      return '';
    case 'notPicture':
      return Buffer.from('<html><body>502 Bad Gateway</body></html>').toString('base64');
    case 'noFace':
      return NO_FACE.toString('base64');
    case 'badBase64':
      return `!${bytes.toString('base64')}`;
    case 'cut':
      return bytes.subarray(0, Math.ceil(bytes.length / 2)).toString('base64');
    case 'tooBig':
      return Buffer.concat([bytes, Buffer.alloc(TOO_BIG_BYTES)]).toString('base64');
    case 'dataUrl':
      return `data:image/jpeg;base64,${bytes.toString('base64')}`;
    case 'absent':
    case undefined:
      return bytes.toString('base64');
  }
}

function badPeople(kind: 'add' | 'remove'): readonly Json[] {
  const own: JsonObject = kind === 'add' ? { userType: 1, photo: '' } : { delType: 1 };
  return [
    null,
    'x',
    { userId: null, name: null, userType: null, photo: null, delType: null },
    { name: '无编号', ...own },
    { userId: 'bad-name', name: 7, ...own },
    { userId: '../bad-id', name: '坏编号', ...own },
    ...(kind === 'remove' ? [{ userId: 'bad-delType', name: '坏类型', delType: 9 }] : []),
  ];
}
