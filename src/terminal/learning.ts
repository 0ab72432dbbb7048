import { judgeLearning, learningLimits, type LearningVerdict } from '../recognition/learning/judge-learning.ts';
import type { PassageFace } from '../recognition/learning/passage-face.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { LearningNetworks } from './learning-networks.ts';
import { makeWay, reviewLearnt } from './make-way.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { PassageViews, type WaitingView } from './passage-views.ts';

export interface LearningParts {
  readonly settings: { readonly learnAtGate: boolean; readonly learnMost: number };
  readonly store: Pick<Store, 'learnt' | 'templates' | 'find' | 'audit'>;
  /** Rejects when the networks cannot be had. */
  readonly recognition: () => Promise<LearningNetworks>;
  /** Shared with everybody who changes the roster. */
  readonly changes: OneAtATime;
  readonly isClockDoubtful: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Nobody has been at any lane for this long. */
const IDLE_MS = 1_000;
/** Workers whose learnt templates are looked through at a time: some milliseconds of the main thread, at 10,000 people as well. */
const REVIEWED_AT_ONCE = 2;

/**
 * Learns templates from those who are let in, where the site allows it: noted as they pass, judged once nobody is there. Where it
 * does not, what was learnt before is erased when this begins.
 */
export class Learning {
  readonly #parts: LearningParts;
  readonly #views: PassageViews;
  /** Ids of people who are new, or have another photograph. */
  readonly #newcomers = new Set<string>();
  /** Those whose learnt templates are to be held against everybody else again. */
  #unreviewed: readonly string[] = [];
  #isJudging = false;
  /** Counts what was forgotten: a view that was taken up before is learnt no more. */
  #forgets = 0;

  /** Throws `store.*`. */
  constructor(parts: LearningParts) {
    this.#parts = parts;
    this.#views = new PassageViews(parts.clock);
    const { store, clock, log } = parts;
    if (this.isOn) {
      // Who came just before the last run ended was perhaps not held against them.
      this.#unreviewed = store.learnt.workers();
      return;
    }
    const templates = store.learnt.forget(null);
    if (templates === 0) return;
    store.audit.add({ atMs: clock.now(), actor: 'system', action: 'learnt.forgotten', subject: null });
    log.info('recognition', 'learntForgotten', { templates });
  }

  get isOn(): boolean {
    return this.#parts.settings.learnAtGate;
  }

  /** Somebody was recognised, and may be let in at once: nothing else happens here. */
  recognised(workerId: string, face: PassageFace | null): void {
    if (this.isOn) this.#views.recognised(workerId, face);
  }

  /** His punch is on disk; the gate opens behind this. */
  punched(workerId: string): void {
    this.#views.punched(workerId, !this.#parts.isClockDoubtful());
  }

  /** Somebody is new, or has another photograph: nothing that was learnt of others may be like him. */
  enrolled(workerId: string): void {
    if (this.isOn) this.#newcomers.add(workerId);
  }

  /** To be called a few times a second; `idleMs`: for how long nobody has been there. Does one thing at a time. */
  tick(idleMs: number): void {
    if (!this.isOn) return;
    this.#views.settle();
    if (idleMs < IDLE_MS || this.#isJudging) return;
    const work = this.#next();
    if (work === null) return;
    this.#isJudging = true;
    void work()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#isJudging = false;
      });
  }

  /** Newcomers first, and what was learnt before: a view that is learnt is held against them. */
  #next(): (() => Promise<void>) | null {
    const [newcomer] = this.#newcomers;
    if (newcomer !== undefined) return () => this.#makeWay(newcomer);
    if (this.#unreviewed.length > 0) return () => this.#review();
    const view = this.#views.next();
    return view === null ? null : () => this.#take(...view);
  }

