import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Person } from '../bench-platform/people-folder.ts';
import { seeded, type Random } from '../chaos/seeded.ts';
import { unknownPeople } from '../e2e/support/pictures.ts';

const SEED = 20_261_122;

/** As many people as asked for out of fewer pictures, as files in `folder`: each a crop of its own, of a size of its own. */
export async function jitteredPeople(folder: string, count: number): Promise<readonly Person[]> {
  mkdirSync(folder);
  const random = seeded(SEED);
  const originals = unknownPeople();
  const people: Person[] = [];
  for (let n = 0; n < count; n++) {
    const file = join(folder, `${String(n)}.jpg`);
    await jittered(readFileSync(originals[n % originals.length] ?? ''), file, random);
    people.push({ id: `p${String(n).padStart(5, '0')}`, name: `工人${String(n)}`, photos: [file] });
  }
  return people;
}

/** Said of them wherever they are counted. */
export const jitteredFrom = (): string => `jittered crops of ${String(unknownPeople().length)} pictures`;

/** Cuts up to 6 % off each side, and enlarges to between 300 and 500 px. */
async function jittered(picture: Uint8Array, file: string, random: Random): Promise<void> {
  const { width, height } = await sharp(picture).metadata();
  const [left, right, top, bottom] = [width, width, height, height].map((size) => Math.floor(random() * 0.06 * size));
  await sharp(picture)
    .extract({
      left: left ?? 0,
      top: top ?? 0,
      width: width - (left ?? 0) - (right ?? 0),
      height: height - (top ?? 0) - (bottom ?? 0),
    })
    .resize(300 + Math.floor(random() * 200))
    .jpeg({ quality: 85 })
    .toFile(file);
}
