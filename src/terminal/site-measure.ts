import type { RecognitionEngine } from '../recognition/engine.ts';
import { namedBy, type MatchLimits } from '../recognition/match-limits.ts';
import { siteRateOf, type OwnSearch } from '../recognition/site-rate.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { SiteRate } from '../shared/site-rate.ts';
import type { Store } from '../store/store.ts';

/** What the measurement needs of recognition. */
export interface MeasuredRecognition {
  readonly engine: Pick<RecognitionEngine, 'search' | 'version'>;
  /** sha256 of the recogniser in use. */
  readonly modelHash: string;
  /** What a search must show at this moment so that it names a worker. */
  readonly limits: () => MatchLimits;
}

export interface SiteMeasureParts {
  readonly store: Pick<Store, 'people' | 'templates' | 'find'>;
  /** Rejects when the networks cannot be had. */
  readonly recognition: () => Promise<MeasuredRecognition>;
  readonly onMeasured: (rate: SiteRate) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Nobody has been at any lane for this long. */
const IDLE_MS = 1_000;
/** The roster has not changed for this long: an import is over, and so is the start. */
const SETTLED_MS = 60_000;
/** Of the main thread at a time, which whoever steps up then waits for at most. */
const SLICE_MS = 10;
/** Workers that are read at a time. */
const PAGE = 20;
/** So many changes of the gallery, and no fewer than this share of its people, make it another one. */
const NOTICEABLE = { changes: 10, share: 0.05 };

/** A measurement under way. */
interface Run {
  /** The gallery that is measured. */
  readonly version: number;
  readonly searches: OwnSearch[];
  /** The last worker who was searched, by id. */
  afterId: string | null;
}

/**
 * Measures the site's own rate of false matches (`SiteRate`) in slices, while nobody is at any lane; again when the roster has
 * changed noticeably. A gallery that changes meanwhile is measured from the beginning.
 */
export class SiteMeasure {
  readonly #parts: SiteMeasureParts;
  #seen = { version: -1, atMs: 0 };
  #run: Run | null = null;
  #measured: { readonly version: number; readonly people: number; readonly rate: SiteRate } | null = null;
  #isBusy = false;

  constructor(parts: SiteMeasureParts) {
    this.#parts = parts;
  }

  /** Null until it was measured. */
  view(): SiteRate | null {
    return this.#measured?.rate ?? null;
  }

  /** To be called a few times a second; `idleMs`: for how long nobody has been there. */
  tick(idleMs: number): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    void this.#step(idleMs)
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#isBusy = false;
      });
  }

  async #step(idleMs: number): Promise<void> {
    // Without networks nothing is measured, and their own state says so.
    const recognition = await this.#parts.recognition().catch(() => null);
    if (recognition === null) return;
    const { clock } = this.#parts;
    const version = recognition.engine.version();
    if (version !== this.#seen.version) {
      this.#seen = { version, atMs: clock.monotonic() };
      this.#run = null;
    }
    if (idleMs < IDLE_MS || clock.monotonic() - this.#seen.atMs < SETTLED_MS || !this.#isDue(version)) return;
    this.#run ??= { version, searches: [], afterId: null };
    await this.#slice(this.#run, recognition);
  }

  #isDue(version: number): boolean {
    if (this.#measured === null) return true;
    const { version: measured, people } = this.#measured;
    if (version === measured) return false;
    const noticeable = Math.max(NOTICEABLE.changes, NOTICEABLE.share * people);
    // Whoever clears the roster changes it once.
    return version - measured >= noticeable || Math.abs(this.#parts.store.people.count() - people) >= noticeable;
  }

  async #slice(run: Run, recognition: MeasuredRecognition): Promise<void> {
    const { store, clock } = this.#parts;
    const beganMs = clock.monotonic();
    for (;;) {
      const page = store.people.page(run.afterId, PAGE);
      if (page.length === 0) return this.#finish(run, recognition);
      for (const { id, name } of page) {
        const search = await this.#search(id, name, recognition);
        // What was searched before and what comes now would be of two galleries.
        if (recognition.engine.version() !== run.version) return;
        if (search !== null) run.searches.push(search);
        run.afterId = id;
        if (clock.monotonic() - beganMs >= SLICE_MS) return;
      }
    }
  }

  /** Null: he has no photograph that this network knows. */
  async #search(workerId: string, name: string, recognition: MeasuredRecognition): Promise<OwnSearch | null> {
    const { store } = this.#parts;
    const { engine, modelHash, limits } = recognition;
    const photograph = store.templates.of(workerId).find((template) => template.modelHash === modelHash);
    if (photograph === undefined) return null;
    const named = namedBy(await engine.search(photograph.embedding, workerId), limits());
    if (named === null) return { kind: 'nobody' };
    if (store.find(named.workerId)?.name === name) return { kind: 'double' };
    const isLookalike = store.people.lookalikesOf(workerId).some((other) => other.workerId === named.workerId);
    return { kind: 'named', score: named.score, isLookalike };
  }

  #finish({ version, searches }: Run, { limits }: MeasuredRecognition): void {
    const { store, clock, log, onMeasured } = this.#parts;
    const rate = siteRateOf(searches, limits(), clock.now());
    this.#run = null;
    this.#measured = { version, people: store.people.count(), rate };
    const { workers, named, lookalikes, doubles } = rate;
    log.info('recognition', 'siteMeasured', { workers, named, lookalikes, doubles });
    onMeasured(rate);
  }

  /** Begun anew later: the store's own state says what is wrong with it. */
  #failed(error: unknown): void {
    const { code } = Fault.from(error, 'internal.bug', 'the site could not be measured');
    this.#run = null;
    this.#seen = { version: -1, atMs: 0 };
    this.#parts.log.warn('recognition', 'siteMeasureFailed', { code });
  }
}
