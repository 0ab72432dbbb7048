import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { bytesOf } from './people.ts';

/** Name → beginning of the SHA-256 of the file: names may come again with other pictures. */
const Pictures = z.record(z.string(), z.string().regex(/^[0-9a-f]{16}$/));

const RemovedPairs = z.object({
  about: z.string(),
  /** Pictures of one person under several names. */
  samePerson: z.array(z.object({ why: z.string(), pictures: Pictures })),
  /** Pictures of two people under one name. */
  differentPeople: z.array(z.object({ why: z.string(), one: Pictures, others: Pictures })),
});

/** What is known to be named wrongly. */
export interface Removed {
  /** Number of the person whom a picture shows beside its name; null for nearly all. */
  groupOf(picture: string): number | null;
  /** Do two pictures of different names show one person? */
  isOnePerson(picture: string, other: string): boolean;
  /** Do two pictures of one name show two people? */
  areTwoPeople(picture: string, other: string): boolean;
}

export const nothingRemoved: Removed = {
  groupOf: () => null,
  isOnePerson: () => false,
  areTwoPeople: () => false,
};

/** @throws when the file is not a list of removed pairs. */
export function readRemoved(file: string | URL): Removed {
  const { samePerson, differentPeople } = RemovedPairs.parse(JSON.parse(readFileSync(file, 'utf8')));
  const groups = new Map<string, number>();
  for (const [group, { pictures }] of samePerson.entries()) {
    for (const key of Object.values(pictures)) groups.set(key, group);
  }
  const apart = differentPeople.map(({ one, others }) => [new Set(Object.values(one)), new Set(Object.values(others))] as const);
  const keys = new Map<string, string>();
  const keyOf = (picture: string): string => {
    const known = keys.get(picture);
    if (known !== undefined) return known;
    const key = createHash('sha256').update(bytesOf(picture)).digest('hex').slice(0, 16);
    keys.set(picture, key);
    return key;
  };
  const groupOf = (picture: string): number | null => groups.get(keyOf(picture)) ?? null;
  return {
    groupOf,
    isOnePerson(picture, other) {
      const group = groupOf(picture);
      return group !== null && group === groupOf(other);
    },
    areTwoPeople(picture, other) {
      const [a, b] = [keyOf(picture), keyOf(other)];
      return apart.some(([one, others]) => (one.has(a) && others.has(b)) || (one.has(b) && others.has(a)));
    },
  };
}
