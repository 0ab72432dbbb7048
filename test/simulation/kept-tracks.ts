import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { SeenFrame, Shown } from './seen-track.ts';

/** So many frames of each track are kept at least: another judge may decide later than the one that was there. */
const LEAST_FRAMES = 5;

/** What was measured of a track, without any picture. */
export interface KeptTrack {
  readonly shown: Shown;
  readonly frames: readonly SeenFrame[];
}

const fileOf = (folder: string, { person, kind, distanceM }: Shown): string =>
  join(folder, `${person} ${kind} ${String(distanceM)}`);

/** Hands the frames on and writes them into `folder` when nobody wants more. */
export async function* keeping(folder: string, shown: Shown, frames: AsyncGenerator<SeenFrame>): AsyncGenerator<SeenFrame> {
  const kept: SeenFrame[] = [];
  const keep = (frame: SeenFrame): void => {
    const { observation } = frame;
    const { face } = observation;
    const bare = { ...observation, face: face && { ...face, crop: new Uint8Array(0), jpeg: null } };
    kept.push({ ...frame, observation: bare });
  };
  try {
    for (let next = await frames.next(); !next.done; next = await frames.next()) {
      keep(next.value);
      yield next.value;
    }
  } finally {
    while (kept.length < LEAST_FRAMES) {
      const next = await frames.next();
      if (next.done) break;
      keep(next.value);
    }
    mkdirSync(folder, { recursive: true });
    writeFileSync(fileOf(folder, shown), serialize({ shown, frames: kept } satisfies KeptTrack));
  }
}

/** What was kept of all of `shown`; null when one is missing, as after a run that was ended early. */
export function keptOf(folder: string, shown: readonly Shown[]): readonly KeptTrack[] | null {
  const files = shown.map((one) => fileOf(folder, one));
  return files.every((file) => existsSync(file)) ? files.map((file) => deserialize(readFileSync(file)) as KeptTrack) : null;
}

/** The tracks of `folder`, one after the other. */
export function* keptTracks(folder: string): Generator<KeptTrack> {
  for (const name of readdirSync(folder).toSorted()) yield deserialize(readFileSync(join(folder, name))) as KeptTrack;
}
