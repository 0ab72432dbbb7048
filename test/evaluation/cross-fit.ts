import { peopleOfAlbum, sceneOf, type Album } from './album.ts';
import { acceptedIn, missedIn, nearestIn, type Counting } from './countings.ts';
import { halves, type Half } from './people.ts';
import type { Removed } from './removed-pairs.ts';
import { bootstrap, type Estimate } from './resampling.ts';
import { searchAll } from './searches.ts';
import { TRUSTED_ERRORS } from './verification.ts';
import { measuresOfMatch } from './weighted-searches.ts';

export type OfHalves<T> = Readonly<Record<Half, T>>;

/** One measure of everybody, with no half judged by a threshold of its own. */
export interface CrossFitLine {
  readonly measure: string;
  readonly trials: number;
  /** Of both halves; people of both are drawn, and the thresholds found anew each time. */
  readonly value: Estimate;
  /** What was let in that should not have been: the thresholds were to hold it at the rate. Null where there is no threshold. */
  readonly errors: Estimate | null;
  readonly halves: OfHalves<JudgedHalf>;
  /** Fewer than `TRUSTED_ERRORS` errors decide where one of the thresholds lies. */
  readonly isExtrapolated: boolean;
}

export interface JudgedHalf {
  readonly value: number;
  readonly errors: number | null;
  /** As the other half gave it. */
  readonly threshold: number | null;
}

const nothing: Estimate = { value: NaN, low: NaN, high: NaN };
const otherThan: OfHalves<Half> = { develop: 'held-out', 'held-out': 'develop' };
const ofHalves = <T>(of: (half: Half) => T): OfHalves<T> => ({ develop: of('develop'), 'held-out': of('held-out') });

/**
 * The aims, with everybody judged: thresholds of the half `develop` judge `held-out`, and the reverse, each half with a gallery
 * of its own. What crosses between the halves all the same: the way to an embedding and the form of the lead were chosen on
 * `develop`, and wrongly named pictures were looked for in both with this recogniser.
 */
export function crossFit(albums: OfHalves<Album>, templates: number | null, removed: Removed): CrossFitLine[] {
  const alone = (album: Album): number => Math.min(peopleOfAlbum(album), templates ?? Infinity);
  const hasStrangers = halves.every((half) => albums[half].pictures.some(({ isStranger }) => isStranger));
  const galleries = [
    { name: 'people alone', sizeOf: alone },
    ...(hasStrangers ? [{ name: 'filled gallery', sizeOf: () => templates }] : []),
  ];
  const accepted = ofHalves((half) => acceptedIn(albums[half], removed));
  return [
    lineOf('TAR at FAR 1e-3', accepted),
    ...galleries.flatMap(({ name, sizeOf }) => {
      const searches = ofHalves((half) => searchAll(sceneOf(albums[half], sizeOf(albums[half]), removed)));
      const nearest = ofHalves((half) => nearestIn(searches[half]));
      const missed = measuresOfMatch.map((by) => ({ by, of: ofHalves((half) => missedIn(searches[half], by)) }));
      return [
        lineOf(`rank 1, ${name}`, nearest),
        ...missed.map(({ by, of }) => lineOf(`FNIR at FPIR 1 % by ${by}, ${name}`, of)),
      ];
    }),
  ];
}

function lineOf(measure: string, counted: OfHalves<Counting>): CrossFitLine {
  const { develop, 'held-out': heldOut } = counted;
  const people = develop.people + heldOut.people;
  // People of the second half are numbered on from the first one's.
  const shifted = heldOut.strata.map((stratum) => stratum.map((person) => person + develop.people));
  const strata = [...develop.strata, ...shifted].filter(({ length }) => length > 0);
  const sizeOf = (some: readonly (readonly number[])[]): number => some.reduce((sum, { length }) => sum + length, 0);
  // The first stratum of each half are the workers, whom alone the value is of.
  const workers = sizeOf([...develop.strata.slice(0, 1), ...heldOut.strata.slice(0, 1)]);
  const [value = nothing, errors = nothing] = bootstrap(
    strata,
    people,
    (weights) => {
      const judged = judge(counted, weights);
      return [
        mean(judged.develop.value, develop.trials, judged['held-out'].value, heldOut.trials),
        mean(judged.develop.errors, develop.errorTrials, judged['held-out'].errors, heldOut.errorTrials),
      ];
    },
    { people: [workers, sizeOf(strata)] },
  );
  const once = judge(counted, new Uint16Array(people).fill(1));
  const trials = develop.trials + heldOut.trials;
  const { rate } = develop;
  if (rate === null) {
    const withoutThreshold = ofHalves((half) => ({ value: once[half].value, errors: null, threshold: null }));
    return { measure, trials, value, errors: null, halves: withoutThreshold, isExtrapolated: false };
  }
  const isExtrapolated = halves.some((half) => rate * counted[half].errorTrials < TRUSTED_ERRORS);
  return { measure, trials, value, errors, halves: once, isExtrapolated };
}

/** Each half at the threshold of the other. */
function judge(counted: OfHalves<Counting>, weights: Uint16Array) {
  const { people } = counted.develop;
  const weightsOf: OfHalves<Uint16Array> = { develop: weights.subarray(0, people), 'held-out': weights.subarray(people) };
  return ofHalves((half) => {
    const other = otherThan[half];
    const threshold = counted[other].threshold(weightsOf[other]);
    const [own, of] = [counted[half], weightsOf[half]];
    return { value: own.value(of, threshold), errors: own.errors(of, threshold), threshold };
  });
}

/** Each half counts by its trials, however many of them a repetition drew. */
const mean = (one: number, trials: number, other: number, otherTrials: number): number =>
  (one * trials + other * otherTrials) / (trials + otherTrials);
