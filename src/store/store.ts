import type { PassageJournal, Roster } from '../gate/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { AuditTable, type Audit } from './audit.ts';
import type { Database } from './database.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { CardTable, type Cards } from './cards.ts';
import { DiskSpace } from './disk-space.ts';
import { hasSealedData, requireKeyFits } from './key-check.ts';
import { loadOrCreateKey } from './key-file.ts';
import { LearntTemplateTable, type LearntTemplates } from './learnt-templates.ts';
import { LATEST_VERSION } from './migrations/migrate.ts';
import { LookalikeTable } from './lookalikes.ts';
import { MetaTable, type Meta } from './meta.ts';
import { fillNameKeys, plainNameKey, type NameKeyOf } from './name-key.ts';
import { createOwnViews, leftoversOf, type Leftovers } from './own-people.ts';
import { openDatabase } from './open-database.ts';
import { OutboxTable } from './outbox.ts';
import { Passages, type OwedPlatform } from './passages.ts';
import { PeopleTable, type People } from './people.ts';
import { PhotographTable, type Photographs } from './photographs.ts';
import { PeopleSearchTable, type PeopleSearch } from './people-search.ts';
import { PresenceTable, type Presence } from './presence.ts';
import { PunchSearchTable, type PunchSearch } from './punch-search.ts';
import { PunchTable, type Punches } from './punches.ts';
import { Quarantine } from './quarantine.ts';
import { RecordingTable, type Recordings } from './recordings.ts';
import { RefusalTable, type Refusals } from './refusals.ts';
import { RetentionRules, type Retention } from './retention.ts';
import { integer, row } from './row.ts';
import { Sealer } from './sealing.ts';
import { TaskTable } from './tasks.ts';
import { TemplateTable, type Templates } from './templates.ts';
import { UsedCodeTable, type UsedCodes } from './used-codes.ts';
import { measureUse, type StorageUse } from './usage.ts';

export interface StoreOptions {
  /** The data directory; created, for its owner only, when it is not there. */
  readonly dir: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Space below which nothing is recorded, MB. Default 64. */
  readonly leastFreeMb?: number;
  /** To whom new punches are owed. Default `none`. */
  readonly platform?: OwedPlatform;
  /** How names are found by their sound. Default: by the name itself. */
  readonly nameKeyOf?: NameKeyOf;
}

export interface StoreCounts {
  readonly workers: number;
  readonly templates: number;
  /** Workers whom the gate can know. */
  readonly workersWithTemplate: number;
  readonly punches: number;
  readonly refusals: number;
  /** Punches that the platform has not taken yet. */
  readonly outboxWaiting: number;
  /** Punches that it refused for their own sake. */
  readonly outboxSetAside: number;
  /** Sealed values that do not open. */
  readonly quarantined: number;
}

/**
 * All that the terminal keeps. Every call is synchronous, durable when it returns, and throws `Fault` `store.*`.
 */
export interface Store extends PassageJournal, Roster {
  readonly people: People;
  readonly photographs: Photographs;
  readonly templates: Templates;
  readonly learnt: LearntTemplates;
  readonly punches: Punches;
  readonly refusals: Refusals;
  readonly recordings: Recordings;
  readonly cards: Cards;
  readonly usedCodes: UsedCodes;
  readonly audit: Audit;
  readonly retention: Retention;
  /** Punches owed to the platform that the store was opened for. */
  readonly outbox: OutboxTable;
  /** That platform's orders. */
  readonly tasks: TaskTable;
  readonly meta: Meta;
  readonly peopleSearch: PeopleSearch;
  readonly punchSearch: PunchSearch;
  readonly presence: Presence;
  /** At start, before the first passage: pulses of an earlier run whose fate is not written become `unknown`. Answers how many. */
  settlePending(): number;
  counts(): StoreCounts;
  /** What another platform than the one that the store was opened for left here. */
  leftovers(): readonly Leftovers[];
  /** Free space on the disk of the data directory, MB. */
  freeMb(): number;
  /** Version of the schema that this program writes. */
  readonly databaseVersion: number;
  /** A whole copy of the database in `file`, made while the terminal works; not synced. Rejects with `Fault` `store.*`. */
  copyTo(file: string, signal: AbortSignal): Promise<void>;
  /** What the data take and what the records of the last `withinMs` added. */
  use(withinMs: number): StorageUse;
  close(): void;
}

