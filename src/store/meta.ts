import type { Database } from './database.ts';
import { single, text } from './row.ts';

/** Small notes that outlive a restart (such as the state of the PIN lock), by name. Never a secret: they are not sealed. */
export interface Meta {
  get(name: string): string | null;
  set(name: string, value: string): void;
}

export class MetaTable implements Meta {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get(name: string): string | null {
    return this.#database.get('SELECT value FROM meta WHERE name = ?', single(text), name);
  }

  set(name: string, value: string): void {
    const put = 'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
    this.#database.run(put, name, value);
  }
}
