import { baselineOf, expectedPlace, type CameraCalibration, type FacePlace } from './calibration.ts';

/** One face seen by both cameras at the same moment. */
export interface CalibrationSample {
  readonly visible: FacePlace;
  readonly infrared: FacePlace;
}

/** Why samples are no calibration. */
export const fitProblems = [
  'tooFew', // not enough samples
  'oneDistance', // all from about the same distance: what nearness shifts cannot be told from how the cameras stand
  'tooScattered', // many samples contradict the others: two faces, or a face that moved
  'errorTooLarge', // they agree roughly, but too poorly to predict with
  'implausible', // no pair of cameras on one board looks like that
] as const;
export type FitProblem = (typeof fitProblems)[number];

export type CalibrationFit =
  | {
      readonly isGood: true;
      readonly calibration: CameraCalibration;
      /** Samples that the fit rests on; the others contradicted it. */
      readonly used: number;
      /** The lenses' distance that follows, mm. */
      readonly baselineMm: number;
    }
  | { readonly isGood: false; readonly problem: FitProblem };

export const fitLimits = {
  samples: 24,
  /** Widths of the nearest and the furthest tenth of the samples must differ by this factor. */
  widthRatio: 1.6,
  /** Share of the samples that must agree. */
  agreeing: 0.7,
  /** Largest standard deviation of what is left over, shares of the picture's width: 8 px of 640. */
  error: 0.0125,
  /** Sizes of one thing in two pictures of one terminal. */
  scale: [0.5, 2],
  /** How far aside the infrared camera may look, shares of the width. */
  shift: 0.4,
  /** Lenses of one terminal, mm. */
  baselineMm: 250,
} as const;

/** Residuals below this are the mesh's own noise and never make an outlier, shares of the width: 1 px of 640. */
const NOISE = 0.0016;
/** Tukey's constant: 95 % as good as least squares where nothing is wrong. */
const TUKEY = 4.685;
const ROUNDS = 20;

/**
 * Least squares that outliers cannot pull away: begins with medians (which stand a quarter of wrong samples), then weighs
 * each sample by how far it lies from the others' fit (Tukey's biweight).
 */
export function fitCalibration(samples: readonly CalibrationSample[], learnedAtMs: number): CalibrationFit {
  const fail = (problem: FitProblem): CalibrationFit => ({ isGood: false, problem });
  if (samples.length < fitLimits.samples) return fail('tooFew');
  if (widthRatio(samples) < fitLimits.widthRatio) return fail('oneDistance');
  let calibration = medianFit(samples, learnedAtMs);
  for (let round = 0; round < ROUNDS; round += 1) {
    const weights = weightsOf(residualsOf(samples, calibration));
    const next = weightedFit(samples, weights, learnedAtMs);
    if (next === null) return fail('implausible');
    calibration = next;
  }
  const residuals = residualsOf(samples, calibration);
  const weights = weightsOf(residuals);
  const used = weights.filter((weight) => weight > 0).length;
  if (used < fitLimits.agreeing * samples.length) return fail('tooScattered');
  // Four parameters take four of two equations each.
  const squares = residuals.reduce((sum, { u, v }, i) => sum + (weights[i] === 0 ? 0 : u * u + v * v), 0);
  calibration = { ...calibration, error: Math.sqrt(squares / Math.max(1, 2 * used - 4)) };
  if (calibration.error > fitLimits.error) return fail('errorTooLarge');
  const baselineMm = baselineOf(calibration);
  if (!isPlausible(calibration, baselineMm)) return fail('implausible');
  // Samples at both distances must have survived, or the slope rests on one of them.
  if (widthRatio(samples.filter((_, i) => weights[i] !== 0)) < fitLimits.widthRatio) return fail('tooScattered');
  return { isGood: true, calibration, used, baselineMm };
}

function isPlausible({ scale, shiftX, shiftY }: CameraCalibration, baselineMm: number): boolean {
  const [least, most] = fitLimits.scale;
  const isShiftSmall = Math.max(Math.abs(shiftX), Math.abs(shiftY)) <= fitLimits.shift;
  return scale >= least && scale <= most && isShiftSmall && Math.abs(baselineMm) <= fitLimits.baselineMm;
}

