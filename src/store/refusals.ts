import { refusalReasons, type RefusalReason } from '../shared/gate-view.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { Database } from './database.ts';
import { pageClause, type Page } from './page.ts';
import type { Quarantine } from './quarantine.ts';
import { blob, flag, integer, lane, nullable, oneOf, real, row, single, text } from './row.ts';
import type { Place } from './sealing.ts';

/** An attempt that was refused. */
export interface Refusal {
  readonly id: number;
  /** ms since the epoch. */
  readonly atMs: number;
  readonly reason: RefusalReason;
  readonly lane: LaneNumber;
  readonly workerId: string | null;
  readonly score: number | null;
  readonly detail: string | null;
  readonly hasPicture: boolean;
}

/** Refused attempts. */
export interface Refusals {
  /** With `reasons`: those refused for one of them. */
  list(page: Page & { readonly reasons?: readonly RefusalReason[] }): Refusal[];
  /** JPEG, or null when there is none (or it is damaged: then quarantined). */
  picture(refusalId: number): Uint8Array | null;
  count(): number;
}

const refusalRow = row({
  id: integer,
  at_ms: integer,
  reason: oneOf(...refusalReasons),
  worker_id: nullable(text),
  score: nullable(real),
  detail: nullable(text),
  lane,
  has_picture: flag,
});

export const placeOfRefusalPicture = (refusalId: number): Place => ({ table: 'refusal_pictures', rowId: refusalId });

export class RefusalTable implements Refusals {
  readonly #database: Database;
  readonly #quarantine: Quarantine;

  constructor(database: Database, quarantine: Quarantine) {
    this.#database = database;
    this.#quarantine = quarantine;
  }

  list({ reasons, ...page }: Page & { readonly reasons?: readonly RefusalReason[] }): Refusal[] {
    const { sql, values } = pageClause(page);
    const wanted = reasons === undefined ? '' : `reason IN (${reasons.map(() => '?').join(', ')}) AND `;
    const select = `SELECT *, EXISTS (SELECT 1 FROM refusal_pictures WHERE refusal_id = refusals.id) AS has_picture
      FROM refusals WHERE ${wanted}${sql}`;
    return this.#database.all(select, refusalRow, ...(reasons ?? []), ...values).map((found) => ({
      id: found.id,
      atMs: found.at_ms,
      reason: found.reason,
      lane: found.lane,
      workerId: found.worker_id,
      score: found.score,
      detail: found.detail,
      hasPicture: found.has_picture,
    }));
  }

  picture(refusalId: number): Uint8Array | null {
    const select = 'SELECT sealed AS value FROM refusal_pictures WHERE refusal_id = ?';
    const sealed = this.#database.get(select, single(blob), refusalId);
    return sealed === null ? null : this.#quarantine.open(sealed, placeOfRefusalPicture(refusalId), (plain) => plain);
  }

  count(): number {
    return this.#database.get('SELECT count(*) AS value FROM refusals', single(integer)) ?? 0;
  }
}
