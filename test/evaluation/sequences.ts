import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Gallery } from '../../src/recognition/gallery.ts';
import { createLiveRecogniser, type LiveResult } from '../../src/recognition/live-recogniser.ts';
import type { PassageFace } from '../../src/recognition/learning/passage-face.ts';
import type { MatchLimits } from '../../src/recognition/match-limits.ts';
import { livenessOff } from '../../src/recognition/liveness/create-liveness.ts';
import { follow, noTrack } from '../../src/shared/vision/track.ts';
import { viewScore } from '../../src/shared/vision/view-score.ts';
import type { FrameObservation } from '../../src/shared/vision/observation.ts';
import type { Seen } from './embedding-cache.ts';
import { bytesOf, picturesIn } from './people.ts';
import type { Pipeline } from './pipeline.ts';

/** Frames of one person in order. */
export interface Sequence {
  readonly person: string;
  readonly name: string;
  readonly frames: readonly Seen[];
}

/** Someone who comes before the camera for a while, looked at with nothing known of him. */
export interface PassageResult {
  readonly person: string;
  readonly sequence: string;
  readonly firstFrame: number;
  readonly kind: LiveResult['kind'];
  /** For whom he was taken, or null. */
  readonly workerId: string | null;
  readonly score: number | null;
  /** Good frames that the decision rests on; null without one. */
  readonly frames: number | null;
  /** What may be learnt from, where he was recognised. */
  readonly face: PassageFace | null;
}

/** Between two frames that are looked at: what the terminal reaches on its smallest machine. */
const FRAME_MS = 80;
/** A passage: about 2.5 s, or what is left of the sequence. */
const PASSAGE_FRAMES = 30;
/** A passage begins at every so many frames. */
const STEP = 5;
/** Passages shorter than this show nothing. */
const LEAST_FRAMES = 8;

/** `folder/PERSON/SEQUENCE/*.jpg`. */
export async function readSequences(folder: string, pipeline: Pipeline): Promise<Sequence[]> {
  const sequences: Sequence[] = [];
  for (const person of foldersIn(folder)) {
    for (const name of foldersIn(join(folder, person))) {
      const frames: Seen[] = [];
      for (const path of picturesIn(join(folder, person, name))) frames.push(await pipeline.frame(bytesOf(path)));
      if (frames.length > 0) sequences.push({ person, name, frames });
    }
  }
  return sequences;
}

const foldersIn = (folder: string): string[] =>
  readdirSync(folder)
    .toSorted()
    .filter((name) => statSync(join(folder, name)).isDirectory());

/** Plays every passage of a sequence through the live recogniser, liveness put aside: copies are judged elsewhere. */
export async function playSequence(sequence: Sequence, gallery: Gallery, limits: MatchLimits): Promise<PassageResult[]> {
  const passages: PassageResult[] = [];
  for (let first = 0; first + LEAST_FRAMES <= sequence.frames.length; first += STEP) {
    const frames = sequence.frames.slice(first, first + PASSAGE_FRAMES);
    const { person, name } = sequence;
    passages.push({ person, sequence: name, firstFrame: first, ...(await decisionOn(frames, gallery, limits)) });
  }
  return passages;
}

/** The first decision, or `looking` when there was none. */
async function decisionOn(
  frames: readonly Seen[],
  gallery: Gallery,
  limits: MatchLimits,
): Promise<Pick<PassageResult, 'kind' | 'workerId' | 'score' | 'frames' | 'face'>> {
  let nowMs = 0;
  // The engine's place is taken by what it answered for the same frames before.
  const embeddings = new Map<Uint8Array, Float32Array>();
  const live = createLiveRecogniser({
    engine: {
      embed: async (crop) => embeddings.get(crop) ?? new Float32Array(),
      search: async (probe) => gallery.search(probe),
      scoreOf: async (workerId, probe) => gallery.scoreOf(workerId, probe),
    },
    liveness: livenessOff,
    limits: () => limits,
    clock: { monotonic: () => nowMs },
  });
  let track = noTrack;
  for (const [frame, seen] of frames.entries()) {
    nowMs += FRAME_MS;
    const { next, motion } = follow(track, seen.kind === 'face' ? seen.measures.box : null, nowMs);
    track = next;
    const face = seen.kind === 'face' ? faceOf(seen, track.track, motion) : null;
    if (face && seen.kind === 'face') embeddings.set(face.crop, seen.embedding);
    const result = await live.observe({
      frame,
      takenAtMs: nowMs,
      width: 640,
      height: 480,
      analysisMs: 0,
      face,
      evidence: null,
    });
    if (result.kind === 'noFace' || result.kind === 'looking') continue;
    return {
      kind: result.kind,
      workerId: result.kind === 'recognised' ? result.workerId : null,
      score: 'score' in result ? result.score : null,
      frames: 'frames' in result ? result.frames : null,
      face: result.kind === 'recognised' ? result.face : null,
    };
  }
  return { kind: 'looking', workerId: null, score: null, frames: null, face: null };
}

const faceOf = (
  { measures, rivals }: Extract<Seen, { kind: 'face' }>,
  track: number,
  motion: number,
): NonNullable<FrameObservation['face']> => ({ track, measures, motion, rivals, crop: new Uint8Array(), jpeg: null });

/** The best view among the frames, as a clerk would take it; null when none shows a face. */
export function bestFrame(frames: readonly Seen[]): Float32Array | null {
  let best: Float32Array | null = null;
  let highest = -1;
  for (const seen of frames) {
    if (seen.kind !== 'face') continue;
    const score = viewScore(seen.measures);
    if (score > highest) [highest, best] = [score, seen.embedding];
  }
  return best;
}
