import type { CueVote } from '../../src/recognition/liveness/cue.ts';
import { createLiveness } from '../../src/recognition/liveness/create-liveness.ts';
import type { Liveness, LivenessVerdict } from '../../src/recognition/liveness/liveness.ts';
import { uncalibrated } from '../../src/shared/vision/liveness/calibration.ts';
import { fusion } from '../../src/recognition/liveness/parameters.ts';
import { chanceFor } from './chance.ts';
import { noises, withNoise, type Noise } from './landmark-noise.ts';
import { rig } from './parameters.ts';
import type { SeenFrame, Shown } from './seen-track.ts';

/** What the product made of somebody, or something, before both cameras. */
export interface JudgedTrack extends Shown {
  readonly noise: Noise;
  /** `asked`: for a turn or a nod, which nobody here makes. `undecided`: no verdict before the track was over. The gate stays shut at both. */
  readonly verdict: 'live' | 'attack' | 'asked' | 'undecided';
  /** Which attack, or what ruled out a verdict. */
  readonly detail: string | null;
  /** Frames looked at until then, and those of them with a face good enough to be judged. */
  readonly frames: number;
  readonly good: number;
  /** Last word of each cue. */
  readonly votes: readonly CueVote[];
}

/** One judge and the noise that he is told with. */
class NoisyJudge {
  readonly noise: Noise;
  readonly #random;
  readonly #liveness: Liveness;
  #verdict: LivenessVerdict | null = null;
  #votes: JudgedTrack['votes'] = [];
  #frames = 0;
  #good = 0;
  #isOver = false;

  constructor(noise: Noise, name: string) {
    this.noise = noise;
    this.#random = chanceFor('landmarks', noise, name);
    const calibration = uncalibrated(rig.baselineMm);
    this.#liveness = createLiveness({ mode: 'infrared', hasInfrared: true, asksWhenUnsure: true, isReplay: false, calibration });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  take({ observation, isGoodView, atMs }: SeenFrame): void {
    if (this.#isOver) return;
    this.#frames += 1;
    const { face, evidence } = observation;
    if (face === null || evidence === null) return;
    if (isGoodView) this.#good += 1;
    const noisy = withNoise(evidence, this.noise, face.measures.box.width, this.#random);
    const frame = {
      ...{ observation: { ...observation, evidence: noisy }, atMs, isGoodView },
      ...{ track: 1, attempt: 1, isSamePerson: true, wanted: 'worker' },
    };
    this.#liveness.watch(frame);
    const verdict = this.#liveness.judge(frame);
    this.#verdict = verdict;
    if ('votes' in verdict) this.#votes = verdict.votes;
    const isWord = verdict.kind === 'live' || verdict.kind === 'attack' || verdict.kind === 'challenge';
    this.#isOver = isWord || (verdict.kind === 'undecided' && verdict.isOver);
  }

  result({ person, kind, distanceM }: Shown): JudgedTrack {
    const verdict = this.#verdict;
    const isDecided = verdict?.kind === 'live' || verdict?.kind === 'attack';
    const isAsked = verdict?.kind === 'challenge';
    const detail = verdict?.kind === 'attack' ? verdict.attack : verdict?.kind === 'unavailable' ? verdict.why : null;
    return {
      ...{ person, kind, distanceM, noise: this.noise, detail, votes: this.#votes },
      verdict: isDecided ? verdict.kind : isAsked ? 'asked' : 'undecided',
      frames: this.#frames,
      good: this.#good,
    };
  }
}

/** Shows the frames to the product until every judge has decided. One answer for each kind of landmark noise. */
export async function judgeTrack(
  shown: Shown,
  frames: AsyncIterable<SeenFrame> | Iterable<SeenFrame>,
): Promise<readonly JudgedTrack[]> {
  const { person, kind, distanceM } = shown;
  const judges = noises.map((noise) => new NoisyJudge(noise, `${person} ${kind} ${String(distanceM)}`));
  let last: SeenFrame | null = null;
  for await (const frame of frames) {
    last = frame;
    for (const judge of judges) judge.take(frame);
    if (judges.every(({ isOver }) => isOver)) break;
  }
  // A track ends just before the judge's time does: the last picture once more, which adds nothing but the time.
  if (last) for (const judge of judges) judge.take({ ...last, atMs: last.atMs + fusion.decideMs });
  return judges.map((judge) => judge.result(shown));
}
