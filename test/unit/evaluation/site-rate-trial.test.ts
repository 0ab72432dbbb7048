import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../../src/recognition/manifest.ts';
import type { Album, SeenPicture } from '../../evaluation/album.ts';
import { groupCentres, groupOf } from '../../evaluation/face-groups.ts';
import { nothingRemoved } from '../../evaluation/removed-pairs.ts';
import { seededRandom } from '../../evaluation/resampling.ts';
import { trySiteRate } from '../../evaluation/site-rate-trial.ts';

const LENGTH = 64;
const calibration: Calibration = {
  ...{ threshold: 0.55, margin: 0.01, marginDescription: '', evidence: {} },
  byGallery: [
    { templates: 10, threshold: 0.55, lead: 0.2, expected: { falsePositive: 0.01, falseNegative: 0.1, isExtrapolated: false } },
  ],
};

/** Faces of several groups, in each as near to their middle as `closeness` says, and about 0.1 of a cosine beside that. */
function facesOf(closeness: readonly number[], perGroup: number): Float32Array[] {
  const random = seededRandom(5);
  return closeness.flatMap((share, group) =>
    Array.from({ length: perGroup }, () => {
      const own = Float32Array.from({ length: LENGTH }, (_, index) => (index < closeness.length ? 0 : random() - 0.5));
      const norm = Math.hypot(...own);
      return own.map((value, index) => (index === group ? Math.sqrt(share) : (Math.sqrt(1 - share) * value) / norm));
    }),
  );
}

const albumOf = (faces: readonly Float32Array[], others: readonly Float32Array[] = []): Album => ({
  fillers: new Set(),
  pictures: [faces, others].flatMap((list, index) =>
    list.map((embedding, person): SeenPicture => ({
      ...{ path: `${String(person)}-${String(index)}`, person, embedding, measures: null, refusal: null },
      ...{ isStranger: false, isFirst: index === 0 },
    })),
  ),
});

describe('groups without labels', () => {
  it('are those of faces that are alike', () => {
    const faces = facesOf([0.4, 0.4, 0.4], 30);
    const centres = groupCentres(faces, 3);
    const groups = faces.map((face) => groupOf(face, centres));
    const sets = [0, 30, 60].map((from) => new Set(groups.slice(from, from + 30)));
    expect(sets.map(({ size }) => size)).toEqual([1, 1, 1]);
    expect(new Set(groups).size).toBe(3);
  });
});

describe('the trial of the own rate', () => {
  const faces = facesOf([0.1, 0.1, 0.1, 0.45], 40);
  const { lines, spread } = trySiteRate(albumOf(faces), albumOf(faces), calibration, nothingRemoved);
  const [everybody, worst] = lines;

  it('finds the group whose people are taken for each other most', () => {
    expect([everybody?.people, worst?.people]).toEqual([160, 40]);
    expect(worst?.own.value).toBeGreaterThan(3 * (everybody?.own.value ?? 1));
    expect([everybody?.expected, worst?.templates]).toEqual([0.01, 20]);
  });

  it('agrees with true strangers of the same kind where everybody is one', () => {
    for (const line of lines) expect(Math.abs(line.own.value - line.strangers.value)).toBeLessThan(0.08);
    expect(everybody?.own.value).toBeGreaterThan(0.02);
    expect(spread).toBeGreaterThan(0);
  });

  it('compares other pictures with the enrolled ones of the same people', () => {
    // Of the first 20, whom nobody is like, another picture that is somebody else's.
    const others = Array.from({ length: 20 }, (_, index) => faces[100 + index] ?? new Float32Array());
    const [line] = trySiteRate(albumOf(faces, others), albumOf(faces), calibration, nothingRemoved).lines;
    expect(line?.others).toMatchObject({ people: 20, own: { value: 0 } });
    expect(line?.others.pictures.value).toBeGreaterThan(0.3);
  });
});
