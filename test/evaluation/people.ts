import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

/** One person of a folder, with all pictures of him in the order of their names. */
export interface Person {
  readonly name: string;
  /** Paths. */
  readonly pictures: readonly string[];
}

const endings: ReadonlySet<string> = new Set(['.jpg', '.jpeg', '.png', '.webp', '.bmp', '.tif', '.tiff']);
const isPicture = (name: string): boolean => endings.has(extname(name).toLowerCase());

/** Names of the entries, sorted. @throws with the path when it cannot be read. */
const namesIn = (folder: string): string[] => readdirSync(folder).toSorted();

/** Pictures of a folder, in order of their names. */
export const picturesIn = (folder: string): string[] =>
  namesIn(folder)
    .filter(isPicture)
    .map((name) => join(folder, name));

/** `folder/PERSON/*.jpg`; a picture that lies in `folder` itself is a person of its own. */
export function peopleIn(folder: string): Person[] {
  return namesIn(folder).flatMap((name): Person[] => {
    const path = join(folder, name);
    if (isPicture(name)) return [{ name: basename(name, extname(name)), pictures: [path] }];
    const pictures = statSync(path).isDirectory() ? picturesIn(path) : [];
    return pictures.length === 0 ? [] : [{ name, pictures }];
  });
}

export const halves = ['develop', 'held-out'] as const;
export type Half = (typeof halves)[number];

/** Which half a person belongs to: by a hash of the name, so that it stays his whoever else is there. */
export const halfOf = (name: string): Half => (firstByte('half', name) % 2 === 0 ? 'develop' : 'held-out');

/** Whether a stranger fills the gallery or stands before it; independent of his half. */
export const isFiller = (name: string): boolean => firstByte('filler', name) % 2 === 0;

/** A byte that is spread evenly over names, another for each `purpose`. */
const firstByte = (purpose: string, name: string): number => createHash('sha256').update(`${purpose}\0${name}`).digest()[0] ?? 0;

/** Names in an order that has nothing to do with them. */
export const shuffled = <T extends { readonly name: string }>(people: readonly T[]): T[] =>
  people
    .map((person) => ({ person, place: createHash('sha256').update(`order\0${person.name}`).digest('hex') }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ person }) => person);

export const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));
