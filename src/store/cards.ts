import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import { low24Of, mayBeSameCard, type CardBits, type CardNumber } from './card-number.ts';
import type { Database } from './database.ts';
import type { DiskSpace } from './disk-space.ts';
import { integer, row, single, text } from './row.ts';

export interface Card extends CardNumber {
  readonly workerId: string;
}

/** Whose card it is. `ambiguous`: two workers' cards look the same to a reader that passes on so few bits. */
export type CardOwner =
  { readonly kind: 'worker'; readonly workerId: string } | { readonly kind: 'unknown' } | { readonly kind: 'ambiguous' };

/** Cards of the workers on the roster; a card leaves with its worker. */
export interface Cards {
  /** Gives a card to a worker; harmless when he has it. Throws `card.taken`, `worker.unknown`, `store.full`. */
  add(workerId: string, card: CardNumber): void;
  /** Takes a card away. Answers whose it was, or null. */
  remove(card: CardNumber): string | null;
  /** A card as a reader passed it on. */
  find(card: CardNumber): CardOwner;
  /** Numbers of a worker's cards. */
  of(workerId: string): readonly string[];
  /** All cards, by worker. */
  list(): readonly Card[];
}

const cardRow = row({ number: text, bits: integer, worker_id: text });

export class CardTable implements Cards {
  readonly #database: Database;
  readonly #space: DiskSpace;
  readonly #clock: Clock;

  constructor(database: Database, space: DiskSpace, clock: Clock) {
    this.#database = database;
    this.#space = space;
    this.#clock = clock;
  }

  add(workerId: string, card: CardNumber): void {
    this.#space.require();
    this.#database.transaction(() => {
      const isKnown = this.#database.get('SELECT 1 AS value FROM own_people WHERE id = ?', single(integer), workerId) !== null;
      if (!isKnown) throw new Fault('worker.unknown', `no worker has the id "${workerId}"`);
      const same = this.#like(card);
      if (same.some((other) => other.workerId !== workerId)) {
        throw new Fault('card.taken', 'another worker has this card, or one that readers cannot tell from it');
      }
      if (same.some(({ number, bits }) => number === card.number && bits === card.bits)) return;
      const insert = 'INSERT OR REPLACE INTO cards (number, bits, low24, worker_id, added_ms) VALUES (?, ?, ?, ?, ?)';
      this.#database.run(insert, card.number, card.bits, low24Of(card.number), workerId, this.#clock.now());
    });
  }

  remove(card: CardNumber): string | null {
    return this.#database.transaction(() => {
      const [found] = this.#like(card).filter(({ number }) => number === card.number);
      if (found === undefined) return null;
      this.#database.run('DELETE FROM cards WHERE number = ?', found.number);
      return found.workerId;
    });
  }

  find(card: CardNumber): CardOwner {
    const owners = new Set(this.#like(card).map(({ workerId }) => workerId));
    const [workerId] = owners;
    if (workerId === undefined) return { kind: 'unknown' };
    return owners.size === 1 ? { kind: 'worker', workerId } : { kind: 'ambiguous' };
  }

  of(workerId: string): readonly string[] {
    const select = 'SELECT number AS value FROM cards WHERE worker_id = ? ORDER BY added_ms, number';
    return this.#database.all(select, single(text), workerId);
  }

  list(): readonly Card[] {
    return this.#cards('ORDER BY worker_id, number');
  }

  /** Own workers' cards that may be this one. */
  #like(card: CardNumber): readonly Card[] {
    return this.#cards('AND low24 = ? ORDER BY number', low24Of(card.number)).filter((other) => mayBeSameCard(card, other));
  }

  #cards(clause: string, ...values: readonly number[]): readonly Card[] {
    const select = `SELECT number, bits, worker_id FROM cards WHERE worker_id IN (SELECT id FROM own_people) ${clause}`;
    return this.#database
      .all(select, cardRow, ...values)
      .map(({ number, bits, worker_id: workerId }) => ({ number, bits: asBits(bits), workerId }));
  }
}

const asBits = (bits: number): CardBits => (bits === 24 || bits === 32 ? bits : 64);
