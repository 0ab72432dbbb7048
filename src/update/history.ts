import { z } from 'zod';
import { UpdateEntry } from '../shared/update-view.ts';

const NOTE = 'update.history';
const MOST = 20;

/** How the latest updates ended; kept in the database's notes. */
export class UpdateHistory {
  readonly #notes: { get(name: string): string | null; set(name: string, value: string): void };

  constructor(notes: { get(name: string): string | null; set(name: string, value: string): void }) {
    this.#notes = notes;
  }

  /** Newest first. */
  entries(): readonly UpdateEntry[] {
    const text = this.#notes.get(NOTE);
    if (text === null) return [];
    const parsed = z.array(UpdateEntry).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : [];
  }

  add(entry: UpdateEntry): void {
    const others = this.entries().filter(({ orderId, atMs }) => orderId !== entry.orderId || atMs !== entry.atMs);
    this.#notes.set(NOTE, JSON.stringify([entry, ...others].slice(0, MOST)));
  }

  /** What became of an order that reached a trial; null: nothing yet. */
  trialOf(orderId: string): UpdateEntry | null {
    return this.entries().find((entry) => entry.orderId === orderId && entry.result !== 'refused') ?? null;
  }
}
