import type { FaceMeasures } from '../../src/shared/vision/observation.ts';
import type { Seen } from './embedding-cache.ts';
import type { Scene } from './searches.ts';
import { bytesOf, isFiller, shuffled, type Person } from './people.ts';
import type { Pipeline } from './pipeline.ts';
import type { Removed } from './removed-pairs.ts';
import { allPairs, type Pairs, type Sample } from './verification.ts';

/** A picture as the product sees it. */
export interface SeenPicture extends Sample {
  readonly path: string;
  readonly isStranger: boolean;
  /** The one that is enrolled. */
  readonly isFirst: boolean;
  /** Why it cannot be enrolled, or null. */
  readonly refusal: string | null;
  /** Null without an embedding. */
  readonly measures: FaceMeasures | null;
}

/** All pictures of a run. */
export interface Album {
  readonly pictures: readonly SeenPicture[];
  /** Numbers of the strangers who fill the gallery. */
  readonly fillers: ReadonlySet<number>;
}

/** Everybody goes through the product's pipeline. `onProgress`: pictures done so far. */
export async function readAlbum(
  people: readonly Person[],
  strangers: readonly Person[],
  pipeline: Pipeline,
  onProgress: (done: number) => void,
): Promise<Album> {
  const pictures: SeenPicture[] = [];
  const fillers = new Set<number>();
  // In an order of their own, so that the first so many are a fair choice.
  const all = [...shuffled(people), ...shuffled(strangers)];
  for (const [number, person] of all.entries()) {
    const isStranger = number >= people.length;
    if (isStranger && isFiller(person.name)) fillers.add(number);
    const seen = await Promise.all(person.pictures.map((path) => pipeline.photograph(bytesOf(path))));
    for (const [index, path] of person.pictures.entries()) {
      const one = seen[index];
      if (one) pictures.push({ path, person: number, isStranger, isFirst: index === 0, ...resultOf(one) });
    }
    onProgress(pictures.length);
  }
  return { pictures, fillers };
}

const resultOf = (seen: Seen) =>
  seen.kind === 'face'
    ? { embedding: seen.embedding, measures: seen.measures, refusal: null }
    : { embedding: null, measures: null, refusal: seen.code };

/** Pictures that could not be enrolled, by reason. */
export function failuresToEnrol(pictures: readonly SeenPicture[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { refusal } of pictures) if (refusal !== null) counts[refusal] = (counts[refusal] ?? 0) + 1;
  return counts;
}

/** People who are no strangers. */
export const peopleOfAlbum = ({ pictures }: Album): number =>
  new Set(pictures.filter(({ isStranger }) => !isStranger).map(({ person }) => person)).size;

/** Every picture against every other, but for pairs that are not what their names say. */
export const pairsOfAlbum = ({ pictures }: Album, removed: Removed): Pairs =>
  allPairs(pictures, (a, b) => {
    const [one, other] = [pictures[a], pictures[b]];
    if (!one || !other) return true;
    const isWrong = one.person === other.person ? removed.areTwoPeople : removed.isOnePerson;
    return isWrong(one.path, other.path);
  });

/**
 * A gallery of at most `templates`: people first, then fillers. Those who are left over are strangers. Who is also there under
 * another name is left out: of the fillers and strangers, never of the people.
 */
export function sceneOf({ pictures, fillers }: Album, templates: number | null, removed: Removed): Scene {
  const limit = templates ?? Infinity;
  const firsts = pictures.filter(({ isFirst, isStranger }) => isFirst && !isStranger);
  const enrolled = firsts.slice(0, limit);
  const owner = new Map(enrolled.map((picture) => [picture.person, picture]));
  const groups = new Set<number>();
  const isNew = ({ path }: SeenPicture): boolean => {
    const group = removed.groupOf(path);
    return group === null || !groups.has(group);
  };
  const note = ({ path }: SeenPicture): void => {
    const group = removed.groupOf(path);
    if (group !== null) groups.add(group);
  };
  for (const picture of pictures) if (!picture.isStranger) note(picture);
  const filling: SeenPicture[] = [];
  for (const picture of pictures.filter(({ person }) => fillers.has(person))) {
    if (enrolled.length + filling.length >= limit) break;
    if (!isNew(picture)) continue;
    filling.push(picture);
    note(picture);
  }
  return {
    enrolled,
    fillers: filling,
    mates: pictures.filter((picture) => {
      const own = owner.get(picture.person);
      return own !== undefined && own !== picture && !removed.areTwoPeople(own.path, picture.path);
    }),
    strangers: pictures.filter(
      (picture) =>
        (picture.isStranger && !fillers.has(picture.person) && isNew(picture)) ||
        (!picture.isStranger && !owner.has(picture.person)),
    ),
  };
}
