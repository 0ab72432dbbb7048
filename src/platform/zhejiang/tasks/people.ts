import { createHash } from 'node:crypto';
import type { Clock } from '../../../shared/clock.ts';
import { Fault } from '../../../shared/fault.ts';
import { ahead } from '../../ahead.ts';
import type { PhotographRound } from '../../photograph-hosts.ts';
import type { PersonOutcome } from '../../ports.ts';
import { isObject, type Json } from '../../tolerant-json.ts';
import type { Timing } from '../config.ts';
import { readImgUrls } from '../img-urls.ts';
import type { Failure, TaskResult, TaskTools } from './carry-out.ts';
import { Failures } from './failures.ts';
import { idOf, type TaskOrder } from './order.ts';
import { peoplePages } from './people-pages.ts';
import type { RemovalWatcher } from './removal.ts';

/** People whose pictures are fetched ahead of the one being enrolled. */
const fetchedAhead = 4;

const faceErrors: Readonly<Record<Exclude<PersonOutcome['face'], 'ok' | 'none'>, Failure['errCode']>> = {
  unreadable: '404_1',
  noFace: '404_2',
  severalFaces: '404_3',
  quality: '404_4',
};

interface FetchedPerson {
  /** Empty when the record has none. */
  readonly id: string;
  /** Null: not a record of a person. */
  readonly name: string | null;
  /** Null: none was fetched. */
  readonly photographs: readonly Uint8Array[] | null;
  /** Some were named that were not fetched; `notReached`: and may be had another time. */
  readonly missing: 'none' | 'unobtainable' | 'notReached';
}

/** What is known of an import from its earlier rounds. */
interface Import {
  readonly failures: Failures;
  /** Digest of the record with which a person is settled, by id: he is not enrolled again, and not brought back when removed since. */
  readonly settled: Map<string, string>;
  /** When a host of photographs was first missed, monotonic ms. */
  lostSinceMs: number | null;
  /** Who was removed since this round asked for the page that is worked through: what the page says of them is older. */
  removed: Set<string> | 'all';
}

export interface PeopleImportsOptions {
  readonly tools: TaskTools;
  readonly clock: Clock;
  readonly patience: Timing['photographs'];
  /** Whether other tasks wait for the one that runs. */
  readonly isAwaited: () => boolean;
}

/**
 * 3.3 T_SEND_PERSON and 3.4 T_UPDATE_DEVICE_PERSON: both insert and update, neither removes anybody. People whose photographs
 * lie on a host that cannot be reached are stored without; the import is done again for them until patience ends.
 */
export class PeopleImports implements RemovalWatcher {
  readonly #options: PeopleImportsOptions;
  readonly #imports = new Map<string, Import>();

  constructor(options: PeopleImportsOptions) {
    this.#options = options;
  }

  /** Rejects with `Fault` `photo.hostUnreached` or `platform.*` when it is to be done again, and with that of the roster. */
  async carryOut(order: TaskOrder): Promise<TaskResult> {
    try {
      return await this.#round(order);
    } finally {
      this.#options.tools.progress(null);
    }
  }

  removing(ids: readonly string[] | 'all'): void {
    for (const known of this.#imports.values()) {
      if (ids === 'all') {
        known.removed = 'all';
        known.settled.clear();
      } else if (known.removed !== 'all') {
        for (const id of ids) known.removed.add(id);
      }
    }
  }

  /** The task ended: nothing more to remember. */
  forget(taskid: string): void {
    this.#imports.delete(taskid);
  }

