import { createPairMeasurer, type PairMeasurer } from '../../src/recognition/pair-measurer.ts';
import { leadThrough, type LedTrack } from './asked-track.ts';
import { chanceFor } from './chance.ts';
import { judgeTrack } from './judged-track.ts';
import { keptTracks, type KeptTrack } from './kept-tracks.ts';
import { isLiving, type Kind } from './kinds.ts';
import { prepare } from './pair-track.ts';
import { humanDir, people, sourceOfPerson } from './people.ts';
import type { Source } from './source.ts';

export interface AskedLimits {
  /** So many asked tracks at most; so many of the living among them are followed by copies. */
  readonly most: number;
  readonly attacksFrom: number;
}

const copies = ['mask', 'flatPrint', 'bentPrint', 'screen'] as const satisfies readonly Kind[];

/**
 * Whoever of `names` is asked, by what was kept in `folder`, is led through the question. After some of the asked living a copy of the same
 * person takes his place as soon as the question is put: the worst case, since hardly any copy is asked by itself.
 */
export async function runAsked(
  folder: string,
  names: readonly string[],
  { most, attacksFrom }: AskedLimits,
  print: (text: string) => void,
): Promise<readonly LedTrack[]> {
  const asked = await askedOf(folder, names, most);
  const measurer = await createPairMeasurer(humanDir);
  const led: LedTrack[] = [];
  let living = 0;
  for (const kept of asked) {
    const isFollowed = isLiving(kept.shown.kind) && living < attacksFrom;
    if (isFollowed) living += 1;
    const source = await sourceOf(kept.shown.person, measurer);
    if (source === null) continue;
    const { person, kind: before } = kept.shown;
    const first = prepare(source, before, person);
    for (const kind of isFollowed ? [before, ...copies] : [before]) {
      const moving = kind === before ? first : prepare(source, kind, person);
      const one = await leadThrough(kept, kind, { before: first, asked: moving }, measurer);
      led.push(one);
      print(
        `  ${one.before} → ${one.kind} at ${String(one.distanceM)} m: ${one.actions.join(', ')}: ${one.verdict} ${one.detail ?? ''}`,
      );
    }
  }
  return led;
}

/** The first `most` who are asked, in an order drawn by lot. */
async function askedOf(folder: string, names: readonly string[], most: number): Promise<readonly KeptTrack[]> {
  const lotOf = ({ shown }: KeptTrack): number => chanceFor('asked', shown.person, shown.kind, shown.distanceM)();
  const candidates = [...keptTracks(folder)]
    .filter(({ shown: { person, kind } }) => names.includes(person) && (kind === 'live' || kind === 'mask'))
    .toSorted((a, b) => lotOf(a) - lotOf(b));
  const asked: KeptTrack[] = [];
  for (const kept of candidates) {
    if (asked.length >= most) break;
    const judged = await judgeTrack(kept.shown, kept.frames);
    if (judged.some(({ noise, verdict }) => noise === 'correlated' && verdict === 'asked')) asked.push(kept);
  }
  return asked;
}

async function sourceOf(person: string, measurer: PairMeasurer): Promise<Source | null> {
  const known = people().find(({ name }) => name === person);
  return known ? sourceOfPerson(known, measurer) : null;
}
