import type { Hint } from '../../shared/hint.ts';
import type { FrameObservation } from '../../shared/vision/observation.ts';
import { castVotes } from './cast-votes.ts';
import type { CueVote } from './cue.ts';
import { fuse } from './fusion.ts';
import type { Liveness, LivenessFrame, LivenessOptions, LivenessVerdict } from './liveness.ts';
import { PairWatch, type CameraTroubles } from './pair-watch.ts';
import { fusion, HISTORY_MS } from './parameters.ts';
import { placeError } from './presence.ts';
import { isWellLit, lightHint } from './reflectance.ts';
import { freshPairs, withFrame, type History } from './sample.ts';

interface Attempt {
  readonly attempt: number;
  readonly history: History;
  /** First good view with evidence, and first usable pair; monotonic ms. */
  readonly sinceMs: number;
  readonly pairedSinceMs: number | null;
}

/** Passive: what both cameras see decides, within about two seconds, without anything being asked of the person. */
export class InfraredLiveness implements Liveness {
  readonly mode = 'infrared';
  readonly isAvailable = true;
  readonly #options: LivenessOptions;
  readonly #watch: PairWatch;
  #attempt: Attempt | null = null;
  /** Without evidence since, monotonic ms. */
  #unmeasuredSinceMs: number | null = null;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#watch = new PairWatch(options);
  }

  get troubles(): CameraTroubles {
    return this.#watch.troubles;
  }

  watch({ observation: { evidence, scenes }, atMs, track }: Pick<LivenessFrame, 'observation' | 'atMs' | 'track'>): void {
    if (evidence !== null) this.#watch.take(evidence, track, atMs);
    else if (scenes) this.#watch.rest(scenes, atMs);
  }

  /** A face that is gone proves nothing: what was seen of it grows old by itself. */
  lose(): void {
    return;
  }

  /** What was seen of the person of this attempt since `sinceMs`, monotonic, in good views: pairs of new pictures, and what every cue says of them alone. */
  since(sinceMs: number): { readonly pairs: number; readonly votes: readonly CueVote[] } {
    const history = (this.#attempt?.history ?? []).filter(({ atMs }) => atMs > sinceMs);
    return { pairs: freshPairs(history).length, votes: castVotes(history, this.#options.calibration) };
  }

  judge(frame: LivenessFrame): LivenessVerdict {
    const { track, atMs } = frame;
    const before = this.#attempt?.attempt === frame.attempt ? this.#attempt : null;
    const attempt = this.#taken(before, frame);
    this.#attempt = attempt;
    const votes = castVotes(attempt.history, this.#options.calibration);
    const pairs = freshPairs(attempt.history);
    const newest = pairs.at(-1);
    const newestLight = newest?.infrared.reflectance ?? null;
    const isBadlyLit = newestLight !== null && !isWellLit(newestLight);
    if (newest?.atMs === atMs) {
      this.#watch.notePlace(track, placeError(newest, this.#options.calibration) > 1);
      if (newestLight !== null) this.#watch.noteLight(track, !isBadlyLit);
    }
    const isOver = isTimeOver(attempt, atMs);
    const looked = attempt.history.filter(({ infrared }) => infrared !== null).length;
    const judgement = fuse({ votes, pairs: pairs.length, looked, isLate: isOver });
    const isInverted = votes.some(({ reason }) => reason === 'depth.inverted');
    if (isInverted ? isOver : judgement.kind === 'live') this.#watch.noteDepth(track, isInverted);
    const why = this.#brokenBy(frame, isOver || pairs.length >= fusion.leastPairs || looked >= fusion.accusingFrames);
    if (why !== null) return { kind: 'unavailable', why };
    if (judgement.kind === 'attack') return { kind: 'attack', attack: judgement.attack, votes };
    if (judgement.kind === 'live' && !isBadlyLit) return { kind: 'live', votes };
    const hint = isBadlyLit ? lightHint(newestLight) : hintOf(votes, pairs.length, frame);
    return { kind: 'undecided', hint, isOver, why: null, votes };
  }

  #taken(before: Attempt | null, { observation, atMs, attempt, isGoodView, isSamePerson }: LivenessFrame): Attempt {
    const kept = before ?? { attempt, history: [], sinceMs: atMs, pairedSinceMs: null };
    // A poor view measures poorly, and what looks like somebody else must not lend this person its life.
    const recent = kept.history.filter((old) => atMs - old.atMs <= HISTORY_MS);
    if (!isGoodView || !isSamePerson) return { ...kept, history: recent };
    const history = withFrame(recent, observation, atMs);
    return { ...kept, history, pairedSinceMs: kept.pairedSinceMs ?? freshPairs(history)[0]?.atMs ?? null };
  }

  /**
   * What is wrong with a camera and rules out that anybody is found living. What the persons before showed may be over with this one, or have been
   * theirs: it counts once enough of him was seen (`isSeenEnough`) to end it.
   */
  #brokenBy({ observation, atMs }: LivenessFrame, isSeenEnough: boolean): string | null {
    const { visible, infrared } = this.#watch.troubles;
    if (visible !== null) return `cameraVisible.${visible}`;
    const isOfNow = infrared === 'frozen' || infrared === 'notPaired';
    if (infrared !== null && (isOfNow || isSeenEnough)) return `cameraInfrared.${infrared}`;
    return this.#isUnmeasured(observation, atMs) ? 'evidence.missing' : null;
  }

  /** The page sends faces without what was measured of them: nothing can be judged. */
  #isUnmeasured({ evidence }: FrameObservation, atMs: number): boolean {
    if (evidence !== null) this.#unmeasuredSinceMs = null;
    else this.#unmeasuredSinceMs ??= atMs;
    return this.#unmeasuredSinceMs !== null && atMs - this.#unmeasuredSinceMs >= fusion.unmeasuredMs;
  }
}

function isTimeOver({ sinceMs, pairedSinceMs }: Attempt, atMs: number): boolean {
  return atMs - sinceMs >= fusion.mostMs || (pairedSinceMs !== null && atMs - pairedSinceMs >= fusion.decideMs);
}

/** What the person can do so that more can be seen. Most are told by the first pairs: who is not, and stands far off, is told by more from nearer. */
function hintOf(votes: readonly CueVote[], pairs: number, frame: LivenessFrame): Hint {
  if (votes.some(({ reason }) => reason === 'depth.tooFar')) return 'comeCloser';
  if (votes.some(({ reason }) => reason === 'depth.tooFewPairs')) return 'holdStill';
  return pairs >= fusion.manyPairs && isFar(frame) ? 'comeCloser' : 'lookHere';
}

/** A face at which one step nearer shows both cameras more. */
export const isFar = ({ observation: { face, width } }: Pick<LivenessFrame, 'observation'>): boolean =>
  face !== null && face.measures.box.width < fusion.farWidth * width;
