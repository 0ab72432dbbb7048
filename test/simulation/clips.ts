import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { createPairMeasurer, type PairMeasurer } from '../../src/recognition/pair-measurer.ts';
import type { Picture } from '../../src/shared/vision/human-face.ts';
import { chanceFor, normal, within } from './chance.ts';
import { projectedView } from './clip-views.ts';
import { copy } from './parameters.ts';
import { humanDir } from './people.ts';
import { readPicture } from './source.ts';

/**
 * What the infrared half shows of a real webcam sequence in the visible half. `live`: a simulated head under a lamp; `plainLive`: the
 * same head in the grey of the visible picture; `flatCopy`: the grey picture, shifted and a little tilted; `print`: paper with faint
 * ink; `dark`: a screen gives no infrared light; `covered`: something before the lens; `swapped`: `live` with the halves exchanged;
 * `frozen…`: `live` with one half standing still.
 */
export const clipKinds = [
  'live',
  'plainLive',
  'flatCopy',
  'print',
  'dark',
  'covered',
  'swapped',
  'frozenInfrared',
  'frozenVisible',
] as const;
export type ClipKind = (typeof clipKinds)[number];

export interface PairClipOptions {
  /** Played frames that one picture stands for; default 3: ten pictures a second. */
  readonly repeat?: number;
  /** Pictures of an empty yard before and after; default 0. */
  readonly emptyBefore?: number;
  readonly emptyAfter?: number;
  /** Add to the file instead of beginning it; default false. */
  readonly append?: boolean;
  /** Names the head, the copy and the noise; default `clip`. */
  readonly seed?: string;
}

const QUALITY = 92;

/** The networks are slow to load: one measurer for all clips of a process. */
let measuring: Promise<PairMeasurer> | null = null;

/**
 * Writes a SIMULATED side-by-side clip: 640×480 visible at the left, infrared at the right. `sequence`: JPEG files of 640×480, in order;
 * frames in which no face is found are left out. Answers the number of played frames.
 */
export async function writePairClip(
  path: string,
  sequence: readonly string[],
  kind: ClipKind,
  options: PairClipOptions = {},
): Promise<number> {
  const { repeat = 3, emptyBefore = 0, emptyAfter = 0, append = false, seed = 'clip' } = options;
  measuring ??= createPairMeasurer(humanDir);
  const measurer = await measuring;
  const random = chanceFor('clip noise', seed, kind);
  const pairs: Buffer[] = [];
  for (let i = 0; i < emptyBefore; i++) pairs.push(await emptyPair(random));
  let firstVisible: Picture | null = null;
  let firstInfrared: Picture | null = null;
  for (const file of sequence) {
    const picture = await readPicture(readFileSync(file));
    const infrared = await infraredOf(file, picture, kind, seed, measurer, random);
    if (infrared === null) continue;
    firstVisible ??= picture;
    firstInfrared ??= infrared;
    if (kind === 'swapped') pairs.push(await sideBySide(infrared, picture));
    else
      pairs.push(
        await sideBySide(kind === 'frozenVisible' ? firstVisible : picture, kind === 'frozenInfrared' ? firstInfrared : infrared),
      );
  }
  for (let i = 0; i < emptyAfter; i++) pairs.push(await emptyPair(random));
  if (!append) writeFileSync(path, '');
  for (const pair of pairs) appendFileSync(path, Buffer.concat(Array.from({ length: repeat }, () => pair)));
  return pairs.length * repeat;
}

type Random = () => number;

/** By file, seed and view: the same head is in several kinds of clips, and slow to render. */
const projected = new Map<string, Picture | null>();

async function infraredOf(
  file: string,
  picture: Picture,
  kind: ClipKind,
  seed: string,
  measurer: PairMeasurer,
  random: Random,
): Promise<Picture | null> {
  const { width, height } = picture;
  if (kind === 'dark') return noisePicture(width, height, 5, 2, random);
  if (kind === 'covered') return noisePicture(width, height, 34, 1.5, random);
  const view = kind === 'flatCopy' || kind === 'print' || kind === 'plainLive' ? kind : 'live';
  const name = JSON.stringify([file, seed, view]);
  const known = projected.get(name);
  if (known !== undefined) return known;
  const found = await measurer.measure(picture, null, { wantsVotes: false });
  let seen: Picture | null = null;
  if (found !== null) {
    const { points, measures } = found.face;
    const tiltDeg = within(copy.tiltDeg, chanceFor('clip tilt', seed)) / 3;
    seen = projectedView(picture, { points, box: measures.box }, { view, seed, tiltDeg }, random);
  }
  projected.set(name, seen);
  return seen;
}

function noisePicture(width: number, height: number, luma: number, spread: number, random: Random): Picture {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let at = 0; at < data.length; at += 4) data.fill(luma + spread * normal(random), at, at + 3);
  return { data, width, height };
}

async function emptyPair(random: Random): Promise<Buffer> {
  return sideBySide(noisePicture(640, 480, 128, 3, random), noisePicture(640, 480, 40, 3, random));
}

async function sideBySide(left: Picture, right: Picture): Promise<Buffer> {
  const { width, height } = left;
  const raw = ({ data }: Picture) => ({ input: Buffer.from(data), raw: { width, height, channels: 4 as const } });
  return sharp({ create: { width: 2 * width, height, channels: 3, background: '#000' } })
    .composite([
      { ...raw(left), left: 0, top: 0 },
      { ...raw(right), left: width, top: 0 },
    ])
    .jpeg({ quality: QUALITY })
    .toBuffer();
}
