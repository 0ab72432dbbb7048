import type { NewPunch, NewRefusal, OpeningOutcome, PassageJournal, PunchRef } from '../gate/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Database } from './database.ts';
import type { DiskSpace } from './disk-space.ts';
import { mainKindOf, writeProof } from './proof-column.ts';
import { placeOfPunchPicture } from './punches.ts';
import { placeOfRefusalPicture } from './refusals.ts';
import type { Sealer } from './sealing.ts';

/** To whom punches are owed; `none`: to nobody. */
export type OwedPlatform = 'zhejiang' | 'sichuan' | 'none';

/** `PassageJournal` in SQLite: a punch, its picture, its opening and its place in the outbox are one transaction. */
export class Passages implements PassageJournal {
  readonly #database: Database;
  readonly #sealer: Sealer;
  readonly #space: DiskSpace;
  readonly #clock: Clock;
  readonly #platform: OwedPlatform;

  constructor(database: Database, sealer: Sealer, space: DiskSpace, clock: Clock, platform: OwedPlatform) {
    this.#database = database;
    this.#sealer = sealer;
    this.#space = space;
    this.#clock = clock;
    this.#platform = platform;
  }

  recordPunch(punch: NewPunch): PunchRef {
    this.#space.require();
    return this.#database.transaction(() => {
      const punchId = this.#insertPunch(punch);
      if (punch.picture !== null) {
        const sealed = this.#sealer.seal(punch.picture, placeOfPunchPicture(punchId));
        this.#database.run('INSERT INTO punch_pictures (punch_id, sealed) VALUES (?, ?)', punchId, sealed);
      }
      if (this.#platform !== 'none') this.#owe(punchId, this.#platform);
      return { punchId, openingId: this.#insertOpening(punchId, punch.atMs) };
    });
  }

  recordRepeat(punchId: number, atMs: number): PunchRef {
    this.#space.require();
    return this.#database.transaction(() => ({ punchId, openingId: this.#insertOpening(punchId, atMs) }));
  }

  markOpening(openingId: number, outcome: OpeningOutcome): void {
    const update = `UPDATE openings SET outcome = ?, settled_at_ms = ? WHERE id = ? AND outcome = 'pending'`;
    const { changes } = this.#database.run(update, outcome, this.#clock.now(), openingId);
    if (changes !== 1) throw new Fault('store.failed', 'The opening to be marked is not pending');
  }

  markTaken(openingId: number, isTaken: boolean): void {
    this.#database.run('UPDATE openings SET taken = ? WHERE id = ?', isTaken ? 1 : 0, openingId);
  }

  recordRefusal(refusal: NewRefusal): void {
    this.#space.require();
    this.#database.transaction(() => {
      const { lastId } = this.#database.run(
        'INSERT INTO refusals (at_ms, reason, worker_id, score, detail, lane) VALUES (?, ?, ?, ?, ?, ?)',
        refusal.atMs,
        refusal.reason,
        refusal.workerId,
        refusal.score,
        refusal.detail,
        refusal.lane ?? 1,
      );
      if (refusal.picture === null) return;
      const sealed = this.#sealer.seal(refusal.picture, placeOfRefusalPicture(lastId));
      this.#database.run('INSERT INTO refusal_pictures (refusal_id, sealed) VALUES (?, ?)', lastId, sealed);
    });
  }

  /** Pulses whose fate an earlier run did not write down may have opened the gate: `unknown`. Answers how many. */
  settlePending(): number {
    const update = `UPDATE openings SET outcome = 'unknown', settled_at_ms = ? WHERE outcome = 'pending'`;
    return this.#database.run(update, this.#clock.now()).changes;
  }

  #insertPunch(punch: NewPunch): number {
    return this.#database.run(
      `INSERT INTO punches (worker_id, at_ms, direction, kind, score, threshold, clock_doubtful, proof, lane)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      punch.workerId,
      punch.atMs,
      punch.direction,
      mainKindOf(punch.proof),
      punch.score,
      punch.threshold,
      punch.isClockDoubtful ? 1 : 0,
      writeProof(punch.proof),
      punch.lane ?? 1,
    ).lastId;
  }

  #insertOpening(punchId: number, atMs: number): number {
    const insert = `INSERT INTO openings (punch_id, at_ms, outcome) VALUES (?, ?, 'pending')`;
    return this.#database.run(insert, punchId, atMs).lastId;
  }

  #owe(punchId: number, platform: string): void {
    const insert = `INSERT INTO outbox (punch_id, platform, state, updated_ms) VALUES (?, ?, 'waiting', ?)`;
    this.#database.run(insert, punchId, platform, this.#clock.now());
  }
}
