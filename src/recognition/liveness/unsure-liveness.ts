import { ChallengeLiveness, type DrawAction } from './challenge-liveness.ts';
import { drawShowingAction } from './challenge/draw-action.ts';
import type { CueVote } from './cue.ts';
import { totalOf } from './fusion.ts';
import { InfraredLiveness } from './infrared-liveness.ts';
import type { Liveness, LivenessFrame, LivenessOptions, LivenessVerdict, Undecided } from './liveness.ts';
import type { CameraTroubles } from './pair-watch.ts';
import { asking } from './parameters.ts';

/**
 * What both cameras see decides; whoever has the light of living skin but a shape that could not be told is asked to turn his head or to nod, which shows
 * it. The question is put once an attempt, and once put it must be answered. Both cameras judge on meanwhile: a copy or a broken camera ends it.
 */
export class UnsureLiveness implements Liveness {
  readonly mode = 'infrared';
  readonly isAvailable = true;
  readonly #passive: InfraredLiveness;
  readonly #active: ChallengeLiveness;
  /** Attempt to which a question was put. */
  #asked: number | null = null;

  /** `draw`: the move that is asked for. */
  constructor(options: LivenessOptions, draw: DrawAction = drawShowingAction) {
    this.#passive = new InfraredLiveness(options);
    this.#active = new ChallengeLiveness(options, draw);
  }

  get troubles(): CameraTroubles {
    return this.#passive.troubles;
  }

  watch(frame: Pick<LivenessFrame, 'observation' | 'atMs' | 'track'>): void {
    this.#passive.watch(frame);
  }

  judge(frame: LivenessFrame): LivenessVerdict {
    const seen = this.#passive.judge(frame);
    if (seen.kind === 'attack' || seen.kind === 'unavailable') return seen;
    if (this.#asked === frame.attempt) return this.#answered(frame, seen);
    if (seen.kind !== 'undecided' || !seen.isOver || !frame.isWanted || !isAskable(seen)) return seen;
    this.#asked = frame.attempt;
    return this.#answered(frame, seen);
  }

  #answered(frame: LivenessFrame, seen: LivenessVerdict): LivenessVerdict {
    const answer = this.#active.judge(frame);
    const votes = 'votes' in seen ? seen.votes : [];
    switch (answer.kind) {
      case 'live':
        // What both cameras saw meanwhile must still not speak against him.
        return isAskable({ votes })
          ? { kind: 'live', votes }
          : { kind: 'undecided', hint: 'lookHere', isOver: true, why: null, votes };
      case 'undecided':
        return { ...answer, votes };
      default:
        return answer;
    }
  }
}

const scoreOf = (votes: readonly CueVote[], cue: CueVote['cue']): number => votes.find((vote) => vote.cue === cue)?.score ?? 0;

/** Is there nothing but a shape that could not be told between this person and a living one? */
function isAskable({ votes }: Pick<Undecided, 'votes'>): boolean {
  const isLit = scoreOf(votes, 'presence') > 0 && scoreOf(votes, 'reflectance') >= asking.leastLight;
  return isLit && totalOf(votes) >= asking.leastTotal;
}
