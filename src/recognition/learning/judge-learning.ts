import type { MatchLimits } from '../match-limits.ts';
import { leadOf } from '../match-limits.ts';
import { cosine } from '../track-evidence.ts';

/** Why a view of a worker becomes no template of his, the first that holds. */
export const notLearntReasons = [
  'life', // two cameras alone did not tell, or barely, that he lives
  'quality', // it would be refused as a photograph
  'soon', // one was learnt within a day
  'unlikePhotograph', // not enough like his photograph, whatever was learnt since
  'likeOther', // somebody else on the roster is too near
  'nothingNew', // he is known from such a view already
] as const;
export type NotLearnt = (typeof notLearntReasons)[number];

/** A template that was learnt at the gate. */
export interface KnownView {
  readonly id: number;
  readonly embedding: Float32Array;
  /** ms since the epoch. */
  readonly learntMs: number;
}

/** A view of somebody who was let in, and all that it is held against. Embeddings are of unit length and of one network. */
export interface LearningCase {
  readonly embedding: Float32Array;
  /** See `PassageFace`. */
  readonly life: number | null;
  /** Why it would be refused as a photograph that is taken here, or null. */
  readonly poor: string | null;
  /** Of his photographs. */
  readonly photographs: readonly Float32Array[];
  /** Learnt before, oldest first. */
  readonly learnt: readonly KnownView[];
  /** Cosine of the nearest template of anybody else, photographs and learnt ones; −1: there is nobody else. */
  readonly other: number;
  readonly match: MatchLimits;
  /** ms since the epoch. */
  readonly nowMs: number;
}

/** How strict learning is. */
export interface LearningLimits {
  /** Learnt templates of one worker at most. */
  readonly most: number;
  /** Least `life`. */
  readonly life: number;
  /** Least cosine with a photograph of his … */
  readonly score: number;
  /** … which is also so far over the threshold that lets him in, … */
  readonly overThreshold: number;
  /** … with a lead (`leadOf`) so far over the one that is asked for. */
  readonly overLead: number;
  /** Anybody else's nearest template must stay so far below the threshold, … */
  readonly otherBelow: number;
  /** … and so far behind the photograph. */
  readonly ahead: number;
  /** A view nearer than this to what is there adds nothing. */
  readonly alike: number;
  /** Between two learnt templates of one worker, ms. */
  readonly pauseMs: number;
}

const HOUR_MS = 3_600_000;

/**
 * `life`: 3 lets in. Of 156 SIMULATED masks of one half four are let in, two of them at 4 or more, none at 5, which 347 of 414 living ones who are
 * let in reach. `score`: of 153 strangers of one half of `unknown` and lfw-dev none is nearer than 0.68 to any of 378 templates
 * of that half, and 225 of 308 pictures of its workers reach it. `otherBelow` goes with the size of the gallery, as the nearest of so many
 * others does: a fixed 0.45 refused nearly everybody in a gallery of people who look much alike. `alike`: one in twenty pairs of pictures of one person of that half is nearer. `pauseMs`: one a day, also of a
 * shift that begins a little earlier than the day before.
 */
export const learningLimits: Omit<LearningLimits, 'most'> = {
  life: 5,
  score: 0.7,
  overThreshold: 0.1,
  overLead: 0.05,
  otherBelow: 0.05,
  ahead: 0.2,
  alike: 0.9,
  pauseMs: 20 * HOUR_MS,
};

export type LearningVerdict =
  /** `score`: cosine with the nearest photograph; `replaces`: the learnt one that goes for it, or null. */
  | { readonly kind: 'learn'; readonly score: number; readonly replaces: number | null }
  | { readonly kind: 'not'; readonly reason: NotLearnt };

const not = (reason: NotLearnt): LearningVerdict => ({ kind: 'not', reason });
const nearest = (embedding: Float32Array, others: readonly Float32Array[]): number =>
  others.reduce((most, other) => Math.max(most, cosine(embedding, other)), -1);

/**
 * May the view become a template? What was learnt before never speaks for it: it is held against the photographs alone, so that
 * no chain of views leads from one face to another. Pure.
 */
export function judgeLearning(one: LearningCase, limits: LearningLimits): LearningVerdict {
  if (one.life === null || one.life < limits.life) return not('life');
  if (one.poor !== null) return not('quality');
  if (isSoon(one, limits)) return not('soon');
  const score = nearest(one.embedding, one.photographs);
  if (score < Math.max(limits.score, one.match.threshold + limits.overThreshold)) return not('unlikePhotograph');
  const lead = leadOf({ best: { workerId: '', score }, runnerUp: { workerId: '', score: one.other } });
  const isNear = one.other > one.match.threshold - limits.otherBelow || one.other > score - limits.ahead;
  if (isNear || lead < one.match.lead + limits.overLead) return not('likeOther');
  const known = [...one.photographs, ...one.learnt.map(({ embedding }) => embedding)];
  if (nearest(one.embedding, known) > limits.alike) return not('nothingNew');
  if (one.learnt.length < limits.most) return { kind: 'learn', score, replaces: null };
  const leaves = mostCrowded(one);
  return leaves === null ? not('nothingNew') : { kind: 'learn', score, replaces: leaves };
}

/** A clock that was set back makes no pause of months. */
function isSoon({ learnt, nowMs }: LearningCase, { pauseMs }: LearningLimits): boolean {
  const sinceMs = nowMs - Math.max(-Infinity, ...learnt.map(({ learntMs }) => learntMs));
  return sinceMs >= 0 && sinceMs < pauseMs;
}

/** The learnt template that adds least to all the others, of equals the oldest; null: the new one does. */
function mostCrowded({ embedding, photographs, learnt }: LearningCase): number | null {
  const crowding = (own: Float32Array, others: readonly Float32Array[]): number => nearest(own, [...photographs, ...others]);
  let leaves: number | null = null;
  let most = -Infinity;
  for (const { id, embedding: own } of learnt) {
    const others = learnt.filter((other) => other.id !== id).map((other) => other.embedding);
    const crowded = crowding(own, [...others, embedding]);
    if (crowded > most) [leaves, most] = [id, crowded];
  }
  const ofNew = crowding(
    embedding,
    learnt.map((other) => other.embedding),
  );
  return ofNew > most ? null : leaves;
}
