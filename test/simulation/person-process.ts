import { createPairMeasurer } from '../../src/recognition/pair-measurer.ts';
import { chanceFor } from './chance.ts';
import { judgeTrack, type JudgedTrack } from './judged-track.ts';
import type { Kind } from './kinds.ts';
import { prepare } from './pair-track.ts';
import { distancesM, shown } from './parameters.ts';
import { humanDir, people, sourceOfPerson, type Person } from './people.ts';

/** From the parent. */
export interface Assignment {
  readonly names: readonly string[];
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

async function judgePerson(person: Person, measurer: Awaited<ReturnType<typeof createPairMeasurer>>): Promise<PersonJudged> {
  const { name } = person;
  const source = await sourceOfPerson(person, measurer);
  if (source === null) return { name, tracks: null };
  const programme = programmeOf(name);
  const tracks: JudgedTrack[] = [];
  for (const kind of new Set(programme.map((item) => item.kind))) {
    const prepared = prepare(source, kind, name);
    for (const { distanceM } of programme.filter((item) => item.kind === kind))
      tracks.push(...(await judgeTrack({ person: name, kind, distanceM, prepared }, measurer)));
  }
  return { name, tracks };
}

process.once('message', (message) => {
  const { names } = message as Assignment;
  void (async () => {
    const measurer = await createPairMeasurer(humanDir);
    const all = people();
    for (const name of names) {
      const person = all.find((one) => one.name === name);
      if (person) process.send?.((await judgePerson(person, measurer)) satisfies PersonJudged);
    }
    process.disconnect();
  })();
});
