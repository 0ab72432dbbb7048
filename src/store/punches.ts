import type { LaneNumber } from '../shared/lanes.ts';
import type { Database } from './database.ts';
import { pageClause, type Page } from './page.ts';
import type { Quarantine } from './quarantine.ts';
import { blob, flag, integer, lane, nullable, oneOf, real, row, single, text, type RowOf } from './row.ts';
import type { Place } from './sealing.ts';

/** A pulse of a punch. `pending`: its fate is not known yet. Times are ms since the epoch. */
export interface Opening {
  readonly id: number;
  readonly atMs: number;
  readonly outcome: 'pending' | 'opened' | 'notAnswering' | 'unknown';
  readonly settledAtMs: number | null;
  /** Whether somebody walked through; null where nothing is there to see it. */
  readonly isTaken: boolean | null;
}

export interface Punch {
  readonly id: number;
  readonly workerId: string;
  /** The worker's present name, or null when he was removed. */
  readonly name: string | null;
  readonly atMs: number;
  readonly direction: 'in' | 'out';
  readonly lane: LaneNumber;
  /** What it was made with: 1 a face. */
  readonly kind: number;
  readonly score: number;
  readonly threshold: number;
  readonly isClockDoubtful: boolean;
  readonly hasPicture: boolean;
  /** Oldest first; the first one is the punch's own, later ones are repeats. */
  readonly openings: readonly Opening[];
  /** How far the platform has it; `none`: no platform was configured, `setAside`: it did not take it, a person must look. */
  readonly upload: 'none' | 'waiting' | 'sent' | 'setAside';
}

/** A punch that still bears on whether a worker counts again. */
export interface RecentPunch {
  readonly workerId: string;
  readonly punchId: number;
  readonly atMs: number;
  readonly direction: 'in' | 'out';
}

/** Attendance records. */
export interface Punches {
  list(page: Page): Punch[];
  /** JPEG, or null when there is none (or it is damaged: then quarantined). */
  picture(punchId: number): Uint8Array | null;
  /** Punches at or after `sinceMs`, oldest first. */
  recent(sinceMs: number): RecentPunch[];
  count(): number;
  /** Time of the newest one that was made while the clock was not in doubt, ms since the epoch. */
  newestMs(): number | null;
}

const punchRow = row({
  id: integer,
  worker_id: text,
  name: nullable(text),
  at_ms: integer,
  direction: oneOf('in', 'out'),
  lane,
  kind: integer,
  score: real,
  threshold: real,
  clock_doubtful: flag,
  has_picture: flag,
  upload: oneOf('none', 'waiting', 'sent', 'setAside'),
});
export const openingOutcomes = ['pending', 'opened', 'notAnswering', 'unknown'] as const;
export const openingRow = row({
  id: integer,
  punch_id: integer,
  at_ms: integer,
  outcome: oneOf(...openingOutcomes),
  settled_at_ms: nullable(integer),
  taken: nullable(flag),
});
const recentRow = row({ id: integer, worker_id: text, at_ms: integer, direction: oneOf('in', 'out') });

export const placeOfPunchPicture = (punchId: number): Place => ({ table: 'punch_pictures', rowId: punchId });

const asPunch = (found: RowOf<typeof punchRow>, openings: readonly Opening[]): Punch => ({
  id: found.id,
  workerId: found.worker_id,
  name: found.name,
  atMs: found.at_ms,
  direction: found.direction,
  lane: found.lane,
  kind: found.kind,
  score: found.score,
  threshold: found.threshold,
  isClockDoubtful: found.clock_doubtful,
  hasPicture: found.has_picture,
  openings,
  upload: found.upload,
});

export class PunchTable implements Punches {
  readonly #database: Database;
  readonly #quarantine: Quarantine;

  constructor(database: Database, quarantine: Quarantine) {
    this.#database = database;
    this.#quarantine = quarantine;
  }

  list(page: Page): Punch[] {
    const { sql, values } = pageClause(page);
    const select = `SELECT page.*, people.name, coalesce(outbox.state, 'none') AS upload,
        EXISTS (SELECT 1 FROM punch_pictures WHERE punch_id = page.id) AS has_picture
      FROM (SELECT * FROM punches WHERE ${sql}) AS page
      LEFT JOIN own_people AS people ON people.id = page.worker_id
      LEFT JOIN outbox ON outbox.punch_id = page.id`;
    return this.#database.all(select, punchRow, ...values).map((found) => asPunch(found, this.#openingsOf(found.id)));
  }

  picture(punchId: number): Uint8Array | null {
    const sealed = this.#database.get('SELECT sealed AS value FROM punch_pictures WHERE punch_id = ?', single(blob), punchId);
    return sealed === null ? null : this.#quarantine.open(sealed, placeOfPunchPicture(punchId), (plain) => plain);
  }

  recent(sinceMs: number): RecentPunch[] {
    return this.#database
      .all('SELECT id, worker_id, at_ms, direction FROM punches WHERE at_ms >= ? ORDER BY at_ms, id', recentRow, sinceMs)
      .map(({ worker_id: workerId, id: punchId, at_ms: atMs, direction }) => ({ workerId, punchId, atMs, direction }));
  }

  count(): number {
    return this.#database.get('SELECT count(*) AS value FROM punches', single(integer)) ?? 0;
  }

  newestMs(): number | null {
    const select = 'SELECT at_ms AS value FROM punches WHERE clock_doubtful = 0 ORDER BY at_ms DESC LIMIT 1';
    return this.#database.get(select, single(integer));
  }

  #openingsOf(punchId: number): Opening[] {
    return this.#database.all('SELECT * FROM openings WHERE punch_id = ? ORDER BY id', openingRow, punchId).map((found) => ({
      id: found.id,
      atMs: found.at_ms,
      outcome: found.outcome,
      settledAtMs: found.settled_at_ms,
      isTaken: found.taken,
    }));
  }
}