function widthRatio(samples: readonly CalibrationSample[]): number {
  const widths = samples.map(({ visible }) => visible.w).sort((a, b) => a - b);
  const at = (share: number): number => widths[Math.floor(share * (widths.length - 1))] ?? 0;
  return at(0.1) > 0 ? at(0.9) / at(0.1) : 0;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}

/** Scale from the widths, slope from all pairs (Theil and Sen), shifts from what is left. */
function medianFit(samples: readonly CalibrationSample[], learnedAtMs: number): CameraCalibration {
  const scale = median(samples.map(({ visible, infrared }) => infrared.w / visible.w));
  const aside = samples.map(({ visible, infrared }) => ({ w: visible.w, offset: infrared.u - scale * visible.u }));
  const slopes = aside.flatMap((one, i) =>
    aside.slice(i + 1).flatMap((other) => {
      const apart = other.w - one.w;
      return Math.abs(apart) < 0.2 * Math.max(one.w, other.w) ? [] : [(other.offset - one.offset) / apart];
    }),
  );
  const slope = median(slopes);
  const shiftX = median(aside.map(({ w, offset }) => offset - slope * w));
  const shiftY = median(samples.map(({ visible, infrared }) => infrared.v - scale * visible.v));
  return { scale, shiftX, shiftY, slope, error: 0, learnedAtMs };
}

function residualsOf(samples: readonly CalibrationSample[], calibration: CameraCalibration): readonly FacePlace[] {
  return samples.map(({ visible, infrared }) => {
    const expected = expectedPlace(calibration, visible);
    return { u: infrared.u - expected.u, v: infrared.v - expected.v, w: infrared.w - expected.w };
  });
}

function weightsOf(residuals: readonly FacePlace[]): readonly number[] {
  const sizes = residuals.map(({ u, v, w }) => Math.hypot(u, v, w));
  // The median length of a vector of three normal parts is 1.538 of their standard deviation.
  const bound = TUKEY * Math.max(NOISE, median(sizes) / 1.538);
  return sizes.map((size) => (size >= bound ? 0 : (1 - (size / bound) ** 2) ** 2));
}

/** Unknowns: scale, shiftX, shiftY, slope. Three equations of each sample: u', v' and w'. */
function weightedFit(
  samples: readonly CalibrationSample[],
  weights: readonly number[],
  learnedAtMs: number,
): CameraCalibration | null {
  const matrix = Array.from({ length: 4 }, () => [0, 0, 0, 0, 0]);
  samples.forEach(({ visible: { u, v, w }, infrared }, i) => {
    const weight = weights[i] ?? 0;
    addEquation(matrix, [u, 1, 0, w, infrared.u], weight);
    addEquation(matrix, [v, 0, 1, 0, infrared.v], weight);
    addEquation(matrix, [w, 0, 0, 0, infrared.w], weight);
  });
  const solved = solve(matrix);
  if (solved === null) return null;
  const [scale = 1, shiftX = 0, shiftY = 0, slope = 0] = solved;
  return { scale, shiftX, shiftY, slope, error: 0, learnedAtMs };
}

function addEquation(matrix: readonly number[][], equation: readonly number[], weight: number): void {
  matrix.forEach((row, i) => {
    for (let j = 0; j < row.length; j += 1) row[j] = (row[j] ?? 0) + weight * (equation[i] ?? 0) * (equation[j] ?? 0);
  });
}

/** Gauss with row exchange on a square matrix with its right side as the last column; null when it has no single solution. */
function solve(matrix: readonly number[][]): readonly number[] | null {
  const rows = matrix.map((row) => [...row]);
  for (let column = 0; column < rows.length; column += 1) {
    const at = (i: number): number => rows[i]?.[column] ?? 0;
    let best = column;
    for (let i = column + 1; i < rows.length; i += 1) if (Math.abs(at(i)) > Math.abs(at(best))) best = i;
    const [pivot, other] = [rows[best], rows[column]];
    if (pivot === undefined || other === undefined || Math.abs(at(best)) < 1e-12) return null;
    [rows[column], rows[best]] = [pivot, other];
    rows.forEach((row, i) => {
      if (i === column) return;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let j = column; j < row.length; j += 1) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    });
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1));
}
