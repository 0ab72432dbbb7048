import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** A worker as a platform sends him. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** JPEG or PNG: a file, the bytes, or an http(s) address that is sent on as it is. */
  readonly photos: readonly (string | Uint8Array)[];
}

const PICTURES = new Set(['.jpg', '.jpeg', '.png']);

/**
 * The people of a folder of photographs: `ID_NAME.jpg`, or `ID.jpg` with the name in `names.json` (`{ "ID": "NAME" }`).
 * `ID_NAME_2.jpg` is another photograph of the same person. Sorted by id.
 */
export async function readPeopleFolder(folder: string): Promise<readonly Person[]> {
  const files = (await readdir(folder)).sort();
  const names = await readNames(join(folder, 'names.json'));
  const people = new Map<string, Person>();
  for (const file of files.filter((one) => PICTURES.has(extname(one).toLowerCase()))) {
    const [id = '', name] = file.slice(0, -extname(file).length).split('_');
    if (id === '') continue;
    const known = people.get(id);
    people.set(id, {
      id,
      name: known?.name ?? names.get(id) ?? (name === undefined || name === '' ? id : name),
      photos: [...(known?.photos ?? []), join(folder, file)],
    });
  }
  return [...people.values()].sort((one, other) => one.id.localeCompare(other.id));
}

async function readNames(file: string): Promise<ReadonlyMap<string, string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}
