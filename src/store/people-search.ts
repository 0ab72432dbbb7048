import type { PersonFilter } from '../shared/people-view.ts';
import type { Database, Value } from './database.ts';
import { integer, nullable, row, single, text } from './row.ts';

/** A worker as he stands in the list. */
export interface FoundWorker {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
  readonly barredReason: string | null;
  readonly photographs: number;
  readonly templates: number;
  /** What is poor about his photographs, each code once, in order. */
  readonly flags: readonly string[];
  /** How many others have so like a face that it may be one person. */
  readonly lookalikes: number;
  /** Why the last photograph of him could not be used; null when it could, or none came. */
  readonly photoRefusal: string | null;
}

/** Where a page of the list begins: behind this worker. */
export interface PersonKey {
  readonly sound: string;
  readonly id: string;
}

export interface PeopleQuery {
  /** A part of name or id, the beginning of the name's sound or of its first letters; empty: everyone. */
  readonly query: string;
  readonly filter: PersonFilter;
  /** Null: from the start. */
  readonly after: PersonKey | null;
  readonly limit: number;
}

/** Finding workers among many. Ordered by the sound of the name. */
export interface PeopleSearch {
  find(query: PeopleQuery): { readonly people: readonly FoundWorker[]; readonly next: PersonKey | null };
  count(query: Pick<PeopleQuery, 'query' | 'filter'>): number;
  /** One worker as he would stand in the list. */
  get(id: string): FoundWorker | null;
}

const foundRow = row({
  id: text,
  name: text,
  origin: text,
  barred_reason: nullable(text),
  name_sound: text,
  photo_refusal: nullable(text),
  photographs: integer,
  templates: integer,
  lookalikes: integer,
  flags: nullable(text),
});

const hasTemplate = 'EXISTS (SELECT 1 FROM templates WHERE worker_id = people.id)';
const filters: Readonly<Record<PersonFilter, string>> = {
  all: '1',
  noTemplate: `NOT ${hasTemplate}`,
  flagged: `EXISTS (SELECT 1 FROM photographs JOIN photograph_flags ON photograph_id = photographs.id WHERE worker_id = people.id)`,
  lookalike: `(EXISTS (SELECT 1 FROM lookalikes WHERE worker_id = people.id) OR EXISTS (SELECT 1 FROM lookalikes WHERE other_id = people.id))`,
  barred: 'barred_reason IS NOT NULL',
};

const columns = `SELECT people.*,
  (SELECT count(*) FROM photographs WHERE worker_id = people.id) AS photographs,
  (SELECT count(*) FROM templates WHERE worker_id = people.id) AS templates,
  (SELECT count(*) FROM lookalikes WHERE worker_id = people.id) +
    (SELECT count(*) FROM lookalikes WHERE other_id = people.id) AS lookalikes,
  (SELECT group_concat(DISTINCT flag) FROM photograph_flags JOIN photographs ON photographs.id = photograph_id
    WHERE worker_id = people.id) AS flags`;

/** The condition for `query`, on a table or view named `people`, and its values. */
export function matchOf(query: string): { readonly sql: string; readonly values: readonly Value[] } {
  const wanted = query.trim().normalize('NFKC').toLowerCase();
  if (wanted === '') return { sql: '1', values: [] };
  // Syllables may be typed apart.
  const sound = wanted.replaceAll(/[\s']/g, '');
  return {
    sql: `(instr(lower(people.name), ?) > 0 OR instr(lower(people.id), ?) > 0
      OR substr(people.name_sound, 1, ?) = ? OR substr(people.name_initials, 1, ?) = ?)`,
    values: [wanted, wanted, sound.length, sound, sound.length, sound],
  };
}

export class PeopleSearchTable implements PeopleSearch {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  find({ query, filter, after, limit }: PeopleQuery): ReturnType<PeopleSearch['find']> {
    const match = matchOf(query);
    // The page is cut out first: what is counted for each worker is counted for those of the page alone.
    const select = `${columns}
      FROM (SELECT * FROM own_people AS people WHERE ${match.sql} AND ${filters[filter]} AND (name_sound, id) > (?, ?)
        ORDER BY name_sound, id LIMIT ?) AS people ORDER BY name_sound, id`;
    const values = [...match.values, after?.sound ?? '', after?.id ?? '', limit + 1];
    const found = this.#database.all(select, foundRow, ...values);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      people: shown.map(asFound),
      next: last === undefined ? null : { sound: last.name_sound, id: last.id },
    };
  }

  get(id: string): FoundWorker | null {
    const found = this.#database.get(`${columns} FROM own_people AS people WHERE id = ?`, foundRow, id);
    return found === null ? null : asFound(found);
  }

  count({ query, filter }: Pick<PeopleQuery, 'query' | 'filter'>): number {
    const match = matchOf(query);
    const select = `SELECT count(*) AS value FROM own_people AS people WHERE ${match.sql} AND ${filters[filter]}`;
    return this.#database.get(select, single(integer), ...match.values) ?? 0;
  }
}

const asFound = (found: ReturnType<typeof foundRow>): FoundWorker => ({
  id: found.id,
  name: found.name,
  origin: found.origin,
  barredReason: found.barred_reason,
  photographs: found.photographs,
  templates: found.templates,
  lookalikes: found.lookalikes,
  photoRefusal: found.photo_refusal,
  flags: found.flags === null ? [] : found.flags.split(',').sort(),
});
