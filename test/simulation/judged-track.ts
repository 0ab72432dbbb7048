import sharp from 'sharp';
import type { CueName } from '../../src/recognition/liveness/cue.ts';
import { createLiveness, type Liveness, type LivenessVerdict } from '../../src/recognition/liveness/liveness.ts';
import type { MeasuredPair, PairMeasurer } from '../../src/recognition/pair-measurer.ts';
import { hintFor } from '../../src/recognition/quality.ts';
import type { Picture } from '../../src/shared/vision/human-face.ts';
import { uncalibrated } from '../../src/shared/vision/liveness/calibration.ts';
import type { FrameBefore } from '../../src/shared/vision/liveness/measure-liveness.ts';
import type { FrameObservation } from '../../src/shared/vision/observation.ts';
import { follow, noTrack } from '../../src/shared/vision/track.ts';
import { chanceFor } from './chance.ts';
import type { Kind } from './kinds.ts';
import { noises, withNoise, type Noise } from './landmark-noise.ts';
import { pairTrack, type Prepared } from './pair-track.ts';
import { rig, sensor, track } from './parameters.ts';

/** What the product made of somebody, or something, before both cameras. */
export interface JudgedTrack {
  readonly person: string;
  readonly kind: Kind;
  readonly distanceM: number;
  readonly noise: Noise;
  /** `undecided`: no verdict before the track was over; the gate stays shut. */
  readonly verdict: 'live' | 'attack' | 'undecided';
  /** Which attack, or what ruled out a verdict. */
  readonly detail: string | null;
  /** Frames looked at until then, and those of them with a face good enough to be judged. */
  readonly frames: number;
  readonly good: number;
  /** Last word of each cue. */
  readonly cues: Readonly<Partial<Record<CueName, number>>>;
}

export interface TrackToJudge {
  readonly person: string;
  readonly kind: Kind;
  readonly distanceM: number;
  readonly prepared: Prepared;
}

/** One judge and the noise that he is told with. */
class NoisyJudge {
  readonly noise: Noise;
  readonly #random;
  readonly #liveness: Liveness;
  #verdict: LivenessVerdict | null = null;
  #cues: JudgedTrack['cues'] = {};
  #frames = 0;
  #good = 0;
  #isOver = false;

  constructor(noise: Noise, name: string) {
    this.noise = noise;
    this.#random = chanceFor('landmarks', noise, name);
    const calibration = uncalibrated(rig.baselineMm);
    this.#liveness = createLiveness({ mode: 'infrared', hasInfrared: true, isReplay: false, calibration });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  take(observation: FrameObservation, isGoodView: boolean, atMs: number): void {
    if (this.#isOver) return;
    this.#frames += 1;
    const { face, evidence } = observation;
    if (face === null || evidence === null) return;
    if (isGoodView) this.#good += 1;
    const noisy = withNoise(evidence, this.noise, face.measures.box.width, this.#random);
    const frame = {
      ...{ observation: { ...observation, evidence: noisy }, atMs, isGoodView },
      ...{ track: 1, attempt: 1, isSamePerson: true, isWanted: true },
    };
    this.#liveness.watch(frame);
    const verdict = this.#liveness.judge(frame);
    this.#verdict = verdict;
    if ('votes' in verdict) this.#cues = Object.fromEntries(verdict.votes.map(({ cue, score }) => [cue, score]));
    this.#isOver = verdict.kind === 'live' || verdict.kind === 'attack' || (verdict.kind === 'undecided' && verdict.isOver);
  }

  result({ person, kind, distanceM }: TrackToJudge): JudgedTrack {
    const verdict = this.#verdict;
    const isDecided = verdict?.kind === 'live' || verdict?.kind === 'attack';
    const detail = verdict?.kind === 'attack' ? verdict.attack : verdict?.kind === 'unavailable' ? verdict.why : null;
    return {
      ...{ person, kind, distanceM, noise: this.noise, detail, cues: this.#cues },
      verdict: isDecided ? verdict.kind : 'undecided',
      frames: this.#frames,
      good: this.#good,
    };
  }
}

/** Shows a track to the product, frame by frame, until every judge has decided. One answer for each kind of landmark noise. */
export async function judgeTrack(toJudge: TrackToJudge, measurer: PairMeasurer): Promise<readonly JudgedTrack[]> {
  const { person, kind, distanceM, prepared } = toJudge;
  const scene = pairTrack(prepared, { kind, distanceM, seed: person });
  const judges = noises.map((noise) => new NoisyJudge(noise, `${person} ${kind} ${String(distanceM)}`));
  const isJpeg = chanceFor('jpeg', person)() < sensor.jpegShare;
  let followed = noTrack;
  let before: FrameBefore | null = null;
  for (let frame = 0; frame < track.frames && judges.some(({ isOver }) => !isOver); frame++) {
    const atMs = 1_000 + frame * track.everyMs;
    const { visible, infrared } = scene.look(atMs);
    const pair = isJpeg ? await Promise.all([visible, infrared].map(throughJpeg)) : [visible, infrared];
    const measured = await measurer.measure(pair[0] ?? visible, pair[1] ?? infrared, { wantsVotes: false, before });
    before = measured?.before ?? null;
    const { next, motion } = follow(followed, measured?.face.measures.box ?? null, atMs);
    followed = next;
    const observation = observationOf(measured, visible, frame, motion, atMs);
    const { face } = observation;
    const isGoodView = face !== null && hintFor(face) === null;
    for (const judge of judges) judge.take(observation, isGoodView, atMs);
  }
  return judges.map((judge) => judge.result(toJudge));
}

export function observationOf(
  measured: MeasuredPair | null,
  { width, height }: Picture,
  frame: number,
  motion: number,
  atMs: number,
): FrameObservation {
  return {
    ...{ frame, takenAtMs: atMs, width, height, analysisMs: 0 },
    face: measured && {
      ...{ track: 1, motion, jpeg: null },
      measures: measured.face.measures,
      rivals: measured.face.rivals,
      crop: measured.face.crop,
    },
    evidence: measured?.evidence ?? null,
  };
}

async function throughJpeg({ data, width, height }: Picture): Promise<Picture> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: sensor.jpegQuality })
    .toBuffer();
  const decoded = await sharp(jpeg).ensureAlpha().raw().toBuffer();
  return { data: new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.length), width, height };
}
