import sharp from 'sharp';
import type { MeasuredPair, PairMeasurer } from '../../src/recognition/pair-measurer.ts';
import { hintFor } from '../../src/recognition/quality.ts';
import type { Picture } from '../../src/shared/vision/human-face.ts';
import type { FrameBefore } from '../../src/shared/vision/liveness/measure-liveness.ts';
import type { FrameObservation } from '../../src/shared/vision/observation.ts';
import { follow, noTrack } from '../../src/shared/vision/track.ts';
import { chanceFor } from './chance.ts';
import type { Turn } from './asked-move.ts';
import type { Kind } from './kinds.ts';
import { pairTrack, type Prepared } from './pair-track.ts';
import { sensor, track } from './parameters.ts';

/** Who or what is before both cameras. */
export interface Shown {
  readonly person: string;
  readonly kind: Kind;
  readonly distanceM: number;
}

export interface TrackToSee extends Shown {
  readonly prepared: Prepared;
  /** Default: the whole track. */
  readonly from?: number;
  readonly to?: number;
  /** See `TrackOptions`. */
  readonly turnAt?: (atMs: number) => Turn;
}

/** What the product measured of one frame. */
export interface SeenFrame {
  readonly observation: FrameObservation;
  readonly isGoodView: boolean;
  readonly atMs: number;
}

/** Renders a track and measures it, frame by frame, for as long as somebody asks for more. */
export async function* seeTrack(
  { person, kind, distanceM, prepared, turnAt, from = 0, to = track.frames }: TrackToSee,
  measurer: PairMeasurer,
): AsyncGenerator<SeenFrame> {
  const scene = pairTrack(prepared, { kind, distanceM, seed: person, ...(turnAt && { turnAt }) });
  const isJpeg = chanceFor('jpeg', person)() < sensor.jpegShare;
  let followed = noTrack;
  let before: FrameBefore | null = null;
  for (let frame = from; frame < to; frame++) {
    const atMs = 1_000 + frame * track.everyMs;
    const { visible, infrared } = scene.look(atMs);
    const pair = isJpeg ? await Promise.all([visible, infrared].map(throughJpeg)) : [visible, infrared];
    const measured: MeasuredPair | null = await measurer.measure(pair[0] ?? visible, pair[1] ?? infrared, {
      wantsVotes: false,
      before,
    });
    before = measured?.before ?? null;
    const { next, motion } = follow(followed, measured?.face.measures.box ?? null, atMs);
    followed = next;
    const observation = observationOf(measured, visible, frame, motion, atMs);
    const { face } = observation;
    yield { observation, isGoodView: face !== null && hintFor(face, observation) === null, atMs };
  }
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
