import { Gallery } from '../../src/recognition/gallery.ts';
import { cosine, type Sample } from './verification.ts';

/** Who is in the gallery and who comes to it. Persons are numbered through all four lists. */
export interface Scene {
  /** One picture each; those without a face are not in the gallery and their probes fail. */
  readonly enrolled: readonly Sample[];
  /** Nobody of them ever comes. */
  readonly fillers: readonly Sample[];
  /** Other pictures of people of `enrolled`. */
  readonly mates: readonly Sample[];
  /** By person: templates beside the enrolled one. Default: there are none. */
  readonly learnt?: ReadonlyMap<number, readonly Float32Array[]>;
  /** People who are in no gallery. */
  readonly strangers: readonly Sample[];
}

/** What one search found. */
export interface Search {
  readonly person: number;
  /** Cosine to the nearest own template; null for a stranger, −1 when either picture could not be used. */
  readonly own: number | null;
  /** Nearest worker who is another person, and the next other one after him. */
  readonly other: number;
  readonly third: number;
}

/** Everybody who is enrolled is looked for, and taken out of the gallery to come as a stranger as well. */
export interface Searches {
  readonly templates: number;
  readonly mated: readonly Search[];
  readonly nonMated: readonly Search[];
}

/** A person's id in the gallery. */
export const idOf = (person: number): string => `p${String(person)}`;

/** Runs every probe against the product's own gallery. */
export function searchAll({ enrolled, fillers, mates, learnt, strangers }: Scene): Searches {
  const known = [...enrolled, ...fillers].filter(({ embedding }) => embedding !== null);
  const length = known[0]?.embedding?.length ?? 0;
  const gallery = new Gallery(length);
  const templates = new Map<number, readonly Float32Array[]>();
  for (const { person, embedding } of known) {
    if (!embedding) continue;
    const all = [embedding, ...(learnt?.get(person) ?? [])];
    gallery.put(idOf(person), all);
    templates.set(person, all);
  }
  const others = (embedding: Float32Array) => {
    const { best, runnerUp } = gallery.search(embedding);
    return { other: best?.score ?? -1, third: runnerUp?.score ?? -1 };
  };
  const size = gallery.size;
  const mated = mates.map(({ person, embedding }): Search => {
    const own = templates.get(person);
    if (!embedding) return { person, own: -1, other: -1, third: -1 };
    if (!own) return { person, own: -1, ...others(embedding) };
    gallery.remove(idOf(person));
    const found = others(embedding);
    gallery.put(idOf(person), own);
    return { person, own: Math.max(...own.map((template) => cosine(embedding, template))), ...found };
  });
  const nonMated = strangers.flatMap(({ person, embedding }) => (embedding ? [{ person, own: null, ...others(embedding) }] : []));
  return { templates: size, mated, nonMated };
}

/**
 * Searches of people who are not in the gallery: strangers, and the enrolled with their own template taken out, which leaves a
 * gallery smaller by one.
 */
export const alarmsOf = ({ mated, nonMated }: Searches): Search[] => [
  ...nonMated,
  ...mated.filter(({ other }) => other > -1).map((search) => ({ ...search, own: null })),
];