  async #round(order: TaskOrder): Promise<TaskResult> {
    const { tools } = this.#options;
    const known: Import = this.#imports.get(order.taskid) ?? {
      failures: new Failures(),
      settled: new Map(),
      lostSinceMs: null,
      removed: new Set(),
    };
    this.#imports.set(order.taskid, known);
    // Every page is asked for anew: what it says is younger than any removal so far.
    known.removed = new Set();
    const round = tools.photographs.round();
    let done = 0;
    for await (const part of peoplePages(order, tools)) {
      if (!part) return { state: 'failed' };
      const { page, totalPage, people, total } = part;
      const fetched = ahead(people, fetchedAhead, async (record) => ({
        record,
        person: isSettled(record, known) ? null : await fetchPerson(record, round, tools),
      }));
      for await (const { record, person } of fetched) {
        if (tools.signal.aborted) throw new Fault('platform.offline', 'stopped');
        // A record of the same person that came in between may have unsettled him.
        if (!isSettled(record, known) && !isRemoved(record, known))
          await enrol(record, person ?? (await fetchPerson(record, round, tools)), known, tools);
        done += 1;
        tools.progress({ done, total });
      }
      known.removed = new Set();
      tools.log.info('platform', 'peoplePage', { taskid: order.taskid, page, totalPage, people: done });
    }
    this.#requirePhotographs(known, round);
    return { state: 'done', ...known.failures.lists() };
  }

  /**
   * A removal behind this import must not pass it, or the import would bring people back; nor may it wait for ever. So there is
   * an end to it, sooner when something waits, and the platform is told whose photographs are missing.
   */
  #requirePhotographs(known: Import, { lostHosts }: PhotographRound): void {
    const { tools, clock, patience, isAwaited } = this.#options;
    if (lostHosts.size === 0) return tools.photographs.allReached();
    known.lostSinceMs ??= clock.monotonic();
    const patienceMs = isAwaited() ? patience.awaitedMs : patience.aloneMs;
    if (clock.monotonic() - known.lostSinceMs >= patienceMs) return;
    throw new Fault('photo.hostUnreached', `no photographs from ${[...lostHosts].join(', ')}`);
  }
}

function isRemoved(record: Json, { removed }: Import): boolean {
  if (removed === 'all') return true;
  const id = isObject(record) ? idOf(record['personId']) : null;
  return id !== null && removed.has(id);
}

function isSettled(record: Json, { settled }: Import): boolean {
  const id = isObject(record) ? idOf(record['personId']) : null;
  return id !== null && settled.get(id) === digestOf(record);
}

const digestOf = (record: Json): string => createHash('sha256').update(JSON.stringify(record)).digest('base64');

/** Fetches a person's pictures; what cannot be fetched is left out and told. */
async function fetchPerson(record: Json, round: PhotographRound, { config, roster }: TaskTools): Promise<FetchedPerson> {
  const nobody: FetchedPerson = { id: '', name: null, photographs: null, missing: 'none' };
  if (!isObject(record)) return nobody;
  const id = idOf(record['personId']);
  const name = record['name'];
  if (id === null || typeof name !== 'string' || name.trim() === '') return { ...nobody, id: id ?? '' };
  const photographs: Uint8Array[] = [];
  let missing: FetchedPerson['missing'] = 'none';
  for (const url of readImgUrls(record['imgUrls'], config.http)) {
    const outcome = url ? await round.fetch(url) : 'unobtainable';
    if (typeof outcome !== 'string') photographs.push(outcome);
    else if (missing !== 'notReached') missing = outcome;
  }
  roster.prepare?.(photographs);
  return { id, name: name.trim(), photographs: photographs.length > 0 ? photographs : null, missing };
}

/** Rejects with the `Fault` of the roster when nothing can be stored at all. */
async function enrol(record: Json, person: FetchedPerson, { failures, settled }: Import, tools: TaskTools): Promise<void> {
  const { id, name, photographs, missing } = person;
  const { roster, signal } = tools;
  failures.forget(id);
  settled.delete(id);
  if (name === null) return failures.person(id);
  const isPhotographMissing = missing !== 'none';
  if (isPhotographMissing) {
    // Pictures that failed because the program stops have not failed.
    if (signal.aborted) throw new Fault('platform.offline', 'stopped');
    failures.face(id, '404_1');
  }
  try {
    const outcome = await roster.put({ id, name, photographs, isPhotographMissing, barredReason: null });
    if (!outcome.isStored) failures.person(id);
    else if (outcome.face !== 'ok' && outcome.face !== 'none') failures.face(id, faceErrors[outcome.face]);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'worker.invalid') throw error;
    failures.person(id);
  }
  if (missing !== 'notReached') settled.set(id, digestOf(record));
}
