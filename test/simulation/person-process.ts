import { createPairMeasurer, type PairMeasurer } from '../../src/recognition/pair-measurer.ts';
import { chanceFor } from './chance.ts';
import { judgeTrack, type JudgedTrack } from './judged-track.ts';
import { keeping, keptOf } from './kept-tracks.ts';
import type { Kind } from './kinds.ts';
import { prepare } from './pair-track.ts';
import { distancesM, shown } from './parameters.ts';
import { humanDir, people, sourceOfPerson, type Person } from './people.ts';
import { seeTrack } from './seen-track.ts';

/** From the parent. */
export interface Assignment {
  readonly names: readonly string[];
  /** Folder in which what was measured is kept; null: nowhere. */
  readonly keep: string | null;
}

/** To the parent, one per person; `tracks` null: no picture of him is usable. */
export interface PersonJudged {
  readonly name: string;
  readonly tracks: readonly JudgedTrack[] | null;
}

/** Everything that one person is shown as: kind and distance. */
export function programmeOf(name: string): readonly { readonly kind: Kind; readonly distanceM: number }[] {
  const lot = chanceFor('distance', name);
  return [
    ...shown.everywhere.flatMap((kind) => distancesM.map((distanceM) => ({ kind, distanceM }))),
    ...shown.once.map((kind) => ({ kind, distanceM: distancesM[Math.floor(lot() * distancesM.length)] ?? 1 })),
  ];
}

async function judgePerson(person: Person, measurer: PairMeasurer, keep: string | null): Promise<PersonJudged> {
  const { name } = person;
  const programme = programmeOf(name);
  const kept =
    keep === null
      ? null
      : keptOf(
          keep,
          programme.map((item) => ({ person: name, ...item })),
        );
  if (kept !== null) {
    const judged = await Promise.all(kept.map(({ shown, frames }) => judgeTrack(shown, frames)));
    return { name, tracks: judged.flat() };
  }
  const source = await sourceOfPerson(person, measurer);
  if (source === null) return { name, tracks: null };
  const tracks: JudgedTrack[] = [];
  for (const kind of new Set(programme.map((item) => item.kind))) {
    const prepared = prepare(source, kind, name);
    for (const { distanceM } of programme.filter((item) => item.kind === kind)) {
      const shown = { person: name, kind, distanceM };
      const frames = seeTrack({ ...shown, prepared }, measurer);
      tracks.push(...(await judgeTrack(shown, keep === null ? frames : keeping(keep, shown, frames))));
    }
  }
  return { name, tracks };
}

process.once('message', (message) => {
  const { names, keep } = message as Assignment;
  void (async () => {
    const measurer = await createPairMeasurer(humanDir);
    const all = people();
    for (const name of names) {
      const person = all.find((one) => one.name === name);
      if (person) process.send?.((await judgePerson(person, measurer, keep)) satisfies PersonJudged);
    }
    process.disconnect();
  })();
});
