import { describe, expect, it } from 'vitest';
import type { Album, SeenPicture } from '../../evaluation/album.ts';
import { readArguments } from '../../evaluation/arguments.ts';
import { crossFit, type CrossFitLine } from '../../evaluation/cross-fit.ts';
import { crossFitTables } from '../../evaluation/cross-fit-table.ts';
import { nothingRemoved } from '../../evaluation/removed-pairs.ts';
import { seededRandom } from '../../evaluation/resampling.ts';
import { allPairs, verify } from '../../evaluation/verification.ts';

const LENGTH = 24;

/** `alike`: how much of each face everybody has in common. `strangers` have one picture each, half of them fill the gallery. */
function albumOf(seed: number, alike: number, people: number, strangers: number): Album {
  const random = seededRandom(seed);
  const direction = (): Float32Array => {
    const values = Float32Array.from({ length: LENGTH }, (_, index) => (index === 0 ? 0 : random() - 0.5));
    const norm = Math.hypot(...values);
    return values.map((value) => value / norm);
  };
  const mixed = (face: Float32Array, share: number, noise: Float32Array): Float32Array =>
    face.map((value, index) => Math.sqrt(share) * value + Math.sqrt(1 - share) * (noise[index] ?? 0));
  const common = new Float32Array(LENGTH);
  common[0] = 1;
  const pictures = Array.from({ length: people + strangers }, (_, person) => {
    const face = mixed(common, alike, direction());
    const isStranger = person >= people;
    return Array.from({ length: isStranger ? 1 : 2 }, (_picture, index): SeenPicture => {
      const embedding = mixed(face, 0.6, direction());
      const norm = Math.hypot(...embedding);
      return {
        ...{ path: `${String(seed)} ${String(person)} ${String(index)}`, person, isStranger, isFirst: index === 0 },
        ...{ embedding: embedding.map((value) => value / norm), measures: null, refusal: null },
      };
    });
  }).flat();
  const fillers = Array.from({ length: strangers }, (_, index) => people + index).filter((person) => person % 2 === 0);
  return { pictures, fillers: new Set(fillers) };
}

const albums = { develop: albumOf(1, 0.2, 60, 60), 'held-out': albumOf(2, 0.4, 80, 60) };
const lines = crossFit(albums, null, nothingRemoved);
const lineOf = (measure: string, of = lines): CrossFitLine => {
  const line = of.find((one) => one.measure === measure);
  if (!line) throw new Error(`there is no line ${measure}`);
  return line;
};
const farThreshold = ({ pictures }: Album): number | undefined =>
  verify(pictures, allPairs(pictures)).points.find(({ far }) => far === 1e-3)?.threshold;

describe('both halves, judged by each other', () => {
  it('have the thresholds that the other half gives', () => {
    const { halves } = lineOf('TAR at FAR 1e-3');
    expect(halves.develop.threshold).toBe(farThreshold(albums['held-out']));
    expect(halves['held-out'].threshold).toBe(farThreshold(albums.develop));
  });

  it('show what those thresholds let in: too much where people are more alike, too little where they are less', () => {
    const { halves, errors } = lineOf('TAR at FAR 1e-3');
    expect(halves['held-out'].errors).toBeGreaterThan(2e-3);
    expect(halves.develop.errors).toBeLessThan(5e-4);
    expect(errors?.value).toBeGreaterThan(1e-3);
    expect(lineOf('FNIR at FPIR 1 % by score, filled gallery').halves['held-out'].errors).toBeGreaterThan(0.02);
  });

  it('count everybody once', () => {
    const { trials, value, halves } = lineOf('rank 1, people alone');
    expect(trials).toBe(60 + 80);
    expect(value.value).toBeCloseTo((60 * halves.develop.value + 80 * halves['held-out'].value) / 140, 9);
  });

  it('need no threshold for who is nearest', () => {
    const { errors, halves } = lineOf('rank 1, filled gallery');
    expect([errors, halves.develop.threshold, halves.develop.errors]).toEqual([null, null, null]);
  });

  it('have narrower intervals the more people they are', () => {
    const few = crossFit({ develop: albumOf(1, 0.2, 15, 0), 'held-out': albumOf(2, 0.2, 15, 0) }, null, nothingRemoved);
    const many = crossFit({ develop: albumOf(1, 0.2, 90, 0), 'held-out': albumOf(2, 0.2, 90, 0) }, null, nothingRemoved);
    const [wide, narrow] = [few, many].map((of) => lineOf('TAR at FAR 1e-3', of).value);
    if (!wide || !narrow) throw new Error('no interval');
    expect(narrow.high - narrow.low).toBeLessThan((wide.high - wide.low) / 1.3);
  });

  it('have no filled gallery without strangers', () => {
    const of = crossFit({ develop: albumOf(1, 0.2, 8, 0), 'held-out': albumOf(2, 0.2, 8, 0) }, null, nothingRemoved);
    expect(of.map(({ measure }) => measure).filter((measure) => measure.includes('filled'))).toEqual([]);
  });

  it('call extrapolated what fewer than ten errors of a half decide', () => {
    expect(lineOf('FNIR at FPIR 1 % by lead, people alone').isExtrapolated).toBe(true);
    expect(lineOf('rank 1, people alone').isExtrapolated).toBe(false);
  });

  it('are one table, or none where it was not asked for', () => {
    expect(crossFitTables({ crossFit: null })).toEqual([]);
    const [table] = crossFitTables({ crossFit: lines });
    expect(table?.rows).toHaveLength(lines.length);
    expect(table?.rows[1]?.[3]).toBe('–');
  });

  it('are not asked for together with one half', () => {
    expect(readArguments(['--people', 'x', '--cross-fit']).crossFits).toBe(true);
    expect(() => readArguments(['--people', 'x', '--cross-fit', '--half', 'develop'])).toThrow('--half');
  });
});
