import type { Database } from './database.ts';
import type { OwedPlatform } from './passages.ts';
import { integer, oneOf, row } from './row.ts';

/** Whose people are not those of the platform that is configured. */
const foreignOrigin: Readonly<Record<OwedPlatform, string>> = { zhejiang: 'sichuan', sichuan: 'zhejiang', none: '' };

/**
 * `own_people` and `own_templates`: everyone but the people whom another platform sent. Those stay stored, unused and
 * unseen, until that platform is configured again: people of two platforms are never mixed.
 */
export function createOwnViews(database: Database, platform: OwedPlatform): void {
  database.script(`
    CREATE TEMP VIEW own_people AS SELECT * FROM people WHERE origin <> '${foreignOrigin[platform]}';
    CREATE TEMP VIEW own_templates AS
      SELECT templates.* FROM templates JOIN people ON people.id = worker_id WHERE origin <> '${foreignOrigin[platform]}';
  `);
}

/** What is kept here for a platform that is not the configured one. */
export interface Leftovers {
  readonly platform: 'zhejiang' | 'sichuan';
  /** Punches that it has not taken, those set aside included. */
  readonly punches: number;
  readonly people: number;
}

const leftoversRow = row({ platform: oneOf('zhejiang', 'sichuan'), punches: integer, people: integer });

export function leftoversOf(database: Database, platform: OwedPlatform): readonly Leftovers[] {
  const select = `SELECT other.name AS platform,
      (SELECT count(*) FROM outbox WHERE platform = other.name AND state <> 'sent') AS punches,
      (SELECT count(*) FROM people WHERE origin = other.name) AS people
    FROM (SELECT 'zhejiang' AS name UNION ALL SELECT 'sichuan') AS other WHERE other.name <> ?`;
  return database.all(select, leftoversRow, platform).filter(({ punches, people }) => punches + people > 0);
}
