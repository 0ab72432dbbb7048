import type { LaneNumber } from '../shared/lanes.ts';
import type { PunchFilter } from '../shared/punch-view.ts';
import type { Database, Value } from './database.ts';
import { matchOf } from './people-search.ts';
import { openingOutcomes, openingRow, type Opening } from './punches.ts';
import { flag, integer, lane, nullable, oneOf, real, row, single, text, type RowOf } from './row.ts';

/** A punch as it stands in the list. Times are ms since the epoch. */
export interface FoundPunch {
  readonly id: number;
  readonly workerId: string;
  /** The worker's present name, or null when he was removed. */
  readonly name: string | null;
  readonly atMs: number;
  readonly direction: 'in' | 'out';
  readonly lane: LaneNumber;
  readonly upload: 'none' | 'waiting' | 'sent' | 'setAside';
  /** What became of its first pulse. */
  readonly opening: Opening['outcome'] | null;
  readonly isClockDoubtful: boolean;
  readonly hasPicture: boolean;
}

/** Everything that is known of one punch. */
export interface PunchStory extends FoundPunch {
  readonly kind: number;
  readonly score: number;
  readonly threshold: number;
  readonly openings: readonly Opening[];
  /** Null: it is owed to nobody. */
  readonly owed: {
    readonly platform: 'zhejiang' | 'sichuan';
    readonly tries: number;
    /** As the platform's client wrote it down; null without. */
    readonly lastError: string | null;
    /** When it was taken, or tried last. */
    readonly updatedMs: number;
  } | null;
}

export interface PunchKey {
  readonly atMs: number;
  readonly id: number;
}

export interface PunchQuery {
  /** As for people; also a part of the id of a worker who was removed. Empty: everyone's. */
  readonly query: string;
  /** At or after, and before; null: of any time. */
  readonly between: { readonly fromMs: number; readonly toMs: number } | null;
  /** One worker's; null: everyone's. */
  readonly workerId: string | null;
  readonly filter: PunchFilter;
  /** Earlier than this one; null: from the newest. */
  readonly after: PunchKey | null;
  readonly limit: number;
}

/** Finding punches among many, newest first. */
export interface PunchSearch {
  find(query: PunchQuery): { readonly punches: readonly FoundPunch[]; readonly next: PunchKey | null };
  count(query: Omit<PunchQuery, 'after' | 'limit'>): number;
  story(id: number): PunchStory | null;
}

const columns = `punches.id, punches.worker_id, people.name, punches.at_ms, punches.direction, punches.lane, punches.kind, punches.score,
  punches.threshold, punches.clock_doubtful, coalesce(outbox.state, 'none') AS upload,
  EXISTS (SELECT 1 FROM punch_pictures WHERE punch_id = punches.id) AS has_picture,
  (SELECT outcome FROM openings WHERE punch_id = punches.id ORDER BY id LIMIT 1) AS opening`;
const joins = `LEFT JOIN own_people AS people ON people.id = punches.worker_id LEFT JOIN outbox ON outbox.punch_id = punches.id`;

const foundColumns = {
  id: integer,
  worker_id: text,
  name: nullable(text),
  at_ms: integer,
  direction: oneOf('in', 'out'),
  lane,
  clock_doubtful: flag,
  upload: oneOf('none', 'waiting', 'sent', 'setAside'),
  has_picture: flag,
  opening: nullable(oneOf(...openingOutcomes)),
} as const;
const foundRow = row(foundColumns);
const storyRow = row({
  ...foundColumns,
  kind: integer,
  score: real,
  threshold: real,
  platform: nullable(oneOf('zhejiang', 'sichuan')),
  tries: nullable(integer),
  last_error: nullable(text),
  updated_ms: nullable(integer),
});

const withOutbox = (state: string): string => `EXISTS (SELECT 1 FROM outbox WHERE punch_id = punches.id AND state = '${state}')`;
const filters: Readonly<Record<PunchFilter, string>> = {
  all: '1',
  sent: withOutbox('sent'),
  waiting: withOutbox('waiting'),
  // Few, and spread over all days: their own index finds them.
  setAside: `punches.id IN (SELECT punch_id FROM outbox WHERE state = 'setAside')`,
  notOpened: `EXISTS (SELECT 1 FROM openings WHERE punch_id = punches.id AND outcome IN ('notAnswering', 'unknown'))`,
};

export class PunchSearchTable implements PunchSearch {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  find({ after, limit, ...query }: PunchQuery): ReturnType<PunchSearch['find']> {
    const condition = conditionOf(query);
    const select = `SELECT ${columns} FROM (SELECT * FROM punches
        WHERE ${condition.sql} AND (punches.at_ms, punches.id) < (?, ?)
        ORDER BY punches.at_ms DESC, punches.id DESC LIMIT ?) AS punches ${joins}
      ORDER BY punches.at_ms DESC, punches.id DESC`;
    const most = Number.MAX_SAFE_INTEGER;
    const values = [...condition.values, after?.atMs ?? most, after?.id ?? most, limit + 1];
    const found = this.#database.all(select, foundRow, ...values);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return { punches: shown.map(asFound), next: last === undefined ? null : { atMs: last.at_ms, id: last.id } };
  }

  count(query: Omit<PunchQuery, 'after' | 'limit'>): number {
    const { sql, values } = conditionOf(query);
    return this.#database.get(`SELECT count(*) AS value FROM punches WHERE ${sql}`, single(integer), ...values) ?? 0;
  }

  story(id: number): PunchStory | null {
    const select = `SELECT ${columns}, outbox.platform, outbox.tries, outbox.last_error, outbox.updated_ms
      FROM punches ${joins} WHERE punches.id = ?`;
    const found = this.#database.get(select, storyRow, id);
    if (found === null) return null;
    const { platform, tries, last_error: lastError, updated_ms: updatedMs, kind, score, threshold } = found;
    const owed = platform === null ? null : { platform, tries: tries ?? 0, lastError, updatedMs: updatedMs ?? 0 };
    return { ...asFound(found), kind, score, threshold, openings: this.#openingsOf(id), owed };
  }

  #openingsOf(punchId: number): Opening[] {
    return this.#database
      .all('SELECT * FROM openings WHERE punch_id = ? ORDER BY id', openingRow, punchId)
      .map(({ id, at_ms: atMs, outcome, settled_at_ms: settledAtMs, taken }) => ({
        id,
        atMs,
        outcome,
        settledAtMs,
        isTaken: taken,
      }));
  }
}

function conditionOf({ query, between, workerId, filter }: Omit<PunchQuery, 'after' | 'limit'>) {
  const parts: string[] = [filters[filter]];
  const values: Value[] = [];
  if (between !== null) {
    parts.push('punches.at_ms >= ? AND punches.at_ms < ?');
    values.push(between.fromMs, between.toMs);
  }
  if (workerId !== null) {
    parts.push('punches.worker_id = ?');
    values.push(workerId);
  }
  if (query.trim() !== '') {
    const match = matchOf(query);
    parts.push(
      `(punches.worker_id IN (SELECT id FROM own_people AS people WHERE ${match.sql}) OR instr(lower(punches.worker_id), ?) > 0)`,
    );
    values.push(...match.values, query.trim().toLowerCase());
  }
  return { sql: parts.join(' AND '), values };
}

const asFound = (found: RowOf<typeof foundRow>): FoundPunch => ({
  id: found.id,
  workerId: found.worker_id,
  name: found.name,
  atMs: found.at_ms,
  direction: found.direction,
  lane: found.lane,
  upload: found.upload,
  opening: found.opening,
  isClockDoubtful: found.clock_doubtful,
  hasPicture: found.has_picture,
});
