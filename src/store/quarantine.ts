import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Database } from './database.ts';
import { integer, single } from './row.ts';
import type { Place, Sealer } from './sealing.ts';

/** Opens sealed values; one that does not open is marked, logged and counted, and the rest goes on. */
export class Quarantine {
  readonly #database: Database;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(database: Database, sealer: Sealer, clock: Clock, log: Log) {
    this.#database = database;
    this.#sealer = sealer;
    this.#clock = clock;
    this.#log = log;
  }

  /** What `read` makes of the opened value, or null when the value does not open or `read` finds it malformed. */
  open<T>(sealed: Uint8Array, place: Place, read: (plain: Uint8Array) => T): T | null {
    try {
      return read(this.#sealer.open(sealed, place));
    } catch (error) {
      const { code } = Fault.from(error, 'store.damaged', 'A sealed value is malformed');
      this.#database.run(
        'INSERT INTO quarantine (source, row_id, at_ms, code) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        place.table,
        place.rowId,
        this.#clock.now(),
        code,
      );
      this.#log.error('store', 'rowQuarantined', { code, table: place.table, row: place.rowId, count: this.count() });
      return null;
    }
  }

  /** Values that are marked. */
  count(): number {
    return this.#database.get('SELECT count(*) AS value FROM quarantine', single(integer)) ?? 0;
  }
}
