import type { PersonOutcome, PlatformPerson, RosterPerson, RosterSync } from '../platform/ports.ts';
import type { PhotographRefusal } from '../recognition/photograph-analyser.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { NewPhotograph } from '../store/worker-fields.ts';
import { FlagTally, type FlagCounts } from './flag-tally.ts';
import { findLookalikes } from './lookalikes.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { orNone, PreparedPhotographs, type Networks } from './photograph-preparation.ts';

export type { Networks } from './photograph-preparation.ts';

export interface PlatformRosterParts {
  readonly store: Store;
  /** The networks, as soon as they are there; the platform is talked to before that. */
  readonly recognition: () => Promise<Networks>;
  /** Shared with everybody who changes the roster. */
  readonly changes: OneAtATime;
  /** Who orders: kept with each person. */
  readonly origin: string;
  readonly onStored: (workerId: string) => void;
  readonly onRemoved: (workerId: string) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a platform is told of a photograph that cannot be used. */
const faces: Readonly<Record<PhotographRefusal, PersonOutcome['face']>> = {
  'photo.unreadable': 'unreadable',
  'photo.noFace': 'noFace',
  'photo.severalFaces': 'severalFaces',
  'photo.tooSmall': 'quality',
  'photo.blurred': 'quality',
  'photo.badPose': 'quality',
  'photo.badLight': 'quality',
  'photo.darkGlasses': 'quality',
  'photo.cutOff': 'quality',
};

/** Counted beside the flags of the photographs. */
const LOOKALIKE = 'lookalike';

/** The roster as a platform changes it: durable in the store first, then known to the gallery. */
export class PlatformRoster implements RosterSync {
  readonly #parts: PlatformRosterParts;
  readonly #prepared: PreparedPhotographs;
  readonly #tally = new FlagTally({ report: (enrolled, flags) => this.#reportFlags(enrolled, flags) });

  constructor(parts: PlatformRosterParts) {
    this.#parts = parts;
    this.#prepared = new PreparedPhotographs(parts.recognition);
  }

  /** Photographs of somebody who will be put soon, the very arrays: they are looked at meanwhile. A hint; nothing is changed. */
  prepare(photographs: readonly Uint8Array[]): void {
    for (const bytes of photographs) this.#prepared.begin(bytes);
  }

  put(person: PlatformPerson): Promise<PersonOutcome> {
    // Looking takes its time and needs no turn; what is changed, is changed in turn.
    this.prepare(person.photographs ?? []);
    return this.#parts.changes.run(() => this.#put(person));
  }

  async #put(person: PlatformPerson): Promise<PersonOutcome> {
    const { store, origin, onStored } = this.#parts;
    const { id, name, barredReason } = person;
    const { usable, face, refusal } = await this.#usableOf(person.photographs ?? []);
    try {
      // A photograph that cannot be used never takes away a template that works.
      if (usable.length === 0) {
        // A photograph that was to lift a bar and cannot be used, or was not to be had, lifts nothing.
        const isFailed = (face !== 'none' || person.isPhotographMissing === true) && barredReason === null;
        const kept = isFailed ? (store.find(id)?.barredReason ?? null) : barredReason;
        store.people.amend({ id, name, origin, barredReason: kept });
        if (refusal !== null) store.people.notePhotoRefusal(id, refusal);
      } else {
        const networks = await this.#parts.recognition();
        const embeddings = usable.flatMap((photograph) => photograph.embeddings);
        const lookalikes = await findLookalikes(id, embeddings, { store, ...networks });
        const learnt = this.#learntOfSame(id, embeddings, networks.modelHash);
        const record = { id, name, origin, barredReason, photographs: usable, lookalikes };
        store.people.put(record, { replace: true, keepsLearnt: learnt.length > 0 });
        await networks.engine.put(id, [...embeddings, ...learnt]);
        this.#tally.note([...usable.flatMap(({ flags }) => flags), ...lookalikes.map(() => LOOKALIKE)]);
      }
    } catch (error) {
      if (error instanceof Fault && error.code === 'worker.invalid') return { id, isStored: false, face };
      throw error;
    }
    onStored(id);
    return { id, isStored: true, face };
  }

