import { ChallengeLiveness, type Draws } from './challenge-liveness.ts';
import { drawShowingAction } from './challenge/draw-action.ts';
import type { ChallengeAction } from '../../shared/challenge.ts';
import { stands, type CueName, type CueVote, type Stand } from './cue.ts';
import { saysOf, totalOf } from './fusion.ts';
import { InfraredLiveness, isFar } from './infrared-liveness.ts';
import { InfraredSight } from './infrared-sight.ts';
import type { Liveness, LivenessFrame, LivenessOptions, LivenessVerdict, Undecided } from './liveness.ts';
import type { CameraTroubles } from './pair-watch.ts';
import { asking, fusion } from './parameters.ts';

/** A question that was put. */
interface AskedAttempt {
  readonly attempt: number;
  /** Does the infrared camera see who answers it? */
  readonly sight: InfraredSight;
  /** Why he was asked; at the end he must be found as likely as that. */
  readonly likely: Likely;
  /** The move that he was asked for last. */
  readonly action: ChallengeAction | null;
  /** Since when the move is made, ms, while both cameras have seen too little since the question. */
  readonly madeAtMs: number | null;
}

/**
 * What both cameras see decides; whoever they could not tell, but for whom light or shape speaks against each kind of copy, is asked to turn his head or to nod, which shows
 * it. The question is put once an attempt, and once put it must be answered. Both cameras judge on meanwhile: a copy or a broken camera ends it.
 */
export class UnsureLiveness implements Liveness {
  readonly mode = 'infrared';
  readonly isAvailable = true;
  readonly #passive: InfraredLiveness;
  readonly #active: ChallengeLiveness;
  #asked: AskedAttempt | null = null;

  constructor(options: LivenessOptions, draws: Draws = {}) {
    this.#passive = new InfraredLiveness(options);
    this.#active = new ChallengeLiveness(options, { first: drawShowingAction, ...draws });
  }

  get troubles(): CameraTroubles {
    return this.#passive.troubles;
  }

  watch(frame: Pick<LivenessFrame, 'observation' | 'atMs' | 'track'>): void {
    this.#passive.watch(frame);
  }

  lose(atMs: number): void {
    this.#active.lose(atMs);
  }

  judge(frame: LivenessFrame): LivenessVerdict {
    const { attempt, atMs } = frame;
    const asked = this.#asked?.attempt === attempt ? this.#asked : null;
    asked?.sight.take(frame.observation.evidence, atMs, isAhead(frame));
    // A turned face is measured as no face is: it must not speak against a living one.
    const seen = this.#passive.judge(asked ? { ...frame, isGoodView: frame.isGoodView && isAhead(frame) } : frame);
    if (seen.kind === 'attack' || seen.kind === 'unavailable') return seen;
    if (asked) return this.#answered(frame, seen, asked);
    const likely = seen.kind === 'undecided' ? likelyBy(seen.votes) : null;
    if (seen.kind !== 'undecided' || !seen.isOver || frame.wanted === null || likely === null) {
      this.#active.accompany(frame);
      return seen;
    }
    const answer = this.#active.judge(frame);
    this.#asked = { attempt, likely, sight: new InfraredSight(atMs), action: actionOf(answer), madeAtMs: null };
    return answer;
  }

  #answered(frame: LivenessFrame, seen: LivenessVerdict, asked: AskedAttempt): LivenessVerdict {
    const { sight } = asked;
    const votes = 'votes' in seen ? seen.votes : [];
    const hint = isFar(frame) ? 'comeCloser' : null;
    const refused: Undecided = { kind: 'undecided', hint, isOver: true, why: 'challenge.lostSight', votes };
    const answer = this.#active.judge(frame);
    if (answer.kind === 'undecided') return { ...answer, votes };
    if (answer.kind !== 'live') {
      this.#asked = { ...asked, action: actionOf(answer) ?? asked.action };
      return answer;
    }
    // The move counts if both cameras saw it, and if what they saw since the question does not speak against who made it: before, another may have stood there.
    const since = this.#passive.since(sight.sinceMs);
    if (!sight.isKept) return refused;
    if (since.pairs < fusion.leastPairs) {
      // A quick answer before a slow terminal: both cameras look at him for a moment more, which is a part of the question.
      const madeAtMs = asked.madeAtMs ?? frame.atMs;
      this.#asked = { ...asked, madeAtMs };
      const untilMs = madeAtMs + asking.mostLookedOnMs;
      if (frame.atMs >= untilMs || asked.action === null) return refused;
      return { kind: 'challenge', step: 'holdStill', action: asked.action, untilMs };
    }
    const isStill = [votes, since.votes].map(likelyBy).every((by) => by === 'light' || (by !== null && by === asked.likely));
    return isStill ? { kind: 'live', votes } : { ...refused, why: null };
  }
}

const actionOf = (verdict: LivenessVerdict): ChallengeAction | null => (verdict.kind === 'challenge' ? verdict.action : null);

const isAhead = ({ observation: { face } }: LivenessFrame): boolean =>
  face !== null && Math.abs(face.measures.yawDeg) <= asking.aheadDeg && Math.abs(face.measures.pitchDeg) <= asking.aheadDeg;

/** `light`: it, or shape, speaks for him against every kind of copy (a mask has a shape: against it light alone). `all`: all cues together do clearly. */
type Likely = 'light' | 'all';

/** By what it is likely that he lives, as far as the infrared camera sees him; null: by nothing, or light speaks for a copy. */
function likelyBy(votes: readonly CueVote[]): Likely | null {
  const says = (cue: CueName, stand: Stand): number => {
    const vote = votes.find((one) => one.cue === cue);
    return vote ? saysOf(vote, stand) : 0;
  };
  const isSeen = votes.some(({ cue, score }) => cue === 'presence' && score > 0);
  const isLit = stands.every(
    (stand) =>
      says('reflectance', stand) >= asking.leastLight ||
      (stand !== 'mask' && says('depth', stand) + says('landmarks', stand) >= asking.leastShape),
  );
  const isUncontradicted = stands.every((stand) => says('reflectance', stand) > fusion.contradicting);
  const total = totalOf(votes);
  if (!isSeen) return null;
  if (isLit && total >= asking.leastTotal) return 'light';
  return isUncontradicted && total >= asking.clearTotal ? 'all' : null;
}
