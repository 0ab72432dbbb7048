import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hintFor } from '../../src/recognition/quality.ts';
import type { PairMeasurer } from '../../src/recognition/pair-measurer.ts';
import { usable } from './parameters.ts';
import { padded, readPicture, sourceOf, type Source } from './source.ts';

const root = resolve(import.meta.dirname, '../..');
/** Pictures of people lie beside the checkout; nothing made of them is kept. */
export const dataDir = resolve(root, '../shared/data');
export const humanDir = join(root, 'models/human');
/** Is there everything that a simulation needs? */
export const canSimulate = existsSync(join(dataDir, 'lfw-dev')) && existsSync(join(humanDir, 'facemesh.bin'));

export interface Person {
  readonly name: string;
  readonly files: readonly string[];
}

/** In alphabetical order. */
export function people(): readonly Person[] {
  const folder = join(dataDir, 'lfw-dev');
  return readdirSync(folder)
    .toSorted()
    .map((name) => ({
      name,
      files: readdirSync(join(folder, name))
        .toSorted()
        .map((file) => join(folder, name, file)),
    }));
}

/** As if no edge cut any face: the picture is padded. */
const whole = { width: Infinity, height: Infinity };

/** The person's picture that looks most nearly into the camera, or null when none is such as a terminal would judge. */
export async function sourceOfPerson({ files }: Person, measurer: PairMeasurer): Promise<Source | null> {
  let best: { readonly yawDeg: number; readonly make: () => Promise<Source> } | null = null;
  for (const file of files) {
    const picture = await readPicture(file);
    const around = Math.round(usable.padding * picture.width);
    const found = await measurer.measure(await padded(picture, usable.padding), null, { wantsVotes: false });
    if (found === null || found.face.rivals > 0) continue;
    const { measures, points } = found.face;
    const { box, yawDeg, pitchDeg } = measures;
    if (box.width < usable.leastFacePx || Math.abs(yawDeg) > usable.yawDeg || Math.abs(pitchDeg) > usable.pitchDeg) continue;
    if (hintFor({ measures: { ...measures, box: { ...box, width: 2 * box.width } }, motion: 0, rivals: 0 }, whole) !== null)
      continue;
    if (best !== null && Math.abs(yawDeg) >= best.yawDeg) continue;
    const back = <P extends { readonly x: number; readonly y: number }>(at: P): P => ({
      ...at,
      x: at.x - around,
      y: at.y - around,
    });
    const [a, b, c, d, e] = points;
    const anchors = { points: [back(a), back(b), back(c), back(d), back(e)], box: back(box) } as const;
    best = { yawDeg: Math.abs(yawDeg), make: () => sourceOf(picture, anchors) };
  }
  return best === null ? null : best.make();
}
