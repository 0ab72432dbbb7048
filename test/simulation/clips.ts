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
  const random = chanceFor('clip noise', seed, kind);
  const pairs: Buffer[] = [];
  for (let i = 0; i < emptyBefore; i++) pairs.push(await emptyPair(random));
  for (const [left, right] of await shownPairs(sequence, kind, seed, random)) pairs.push(await sideBySide(left, right));
  for (let i = 0; i < emptyAfter; i++) pairs.push(await emptyPair(random));
  if (!append) writeFileSync(path, '');
  return appendPictures(path, pairs, repeat);
}

/**
 * Writes a SIMULATED clip of four pictures in a row, visible and infrared of lane 1, visible and infrared of lane 2: a simulated head
 * stands at lane 2 first, at lane 1 after it, and between them at neither, for `empty` pictures.
 */
export async function writeLanesClip(path: string, sequence: readonly string[], empty: number): Promise<void> {
  const random = chanceFor('clip noise', 'lanes');
  const nobody = Array.from({ length: empty }, () => emptyViews(random));
  // The noise goes on: pictures that stand still are a fault of the camera.
  const yardAt = (index: number): Pair => nobody[index % empty] ?? emptyViews(random);
  const heads = await shownPairs(sequence, 'live', 'clip', random);
  const rows = [
    ...nobody.map((pair) => [...pair, ...pair]),
    ...heads.map((head, index) => [...yardAt(index), ...head]),
    ...nobody.map((pair) => [...pair, ...pair]),
    ...heads.map((head, index) => [...head, ...yardAt(index)]),
  ];
  writeFileSync(path, '');
  appendPictures(path, await Promise.all(rows.map((row) => sideBySide(...row))), 3);
}

function appendPictures(path: string, pictures: readonly Buffer[], repeat: number): number {
  for (const picture of pictures) appendFileSync(path, Buffer.concat(Array.from({ length: repeat }, () => picture)));
  return pictures.length * repeat;
}

type Pair = readonly [left: Picture, right: Picture];

/** What the two halves show, picture by picture. */
async function shownPairs(sequence: readonly string[], kind: ClipKind, seed: string, random: Random): Promise<readonly Pair[]> {
  measuring ??= createPairMeasurer(humanDir);
  const measurer = await measuring;
  const pairs: Pair[] = [];
  let firstVisible: Picture | null = null;
  let firstInfrared: Picture | null = null;
  for (const file of sequence) {
    const picture = await readPicture(readFileSync(file));
    const infrared = await infraredOf(file, picture, kind, seed, measurer, random);
    if (infrared === null) continue;
    firstVisible ??= picture;
    firstInfrared ??= infrared;
    if (kind === 'swapped') pairs.push([infrared, picture]);
    else pairs.push([kind === 'frozenVisible' ? firstVisible : picture, kind === 'frozenInfrared' ? firstInfrared : infrared]);
  }
  return pairs;
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

const emptyViews = (random: Random): Pair => [noisePicture(640, 480, 128, 3, random), noisePicture(640, 480, 40, 3, random)];

const emptyPair = (random: Random): Promise<Buffer> => sideBySide(...emptyViews(random));

/** As JPEG, from left to right; all are as large as the first. */
async function sideBySide(...pictures: readonly Picture[]): Promise<Buffer> {
  const { width = 0, height = 0 } = pictures[0] ?? {};
  const raw = ({ data }: Picture) => ({ input: Buffer.from(data), raw: { width, height, channels: 4 as const } });
  return sharp({ create: { width: pictures.length * width, height, channels: 3, background: '#000' } })
    .composite(pictures.map((picture, column) => ({ ...raw(picture), left: column * width, top: 0 })))
    .jpeg({ quality: QUALITY })
    .toBuffer();
}
