import { Gallery } from '../../src/recognition/gallery.ts';
import { rateOf } from '../../src/recognition/liveness/lab/rates.ts';
import type { Calibration } from '../../src/recognition/manifest.ts';
import { expectedFor, limitsFor, namedBy, type MatchLimits } from '../../src/recognition/match-limits.ts';
import type { Album, SeenPicture } from './album.ts';
import { groupCentres, groupOf } from './face-groups.ts';
import type { Removed } from './removed-pairs.ts';
import { seededRandom, type Estimate } from './resampling.ts';
import { idOf } from './searches.ts';

/** How often single pictures are taken for somebody else in galleries of half of a group. */
export interface SiteRateLine {
  readonly group: 'everybody' | 'the group falsely matched most';
  readonly people: number;
  /** In a gallery. */
  readonly templates: number;
  /** As the terminal measures it: the enrolled picture, searched without its owner. */
  readonly own: Estimate;
  /** People of the other half, who are in no gallery. */
  readonly strangers: Estimate;
  /** Of those people alone who have other pictures: as `own`, and the other pictures, searched without their owner. */
  readonly others: { readonly people: number; readonly own: Estimate; readonly pictures: Estimate };
  /** What the manifest says of a gallery of that size. */
  readonly expected: number | null;
}

export interface SiteRateTrial {
  readonly lines: readonly SiteRateLine[];
  /** Variance of the terminal's own count over that of independent searches, in galleries of `SPREAD.people`; NaN of so few. */
  readonly spread: number;
}

interface Enrolled {
  readonly person: number;
  readonly embedding: Float32Array;
  readonly others: readonly Float32Array[];
}

const GROUPS = 4;
const SPLITS = 50;
const SPREAD = { people: 100, galleries: 400 };

/** The group is found in `chosenOn`, which may be other people's album, and judged on `album`. */
export function trySiteRate(album: Album, chosenOn: Album, calibration: Calibration, removed: Removed): SiteRateTrial {
  const people = enrolledIn(album, removed);
  const group = worstGroup(enrolledIn(chosenOn, removed), calibration);
  return {
    lines: [
      lineOf('everybody', people, calibration),
      lineOf(
        'the group falsely matched most',
        people.filter(({ embedding }) => group(embedding)),
        calibration,
      ),
    ],
    spread: spreadOf(people, calibration),
  };
}

/** Everybody once, by the first picture. */
function enrolledIn({ pictures }: Album, removed: Removed): Enrolled[] {
  const known = new Set<number>();
  return [...Map.groupBy(pictures, ({ person }) => person).values()].flatMap((ofOne): Enrolled[] => {
    const first = ofOne.find(({ isFirst }) => isFirst);
    if (!first?.embedding) return [];
    const double = removed.groupOf(first.path);
    if (double !== null && known.has(double)) return [];
    if (double !== null) known.add(double);
    return [{ person: first.person, embedding: first.embedding, others: othersOf(first, ofOne, removed) }];
  });
}

const othersOf = (first: SeenPicture, ofOne: readonly SeenPicture[], removed: Removed): Float32Array[] =>
  ofOne.flatMap(({ path, embedding }) =>
    path === first.path || embedding === null || removed.areTwoPeople(first.path, path) ? [] : [embedding],
  );

/** Who belongs to the group whose people are taken for each other most often. */
function worstGroup(people: readonly Enrolled[], calibration: Calibration): (face: Float32Array) => boolean {
  const centres = groupCentres(
    people.map(({ embedding }) => embedding),
    GROUPS,
  );
  const shares = centres.map((_, group) => {
    const list = people.filter(({ embedding }) => groupOf(embedding, centres) === group);
    return new Site(list, calibration).named() / list.length;
  });
  const worst = shares.indexOf(Math.max(...shares));
  return (face) => groupOf(face, centres) === worst;
}

/** A gallery as a terminal of these people has it. */
class Site {
  readonly #people: readonly Enrolled[];
  readonly #gallery: Gallery;
  readonly #limits: MatchLimits;

  constructor(people: readonly Enrolled[], calibration: Calibration) {
    this.#people = people;
    this.#limits = limitsFor(calibration, people.length);
    this.#gallery = new Gallery(people[0]?.embedding.length ?? 0);
    for (const { person, embedding } of people) this.#gallery.put(idOf(person), [embedding]);
  }

  isNamed(face: Float32Array, except?: number): boolean {
    const search = this.#gallery.search(face, except === undefined ? undefined : idOf(except));
    return namedBy(search, this.#limits) !== null;
  }

  /** As the terminal counts; of all people, or of `some`. */
  named(some = this.#people): number {
    return some.filter(({ person, embedding }) => this.isNamed(embedding, person)).length;
  }
}

function lineOf(group: SiteRateLine['group'], people: readonly Enrolled[], calibration: Calibration): SiteRateLine {
  const random = seededRandom(20_261_129);
  const hasOthers = ({ others }: Enrolled): boolean => others.length > 0;
  const withOthers = people.filter(hasOthers).length;
  let [own, strangers, ownOfOthers, otherPictures] = [0, 0, 0, 0];
  for (let split = 0; split < SPLITS; split++) {
    const mixed = drawn(people, people.length, random);
    const half = Math.floor(mixed.length / 2);
    const halves = [mixed.slice(0, half), mixed.slice(half)] as const;
    for (const [inside, outside] of [halves, halves.toReversed()]) {
      const site = new Site(inside ?? [], calibration);
      own += site.named();
      strangers += (outside ?? []).filter(({ embedding }) => site.isNamed(embedding)).length;
      const some = (inside ?? []).filter(hasOthers);
      ownOfOthers += site.named(some);
      // A person with many pictures counts as much as one with two.
      for (const { person, others } of some)
        otherPictures += others.filter((face) => site.isNamed(face, person)).length / others.length;
    }
  }
  const templates = Math.ceil(people.length / 2);
  return {
    ...{ group, people: people.length, templates },
    own: estimateOf(own / SPLITS, people.length),
    strangers: estimateOf(strangers / SPLITS, people.length),
    others: {
      people: withOthers,
      own: estimateOf(ownOfOthers / SPLITS, withOthers),
      pictures: estimateOf(otherPictures / SPLITS, withOthers),
    },
    expected: expectedFor(calibration, templates)?.falsePositive ?? null,
  };
}

/** Every person was searched once in each split. The interval as the terminal makes it: half as many trials as people. */
function estimateOf(count: number, people: number): Estimate {
  const { share, low, high } = rateOf(count / 2, people / 2);
  return { value: share ?? NaN, low, high };
}

/** Galleries drawn from so few people resemble each other: less than all of the variance, as a finite population has. */
function spreadOf(people: readonly Enrolled[], calibration: Calibration): number {
  const random = seededRandom(20_261_129);
  const { people: size, galleries } = SPREAD;
  if (people.length <= size) return NaN;
  const counts = Array.from({ length: galleries }, () => new Site(drawn(people, size, random), calibration).named());
  const mean = counts.reduce((sum, count) => sum + count, 0) / galleries;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / galleries;
  return variance / (mean * (1 - mean / size) * (1 - size / people.length));
}

/** So many of them, in a random order. */
function drawn<T>(all: readonly T[], count: number, random: () => number): T[] {
  return all
    .map((one) => ({ one, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ one }) => one);
}
