import { eyeLight } from '../recognition/eye-light.ts';
import type { RecognitionEngine } from '../recognition/engine.ts';
import { judgeLearning, learningLimits, type LearningVerdict } from '../recognition/learning/judge-learning.ts';
import type { PassageFace } from '../recognition/learning/passage-face.ts';
import type { MatchLimits } from '../recognition/match-limits.ts';
import { judgePhotograph } from '../recognition/photograph.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { OneAtATime } from './one-at-a-time.ts';

/** What learning needs of recognition. */
export interface LearningNetworks {
  readonly engine: Pick<RecognitionEngine, 'search' | 'put'>;
  /** sha256 of the recogniser in use. */
  readonly modelHash: string;
  /** What a search must show at this moment so that it names a worker. */
  readonly limits: () => MatchLimits;
}

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

/** Who was recognised must be let in within this; what opens the gate may want a card as well. */
const LET_IN_MS = 60_000;
/** Nobody has been at any lane for this long. */
const IDLE_MS = 1_000;
/** Workers whose views wait for a quiet moment, at most; about 1 KB each. */
const MOST_WAITING = 2_000;

interface Seen {
  readonly face: PassageFace;
  readonly atMs: number;
}

/** A view that waits to be judged, without its picture. */
type Waiting = Pick<PassageFace, 'embedding' | 'life'> & { readonly poor: string | null };

/**
 * Learns templates from those who are let in, where the site allows it: noted as they pass, judged once nobody is there. Where it
 * does not, what was learnt before is erased when this begins.
 */
export class Learning {
  readonly #parts: LearningParts;
  readonly #seen = new Map<string, Seen>();
  readonly #letIn = new Map<string, PassageFace>();
  readonly #waiting = new Map<string, Waiting>();
  #isJudging = false;
  /** Counts what was forgotten: a view that was taken up before is learnt no more. */
  #forgets = 0;

  /** Throws `store.*`. */
  constructor(parts: LearningParts) {
    this.#parts = parts;
    if (this.isOn) return;
    const { store, clock, log } = parts;
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
    if (!this.isOn) return;
    this.#seen.delete(workerId);
    if (face !== null) this.#seen.set(workerId, { face, atMs: this.#parts.clock.monotonic() });
  }

  /** His punch is on disk; the gate opens behind this. */
  punched(workerId: string): void {
    const seen = this.#seen.get(workerId);
    if (seen === undefined) return;
    this.#seen.delete(workerId);
    const { clock, isClockDoubtful } = this.#parts;
    if (clock.monotonic() - seen.atMs > LET_IN_MS || isClockDoubtful()) return;
    this.#letIn.set(workerId, seen.face);
  }

  /** To be called a few times a second; `idleMs`: for how long nobody has been there. Judges one view at a time. */
  tick(idleMs: number): void {
    if (!this.isOn) return;
    this.#forgetOldSights();
    this.#setAside();
    if (idleMs < IDLE_MS || this.#isJudging) return;
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#isJudging = true;
    void this.#take(...next)
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#isJudging = false;
      });
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
    for (const views of [this.#seen, this.#letIn, this.#waiting]) {
      if (workerId === null) views.clear();
      else views.delete(workerId);
    }
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

  /** Who was recognised and not let in. */
  #forgetOldSights(): void {
    const nowMs = this.#parts.clock.monotonic();
    for (const [workerId, { atMs }] of this.#seen) if (nowMs - atMs > LET_IN_MS) this.#seen.delete(workerId);
  }

  /** Of those who were let in only what is needed to judge them is kept, and of each the newest view. */
  #setAside(): void {
    for (const [workerId, { embedding, life, crop, measures }] of this.#letIn) {
      const verdict = judgePhotograph({ measures, eyeLight: eyeLight(crop), rival: 0 }, 'standard');
      const poor = verdict.kind === 'refused' ? verdict.code : null;
      if (this.#waiting.size < MOST_WAITING) this.#waiting.set(workerId, { embedding, life, poor });
    }
    this.#letIn.clear();
  }

  async #take(workerId: string, waiting: Waiting): Promise<void> {
    this.#waiting.delete(workerId);
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
    { embedding, life, poor }: Waiting,
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
