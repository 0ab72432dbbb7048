import type { RecognitionEngine } from '../recognition/engine.ts';
import type { PhotographAnalyser, PhotographRefusal } from '../recognition/photograph-analyser.ts';
import type { PersonOutcome, PlatformPerson, RosterPerson, RosterSync } from '../platform/ports.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { OneAtATime } from './one-at-a-time.ts';

/** What photographs are turned into templates with. */
export interface Networks {
  readonly engine: RecognitionEngine;
  readonly analyser: PhotographAnalyser;
  readonly modelHash: string;
}

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
  readonly log: Log;
}

interface UsablePhotograph {
  readonly jpeg: Uint8Array;
  readonly embeddings: readonly Float32Array[];
  readonly modelHash: string;
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
};

/** The roster as a platform changes it: durable in the store first, then known to the gallery. */
export class PlatformRoster implements RosterSync {
  readonly #parts: PlatformRosterParts;

  constructor(parts: PlatformRosterParts) {
    this.#parts = parts;
  }

  put(person: PlatformPerson): Promise<PersonOutcome> {
    return this.#parts.changes.run(() => this.#put(person));
  }

  async #put(person: PlatformPerson): Promise<PersonOutcome> {
    const { store, origin, onStored } = this.#parts;
    const { id, name, barredReason } = person;
    const networks = await this.#parts.recognition();
    const { usable, face } = await analyse(person.photographs ?? [], networks);
    try {
      // A photograph that cannot be used never takes away a template that works.
      if (usable.length === 0) {
        // A photograph that was to lift a bar and cannot be used lifts nothing.
        const isFailed = face !== 'none' && barredReason === null;
        const kept = isFailed ? (store.find(id)?.barredReason ?? null) : barredReason;
        store.people.amend({ id, name, origin, barredReason: kept });
      } else {
        store.people.put({ id, name, origin, barredReason, photographs: usable }, { replace: true });
        await networks.engine.put(
          id,
          usable.flatMap(({ embeddings }) => embeddings),
        );
      }
    } catch (error) {
      if (error instanceof Fault && error.code === 'worker.invalid') return { id, isStored: false, face };
      throw error;
    }
    onStored(id);
    return { id, isStored: true, face };
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
    const { store, onRemoved, log } = this.#parts;
    const { engine } = await this.#parts.recognition();
    for (const id of ids) {
      // The store first: the gate refuses whoever is not on the roster, whatever the gallery still says.
      if (store.people.remove(id)) onRemoved(id);
      await engine.remove(id);
    }
    log.info('people', 'removed', { count: ids.length });
  }

  clear(): Promise<void> {
    return this.#parts.changes.run(() => this.#clear());
  }

  async #clear(): Promise<void> {
    const { store, onRemoved, log } = this.#parts;
    const { engine } = await this.#parts.recognition();
    const ids = store.people.list().map(({ id }) => id);
    log.info('people', 'cleared', { count: store.people.clear() });
    await engine.clear();
    ids.forEach(onRemoved);
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
}

/** Those that can be used, and what is to be said: `ok` when one can, else what is wrong with the last. */
async function analyse(
  photographs: readonly Uint8Array[],
  { analyser, engine, modelHash }: Networks,
): Promise<{ readonly usable: readonly UsablePhotograph[]; readonly face: PersonOutcome['face'] }> {
  const usable: UsablePhotograph[] = [];
  let face: PersonOutcome['face'] = 'none';
  for (const bytes of photographs) {
    const analysed = await analyser.analyse(bytes, 'platform');
    if (analysed.kind === 'refused') {
      if (usable.length === 0) face = faces[analysed.code];
      continue;
    }
    const embedding = await engine.embed(analysed.crop, 'background');
    usable.push({ jpeg: analysed.jpeg, embeddings: [embedding], modelHash });
    face = 'ok';
  }
  return { usable, face };
}
