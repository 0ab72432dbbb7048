import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { passiveVotes } from '../../src/recognition/liveness/cast-votes.ts';
import type { CueName } from '../../src/recognition/liveness/cue.ts';
import { auc } from '../../src/recognition/liveness/lab/rates.ts';
import { withFrame, type History } from '../../src/recognition/liveness/sample.ts';
import { createPairMeasurer, type PairMeasurer } from '../../src/recognition/pair-measurer.ts';
import { hintFor } from '../../src/recognition/quality.ts';
import { follow, noTrack } from '../../src/shared/vision/track.ts';
import { dataDir, humanDir } from './people.ts';
import { observationOf } from './seen-track.ts';
import { readPicture } from './source.ts';

/** Pictures of a track: as many as a terminal sees in its two seconds; tracks overlap by none. */
const FRAMES = 20;
/** Webcam sequences are taken to run at 10 pictures a second. */
const EVERY_MS = 100;

/** What the cues that need one camera say of a track. */
interface SingleTrack {
  readonly kind: 'live' | 'print';
  readonly name: string;
  readonly scores: Readonly<Partial<Record<CueName, number>>>;
  /** Raw measures, means over the track. */
  readonly periodicity: number;
  readonly border: number;
  readonly real: number;
  readonly live: number;
}

/** Real pictures: live people before a webcam against prints held before it. */
export interface SinglePictures {
  readonly tracks: { readonly live: number; readonly print: number };
  readonly auc: Readonly<Record<string, number | null>>;
  /** One picture each, too few for more than a look. */
  readonly samples: readonly { readonly name: string; readonly measures: Readonly<Record<string, number>> | null }[];
}

async function tracksOf(kind: 'live' | 'print', measurer: PairMeasurer): Promise<readonly SingleTrack[]> {
  const root = join(dataDir, 'webcam-dev', kind);
  const folders = readdirSync(root).flatMap((person) => readdirSync(join(root, person)).map((name) => join(root, person, name)));
  const tracks: SingleTrack[] = [];
  for (const folder of folders.toSorted()) {
    const files = readdirSync(folder).toSorted();
    for (let start = 0; start + FRAMES <= files.length; start += FRAMES) {
      const track = await trackOf(
        kind,
        files.slice(start, start + FRAMES).map((file) => join(folder, file)),
        measurer,
      );
      if (track) tracks.push(track);
    }
  }
  return tracks;
}

async function trackOf(kind: 'live' | 'print', files: readonly string[], measurer: PairMeasurer): Promise<SingleTrack | null> {
  let history: History = [];
  let followed = noTrack;
  for (const [frame, file] of files.entries()) {
    const picture = await readPicture(file);
    const atMs = 1_000 + frame * EVERY_MS;
    const measured = await measurer.measure(picture, null);
    const { next, motion } = follow(followed, measured?.face.measures.box ?? null, atMs);
    followed = next;
    const observation = observationOf(measured, picture, frame, motion, atMs);
    if (observation.face && hintFor(observation.face, observation) === null) history = withFrame(history, observation, atMs);
  }
  if (history.length < 3) return null;
  const mean = (value: (sample: History[number]) => number): number =>
    history.reduce((sum, sample) => sum + value(sample), 0) / history.length;
  return {
    kind,
    name: files[0] ?? '',
    scores: Object.fromEntries(passiveVotes(history).map(({ cue, score }) => [cue, score])),
    periodicity: mean(({ texture }) => texture.periodicity),
    border: mean(({ texture }) => texture.border),
    real: mean(({ votes }) => votes?.real ?? 0),
    live: mean(({ votes }) => votes?.live ?? 0),
  };
}

export async function scoreSinglePictures(): Promise<SinglePictures | null> {
  if (!existsSync(join(dataDir, 'webcam-dev'))) return null;
  const measurer = await createPairMeasurer(humanDir);
  const live = await tracksOf('live', measurer);
  const print = await tracksOf('print', measurer);
  const area = (value: (track: SingleTrack) => number): number | null => auc(live.map(value), print.map(value));
  const samples: { name: string; measures: Record<string, number> | null }[] = [];
  for (const name of ['live', 'print', 'screen']) {
    const pair = await measurer.measure(await readPicture(join(dataDir, 'attack-samples', `${name}.jpg`)), null);
    samples.push({ name, measures: pair && { ...pair.evidence.texture, ...(pair.evidence.votes ?? {}) } });
  }
  return {
    tracks: { live: live.length, print: print.length },
    auc: {
      movement: area(({ scores }) => scores.movement ?? 0),
      texture: area(({ scores }) => scores.texture ?? 0),
      networks: area(({ scores }) => scores.networks ?? 0),
      // More of these two speaks for a copy.
      periodicity: area(({ periodicity }) => -periodicity),
      border: area(({ border }) => -border),
      'network antispoof': area(({ real }) => real),
      'network liveness': area(({ live: value }) => value),
    },
    samples,
  };
}

export function singlePicturesText({ tracks, auc: areas, samples }: SinglePictures): string {
  const lines = Object.entries(areas).map(([name, value]) => `  ${name.padEnd(20)} ${value === null ? '-' : value.toFixed(3)}`);
  const one = samples.map(({ name, measures }) => {
    const values = Object.entries(measures ?? {}).map(([key, value]) => `${key} ${value.toFixed(2)}`);
    return `  ${name.padEnd(8)} ${measures ? values.join(', ') : 'no face found'}`;
  });
  return [
    `REAL pictures, one camera: AUC of webcam-dev live (${String(tracks.live)} tracks of ${String(FRAMES)} pictures) against print (${String(tracks.print)})`,
    ...lines,
    'attack-samples, one picture each',
    ...one,
  ].join('\n');
}