  /** What was learnt of him at the gate, if his photographs are those that he has: platforms send the whole roster again and again. */
  #learntOfSame(id: string, embeddings: readonly Float32Array[], modelHash: string): readonly Float32Array[] {
    const { templates, learnt } = this.#parts.store;
    const known = templates.of(id);
    const isSame = (embedding: Float32Array, index: number): boolean => {
      const { embedding: before, modelHash: madeBy } = known[index] ?? {};
      return madeBy === modelHash && before?.every((value, at) => value === embedding[at]) === true;
    };
    if (known.length !== embeddings.length || !embeddings.every(isSame)) return [];
    return learnt
      .of(id)
      .filter((one) => one.modelHash === modelHash)
      .map(({ embedding }) => embedding);
  }

  /** Those that can be used, and what is to be said: `ok` when one can, else what is wrong with the last. */
  async #usableOf(photographs: readonly Uint8Array[]) {
    const usable: Required<NewPhotograph>[] = [];
    let face: PersonOutcome['face'] = 'none';
    let refusal: PhotographRefusal | null = null;
    for (const bytes of photographs) {
      const prepared = await this.#prepared.take(bytes);
      if (prepared.kind === 'usable') usable.push(prepared.photograph);
      else {
        face = faces[prepared.code];
        refusal = prepared.code;
      }
    }
    return { usable, refusal, face: usable.length > 0 ? ('ok' as const) : face };
  }

  bar(ids: readonly string[], reason: string): Promise<void> {
    return this.#parts.changes.run(() => this.#bar(ids, reason));
  }

  #bar(ids: readonly string[], reason: string): Promise<void> {
    const { store } = this.#parts;
    for (const id of ids) {
      const worker = store.people.get(id);
      if (worker !== null) store.people.amend({ ...worker, barredReason: reason });
    }
    return Promise.resolve();
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#parts.changes.run(() => this.#remove(ids));
  }

  async #remove(ids: readonly string[]): Promise<void> {
    const { store, recognition, onRemoved, log } = this.#parts;
    // The store first, and without waiting for networks that are starting: the gate refuses whoever is not on the roster, whatever the gallery still says.
    for (const id of ids) if (store.people.remove(id)) onRemoved(id);
    log.info('people', 'removed', { count: ids.length });
    const networks = await orNone(recognition());
    for (const id of ids) await networks?.engine.remove(id);
  }

  clear(): Promise<void> {
    return this.#parts.changes.run(() => this.#clear());
  }

  async #clear(): Promise<void> {
    const { store, recognition, onRemoved, log } = this.#parts;
    const ids = store.people.list().map(({ id }) => id);
    log.info('people', 'cleared', { count: store.people.clear() });
    ids.forEach(onRemoved);
    const networks = await orNone(recognition());
    await networks?.engine.clear();
  }

  counts(): { readonly persons: number; readonly faces: number } {
    const { workers, workersWithTemplate } = this.#parts.store.counts();
    return { persons: workers, faces: workersWithTemplate };
  }

  list(afterId: string | null, limit: number): readonly RosterPerson[] {
    return this.#parts.store.people
      .page(afterId, limit)
      .map(({ id, name, templates }) => ({ id, name, hasTemplate: templates > 0 }));
  }

  photograph(id: string): Uint8Array | null {
    return this.#parts.store.photographs.of(id).at(-1)?.jpeg ?? null;
  }

  #reportFlags(enrolled: number, flags: FlagCounts): void {
    const { store, clock, log } = this.#parts;
    const subject = Object.entries(flags).map(([flag, count]) => `${flag} ${String(count)}`);
    log.info('people', 'enrolled', { count: enrolled, flags: subject.join(', ') });
    if (subject.length === 0) return;
    try {
      store.audit.add({ atMs: clock.now(), actor: 'system', action: 'people.flagged', subject: subject.join(', ') });
    } catch (error) {
      log.error('people', 'flagsNotAudited', { code: Fault.from(error, 'store.failed', 'no audit').code });
    }
  }
}
