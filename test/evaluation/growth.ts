import { limitsFor } from '../../src/recognition/match-limits.ts';
import type { Calibration } from '../../src/recognition/manifest.ts';
import { operate } from './identification.ts';
import { searchAll, type Scene, type Search } from './searches.ts';
import { seededRandom, type Estimate } from './resampling.ts';

/** What the terminal's limits do at one size of the gallery. */
export interface GrowthPoint {
  readonly templates: number;
  readonly threshold: number;
  readonly lead: number;
  /** Estimates without an interval where they are extrapolated. */
  readonly fpir: Estimate;
  readonly fnir: Estimate;
  readonly isExtrapolated: boolean;
}

const sizes = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];
const extrapolatedTo: ReadonlySet<number> = new Set([1_000, 10_000, 100_000]);
/** Galleries that are drawn for one size, fewer for large ones: about so many templates in all. */
const TEMPLATES_DRAWN = 1_500;

/**
 * The limits of every size at galleries drawn from the scene, and drawn on from there: the share of false alarms along a power
 * of the size, the share of misses along its logarithm, both fitted to the measured sizes from 30 on.
 */
export function growth(scene: Scene, calibration: Calibration): GrowthPoint[] {
  const everybody = [...scene.enrolled, ...scene.fillers];
  const measured = sizes.filter((size) => size <= everybody.length).map((size) => pointAt(scene, calibration, size));
  const fitted = measured.filter(({ templates }) => templates >= 30);
  if (fitted.length < 2) return measured;
  const fpir = line(fitted.map(({ templates, fpir: { value } }) => [Math.log(templates), Math.log(Math.max(1e-4, value))]));
  const fnir = line(fitted.map(({ templates, fnir: { value } }) => [Math.log(templates), value]));
  const beyond = sizes.filter((size) => size > everybody.length && extrapolatedTo.has(size));
  return [
    ...measured,
    ...beyond.map((templates): GrowthPoint => {
      const { threshold, lead } = limitsFor(calibration, templates);
      const only = (value: number): Estimate => ({ value: Math.min(1, Math.max(0, value)), low: NaN, high: NaN });
      const at = Math.log(templates);
      return { templates, threshold, lead, fpir: only(Math.exp(fpir(at))), fnir: only(fnir(at)), isExtrapolated: true };
    }),
  ];
}

/** Several galleries of the size, drawn from people and fillers alike; only who is in them has mated searches. */
function pointAt(scene: Scene, calibration: Calibration, templates: number): GrowthPoint {
  const random = seededRandom(templates);
  const limits = limitsFor(calibration, templates);
  const mated: Search[] = [];
  const nonMated: Search[] = [];
  for (let drawn = 0; drawn === 0 || drawn * templates < TEMPLATES_DRAWN; drawn++) {
    const order = [...scene.enrolled, ...scene.fillers].map((sample) => ({ sample, place: random() }));
    const chosen = new Set(
      order
        .toSorted((a, b) => a.place - b.place)
        .slice(0, templates)
        .map(({ sample }) => sample),
    );
    const people = new Set([...chosen].map(({ person }) => person));
    const searches = searchAll({
      enrolled: scene.enrolled.filter((sample) => chosen.has(sample)),
      fillers: scene.fillers.filter((sample) => chosen.has(sample)),
      mates: scene.mates.filter(({ person }) => people.has(person)),
      strangers: [...scene.strangers, ...scene.mates.filter(({ person }) => !people.has(person))],
    });
    mated.push(...searches.mated);
    nonMated.push(...searches.nonMated);
  }
  const { fpir, fnir } = operate({ templates, mated, nonMated }, limits);
  const { threshold, lead } = limits;
  return { templates, threshold, lead, fpir, fnir, isExtrapolated: false };
}

/** Least squares through the points. */
function line(points: readonly (readonly [number, number])[]): (x: number) => number {
  const middle = (of: 0 | 1): number => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [middle(0), middle(1)];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const under = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return (at) => y + (over / under) * (at - x);
}
