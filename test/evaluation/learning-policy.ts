import type { Gallery, SearchResult } from '../../src/recognition/gallery.ts';
import {
  judgeLearning,
  learningLimits,
  type KnownView,
  type LearningVerdict,
} from '../../src/recognition/learning/judge-learning.ts';
import { namedBy, type MatchLimits } from '../../src/recognition/match-limits.ts';
import { judgePhotograph } from '../../src/recognition/photograph.ts';
import type { FaceMeasures } from '../../src/shared/vision/observation.ts';

/** As the product has it by default. */
const MOST = 2;
const DAY_MS = 24 * 3_600_000;
/** Photographs of the sets are 250 px wide. */
const WIDE_ENOUGH_PX = 128;

/** A view as it comes to learning. Liveness is taken as certain, a face's width and dark glasses are put aside. */
export interface OfferedView {
  readonly embedding: Float32Array;
  readonly measures: FaceMeasures;
}

/** What became of one view. */
export type Offered = LearningVerdict['kind'] | 'notLetIn' | Extract<LearningVerdict, { kind: 'not' }>['reason'];

/** The product's own rule over a gallery, one view of each worker a day. */
export class LearningPolicy {
  readonly #gallery: Gallery;
  readonly #limits: () => MatchLimits;
  readonly #photographs = new Map<string, Float32Array>();
  readonly #learnt = new Map<string, readonly KnownView[]>();
  #days = 0;

  constructor(gallery: Gallery, limits: () => MatchLimits) {
    this.#gallery = gallery;
    this.#limits = limits;
  }

  /** `photograph` is the only template of the worker until something is learnt. */
  enrol(workerId: string, photograph: Float32Array): void {
    this.#photographs.set(workerId, photograph);
    this.#learnt.delete(workerId);
    this.#gallery.put(workerId, [photograph]);
  }

  /** The worker's view of another day: learnt if he is let in and the rule allows it. */
  offer(workerId: string, view: OfferedView): Offered {
    const verdict = this.#judge(workerId, view, this.#gallery.search(view.embedding));
    if (typeof verdict === 'string') return verdict;
    if (verdict.kind === 'not') return verdict.reason;
    const learnt = this.#learntOf(workerId).filter(({ id }) => id !== verdict.replaces);
    this.#days++;
    learnt.push({ id: this.#days, embedding: view.embedding, learntMs: this.#days * DAY_MS });
    this.#learnt.set(workerId, learnt);
    this.#gallery.put(workerId, this.templatesOf(workerId));
    return 'learn';
  }

  /** Would somebody's view be learnt in the place of whoever is nearest to it? Nothing is changed. `found`: without his own templates. */
  wouldLearn(view: OfferedView, found: SearchResult): boolean {
    const { best } = found;
    if (best === null || !this.#photographs.has(best.workerId)) return false;
    const verdict = this.#judge(best.workerId, view, found);
    return typeof verdict !== 'string' && verdict.kind === 'learn';
  }

  templatesOf(workerId: string): Float32Array[] {
    const photograph = this.#photographs.get(workerId);
    return [...(photograph ? [photograph] : []), ...this.#learntOf(workerId).map(({ embedding }) => embedding)];
  }

  #learntOf(workerId: string): KnownView[] {
    return [...(this.#learnt.get(workerId) ?? [])];
  }

  #judge(workerId: string, { embedding, measures }: OfferedView, found: SearchResult): LearningVerdict | 'notLetIn' {
    const match = this.#limits();
    if (namedBy(found, match)?.workerId !== workerId) return 'notLetIn';
    const box = { ...measures.box, width: Math.max(WIDE_ENOUGH_PX, measures.box.width) };
    const quality = judgePhotograph({ measures: { ...measures, box }, eyeLight: 1, rival: 0, cutOff: 0 }, 'standard');
    const photograph = this.#photographs.get(workerId);
    return judgeLearning(
      {
        embedding,
        life: learningLimits.life,
        poor: quality.kind === 'refused' ? quality.code : null,
        photographs: photograph ? [photograph] : [],
        learnt: this.#learntOf(workerId),
        other: found.runnerUp?.score ?? -1,
        match,
        nowMs: (this.#days + 1) * DAY_MS,
      },
      { ...learningLimits, most: MOST },
    );
  }
}
