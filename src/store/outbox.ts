import type { Clock } from '../shared/clock.ts';
import type { Database } from './database.ts';
import type { OwedPlatform } from './passages.ts';
import { placeOfPunchPicture } from './punches.ts';
import type { Proof } from '../gate/proof.ts';
import { readProof } from './proof-column.ts';
import type { Quarantine } from './quarantine.ts';
import { blob, integer, nullable, oneOf, row, single, text } from './row.ts';
import type { RowOf } from './row.ts';

/** A punch that is owed to the platform. Times are ms since the epoch. */
export interface OwedPunch {
  readonly punchId: number;
  readonly workerId: string;
  readonly atMs: number;
  readonly direction: 'in' | 'out';
  /** JPEG, or null. */
  readonly picture: Uint8Array | null;
  /** Absent: by face alone. */
  readonly details?: OwedDetails;
  /** How often it was sent before. */
  readonly tries: number;
}

/** What a punch was made with, as platforms are told of it. */
export interface OwedDetails {
  readonly kinds: Proof['kinds'];
  readonly qrCode?: NonNullable<Proof['code']>;
}

const detailsOf = ({ kinds, code }: Proof): OwedDetails => ({ kinds, ...(code === null ? {} : { qrCode: code }) });

/** A punch this young goes before the backlog, ms. */
const NEW_MS = 60_000;

const owedRow = row({
  punch_id: integer,
  worker_id: text,
  at_ms: integer,
  direction: oneOf('in', 'out'),
  tries: integer,
  proof: nullable(text),
});
type Owed = RowOf<typeof owedRow>;
const columns = 'SELECT outbox.punch_id, worker_id, at_ms, direction, tries, proof';
/** Of this platform, and not taken yet. */
const isOwed = `outbox.platform = ? AND outbox.state = 'waiting'`;

/** Of a worker who has none under way: a JSON list of the others is bound here. */
const isFree = 'worker_id NOT IN (SELECT value FROM json_each(?))';

/** Punches owed to one platform: new ones first, each with its own worker's older ones before it, then the backlog. */
export class OutboxTable {
  readonly #database: Database;
  readonly #quarantine: Quarantine;
  readonly #clock: Clock;
  readonly #platform: OwedPlatform;

  constructor(database: Database, quarantine: Quarantine, clock: Clock, platform: OwedPlatform) {
    this.#database = database;
    this.#quarantine = quarantine;
    this.#clock = clock;
    this.#platform = platform;
  }

  /** The next ones to send, at most `limit`, without those of `busyWorkers`. */
  next(limit: number, busyWorkers: ReadonlySet<string>): readonly OwedPunch[] {
    const busy = JSON.stringify([...busyWorkers]);
    const chosen = new Map<number, Owed>();
    const take = (candidates: readonly Owed[]): void => {
      for (const candidate of candidates) if (chosen.size < limit) chosen.set(candidate.punch_id, candidate);
    };
    for (const fresh of this.#fresh(limit, busy)) {
      if (chosen.size >= limit) break;
      take(this.#upTo(fresh, limit));
    }
    if (chosen.size < limit) take(this.#oldest(limit + chosen.size, busy));
    return [...chosen.values()].map((owed) => this.#withPicture(owed));
  }

  /** The platform answered that it took them. */
  taken(punchIds: readonly number[]): void {
    this.#settle(punchIds, 'sent', null);
  }

  /** A try that did not end in `taken`. */
  failed(punchIds: readonly number[], error: string): void {
    this.#settle(punchIds, 'waiting', error);
  }

  /** Kept and shown, not sent again by itself. */
  setAside(punchId: number, error: string): void {
    this.#settle([punchId], 'setAside', error);
  }

  /** Those that were set aside wait again. Answers how many. */
  retry(): number {
    const update = `UPDATE outbox SET state = 'waiting', updated_ms = ? WHERE platform = ? AND state = 'setAside'`;
    return this.#database.run(update, this.#clock.now(), this.#platform).changes;
  }

  /** One that was set aside waits again. Answers how many: 0 or 1. */
  retryOne(punchId: number): number {
    const update = `UPDATE outbox SET state = 'waiting', updated_ms = ? WHERE platform = ? AND state = 'setAside' AND punch_id = ?`;
    return this.#database.run(update, this.#clock.now(), this.#platform, punchId).changes;
  }

  waiting(): number {
    const count = `SELECT count(*) AS value FROM outbox WHERE platform = ? AND state = 'waiting'`;
    return this.#database.get(count, single(integer), this.#platform) ?? 0;
  }

  /**
   * Oldest first, so that what was made in this minute leaves in the order in which it was made. By the time of the punches:
   * a walk along the outbox would take longer the longer the backlog is.
   */
  #fresh(limit: number, busy: string): readonly Owed[] {
    const select = `${columns} FROM punches INDEXED BY punches_by_time CROSS JOIN outbox ON outbox.punch_id = punches.id
      WHERE at_ms BETWEEN ? AND ? AND ${isOwed} AND ${isFree} ORDER BY outbox.punch_id DESC LIMIT ?`;
    const now = this.#clock.now();
    return this.#database.all(select, owedRow, now - NEW_MS, now + NEW_MS, this.#platform, busy, limit).reverse();
  }

  /** The worker's own up to this one, by his punches for the same reason. */
  #upTo({ worker_id, punch_id }: Owed, limit: number): readonly Owed[] {
    const select = `${columns} FROM punches INDEXED BY punches_by_worker CROSS JOIN outbox ON outbox.punch_id = punches.id
      WHERE worker_id = ? AND outbox.punch_id <= ? AND ${isOwed} ORDER BY outbox.punch_id LIMIT ?`;
    return this.#database.all(select, owedRow, worker_id, punch_id, this.#platform, limit);
  }

  #oldest(limit: number, busy: string): readonly Owed[] {
    const select = `${columns} FROM outbox JOIN punches ON punches.id = outbox.punch_id
      WHERE ${isOwed} AND ${isFree} ORDER BY outbox.punch_id LIMIT ?`;
    return this.#database.all(select, owedRow, this.#platform, busy, limit);
  }

  #withPicture(owed: Owed): OwedPunch {
    const { punch_id: punchId, worker_id: workerId, at_ms: atMs, direction, tries } = owed;
    const sealed = this.#database.get(
      'SELECT sealed AS value FROM punch_pictures WHERE punch_id = ?',
      single(nullable(blob)),
      punchId,
    );
    const picture = sealed === null ? null : this.#quarantine.open(sealed, placeOfPunchPicture(punchId), (plain) => plain);
    const proof = readProof(owed.proof);
    return { punchId, workerId, atMs, direction, picture, tries, ...(proof === undefined ? {} : { details: detailsOf(proof) }) };
  }

  #settle(punchIds: readonly number[], state: 'waiting' | 'sent' | 'setAside', error: string | null): void {
    const update = `UPDATE outbox SET state = ?, tries = tries + 1, last_error = ?, updated_ms = ? WHERE punch_id = ? AND platform = ?`;
    this.#database.transaction(() => {
      for (const punchId of punchIds) this.#database.run(update, state, error, this.#clock.now(), punchId, this.#platform);
    });
  }
}
