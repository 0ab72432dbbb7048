import type { Database } from '../database.ts';
import { first } from './0001-first.ts';
import { tasks } from './0002-tasks.ts';
import { flags } from './0003-flags.ts';
import { taskAttempts } from './0004-task-attempts.ts';
import { recordings } from './0006-recordings.ts';
import { taken } from './0007-taken.ts';
import { cards } from './0010-cards.ts';
import { search } from './0012-search.ts';
import { proof } from './0013-proof.ts';
import { lane } from './0014-lane.ts';
import { refusalLane } from './0016-refusal-lane.ts';
import { recordingLane } from './0018-recording-lane.ts';
import { learntTemplates } from './0017-learnt-templates.ts';

/** Migration n brings version n − 1 to version n. Released ones are never changed, only followed. */
const migrations: readonly string[] = [
  first,
  tasks,
  flags,
  taskAttempts,
  recordings,
  cards,
  search,
  taken,
  proof,
  lane,
  refusalLane,
  recordingLane,
  learntTemplates,
];

/** The version of the database that this program writes. */
export const LATEST_VERSION = migrations.length;

/**
 * Brings the database to the latest version, each migration in a transaction. In the rollback-journal mode, so that the
 * version always stands in the header of the file, where an older program finds it without opening the database.
 */
export function migrate(database: Database): void {
  const from = Number(database.pragma('user_version'));
  if (from >= LATEST_VERSION) return;
  database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma('journal_mode = DELETE');
  database.requireFullSynchronous();
  for (const [index, script] of migrations.entries()) {
    if (index < from) continue;
    database.transaction(() => {
      database.script(script);
      database.pragma(`user_version = ${index + 1}`);
    });
  }
}