  async #makeWay(workerId: string): Promise<void> {
    this.#newcomers.delete(workerId);
    const { recognition, changes, store } = this.#parts;
    const networks = await recognition();
    const { gone, isUnsure } = await changes.run(() => makeWay(workerId, store, networks));
    if (isUnsure) this.#unreviewed = store.learnt.workers();
    this.#wentFor(gone);
  }

  async #review(): Promise<void> {
    const { recognition, changes, store } = this.#parts;
    const some = this.#unreviewed.slice(0, REVIEWED_AT_ONCE);
    this.#unreviewed = this.#unreviewed.slice(REVIEWED_AT_ONCE);
    const networks = await recognition();
    for (const workerId of some) this.#wentFor(await changes.run(() => reviewLearnt(workerId, store, networks)));
  }

  /** For the sake of other people. */
  #wentFor(templates: number): void {
    if (templates > 0) this.#parts.log.info('recognition', 'learntForgotten', { templates });
  }

  /** How much was learnt, and whether anything is. */
  view() {
    return { isOn: this.isOn, ...this.#parts.store.learnt.counts() };
  }

  /**
   * Forgets what was learnt of one worker, or of everybody (null): on disk, in the gallery, and what waits. Answers how many
   * templates there were. Rejects with `Fault` `store.*`.
   */
  forget(workerId: string | null): Promise<number> {
    this.#forgets++;
    this.#views.forget(workerId);
    return this.#parts.changes.run(() => this.#forget(workerId));
  }

  async #forget(workerId: string | null): Promise<number> {
    const { store, recognition, log } = this.#parts;
    const workers = workerId === null ? store.learnt.workers() : [workerId];
    const templates = store.learnt.forget(workerId);
    // Without networks there is no gallery that could still hold them.
    const networks = await recognition().catch(() => null);
    if (networks !== null && templates > 0) {
      for (const id of workers) await networks.engine.put(id, this.#photographsOf(id, networks.modelHash));
    }
    log.info('recognition', 'learntForgotten', { templates });
    return templates;
  }

  async #take(workerId: string, waiting: WaitingView): Promise<void> {
    const forgets = this.#forgets;
    const networks = await this.#parts.recognition();
    await this.#parts.changes.run(async () => {
      const verdict = await this.#judge(workerId, waiting, networks);
      if (verdict === null || forgets !== this.#forgets) return;
      const { log } = this.#parts;
      if (verdict.kind === 'not') log.debug('recognition', 'notLearnt', { reason: verdict.reason });
      else await this.#learn(workerId, waiting.embedding, verdict, networks);
    });
  }

  /** Null: he is on the roster no more, may not enter any more, or has no photograph that this network knows. */
  async #judge(
    workerId: string,
    { embedding, life, poor }: WaitingView,
    networks: LearningNetworks,
  ): Promise<LearningVerdict | null> {
    const { store, settings, clock } = this.#parts;
    const { engine, modelHash, limits } = networks;
    const photographs = this.#photographsOf(workerId, modelHash);
    // Nobody at all is undefined: he was removed meanwhile.
    if (store.find(workerId)?.barredReason !== null || photographs.length === 0) return null;
    const { best, runnerUp } = await engine.search(embedding);
    const other = (best?.workerId === workerId ? runnerUp : best)?.score ?? -1;
    return judgeLearning(
      {
        ...{ embedding, life, poor, photographs, other },
        learnt: store.learnt.of(workerId).filter((learnt) => learnt.modelHash === modelHash),
        match: limits(),
        nowMs: clock.now(),
      },
      { ...learningLimits, most: settings.learnMost },
    );
  }

  /** The store first: the gallery never holds what the disk does not. */
  async #learn(
    workerId: string,
    embedding: Float32Array,
    { score, replaces }: Extract<LearningVerdict, { kind: 'learn' }>,
    { engine, modelHash }: LearningNetworks,
  ): Promise<void> {
    const { store, clock, log } = this.#parts;
    store.learnt.add({ workerId, modelHash, learntMs: clock.now(), score, embedding }, replaces);
    const learnt = store.learnt.of(workerId).filter((one) => one.modelHash === modelHash);
    await engine.put(workerId, [...this.#photographsOf(workerId, modelHash), ...learnt.map((one) => one.embedding)]);
    log.info('recognition', 'learnt', { templates: learnt.length });
  }

  #photographsOf(workerId: string, modelHash: string): Float32Array[] {
    const templates = this.#parts.store.templates.of(workerId);
    return templates.filter((one) => one.modelHash === modelHash).map(({ embedding }) => embedding);
  }

  /** One view less is no harm; the store's own state says what is wrong with it. */
  #failed(error: unknown): void {
    const { code } = Fault.from(error, 'internal.bug', 'a view could not be learnt');
    this.#parts.log.warn('recognition', 'learningFailed', { code });
  }
}