/**
 * Opens `terminal.db` in the data directory, for one instance at a time (`acquireInstanceLock` sees to that).
 * Throws `store.newer` (the file is left untouched), `store.damaged`, `store.full`, `store.failed`, `data.keyInvalid`.
 */
export function openStore({ leastFreeMb = 64, platform = 'none', nameKeyOf = plainNameKey, ...given }: StoreOptions): Store {
  const { dir, log } = given;
  prepareDataDirectory(dir);
  const database = openDatabase(dir, log);
  try {
    const hasData = hasSealedData(database);
    const sealer = new Sealer(loadOrCreateKey(dir, hasData));
    const meta = new MetaTable(database);
    requireKeyFits(meta, sealer, hasData);
    return compose(database, meta, sealer, { ...given, leastFreeMb, platform, nameKeyOf });
  } catch (error) {
    database.close();
    throw error;
  }
}

function compose(database: Database, meta: MetaTable, sealer: Sealer, options: Required<StoreOptions>): Store {
  const { dir, clock, log, leastFreeMb, platform, nameKeyOf } = options;
  createOwnViews(database, platform);
  fillNameKeys(database, nameKeyOf);
  const space = new DiskSpace(dir, leastFreeMb);
  const quarantine = new Quarantine(database, sealer, clock, log);
  const photographs = new PhotographTable(database, sealer, quarantine, clock);
  const lookalikes = new LookalikeTable(database, clock);
  const people = new PeopleTable(database, photographs, lookalikes, space, clock, log, nameKeyOf);
  const passages = new Passages(database, sealer, space, clock, platform);
  return {
    people,
    photographs,
    templates: new TemplateTable(database, quarantine),
    learnt: new LearntTemplateTable(database, sealer, quarantine, space),
    punches: new PunchTable(database, quarantine),
    refusals: new RefusalTable(database, quarantine),
    cards: new CardTable(database, space, clock),
    usedCodes: new UsedCodeTable(database, clock),
    recordings: new RecordingTable(database, sealer, quarantine, space, log),
    audit: new AuditTable(database),
    retention: new RetentionRules(database, space, log),
    outbox: new OutboxTable(database, quarantine, clock, platform),
    tasks: new TaskTable(database, clock, platform),
    meta,
    peopleSearch: new PeopleSearchTable(database),
    punchSearch: new PunchSearchTable(database),
    presence: new PresenceTable(database),
    use: (withinMs) => measureUse(database, space, dir, clock.now(), withinMs),
    find: (workerId) => people.find(workerId),
    recordPunch: (punch) => passages.recordPunch(punch),
    recordRepeat: (punchId, atMs) => passages.recordRepeat(punchId, atMs),
    markOpening: (openingId, outcome) => passages.markOpening(openingId, outcome),
    markTaken: (openingId, isTaken) => passages.markTaken(openingId, isTaken),
    recordRefusal: (refusal) => passages.recordRefusal(refusal),
    settlePending: () => passages.settlePending(),
    counts: () => countsOf(database, platform),
    leftovers: () => leftoversOf(database, platform),
    freeMb: () => space.freeMb(),
    databaseVersion: LATEST_VERSION,
    copyTo: (file, signal) => database.copyTo(file, signal),
    close: () => database.close(),
  };
}

const countsRow = row({
  workers: integer,
  templates: integer,
  workersWithTemplate: integer,
  punches: integer,
  refusals: integer,
  outboxWaiting: integer,
  outboxSetAside: integer,
  quarantined: integer,
});

function countsOf(database: Database, platform: OwedPlatform): StoreCounts {
  const select = `SELECT
    (SELECT count(*) FROM own_people) AS workers,
    (SELECT count(*) FROM own_templates) AS templates,
    (SELECT count(DISTINCT worker_id) FROM own_templates) AS workersWithTemplate,
    (SELECT count(*) FROM punches) AS punches,
    (SELECT count(*) FROM refusals) AS refusals,
    (SELECT count(*) FROM outbox WHERE state = 'waiting' AND platform = ?) AS outboxWaiting,
    (SELECT count(*) FROM outbox WHERE state = 'setAside' AND platform = ?) AS outboxSetAside,
    (SELECT count(*) FROM quarantine) AS quarantined`;
  const counts = database.get(select, countsRow, platform, platform);
  if (counts === null) throw new Fault('internal.bug', 'Counting returned no row');
  return counts;
}
