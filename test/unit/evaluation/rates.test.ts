import { describe, expect, it } from 'vitest';
import { changeOf, identify, operate } from '../../evaluation/identification.ts';
import { bootstrap, quantile, seededRandom } from '../../evaluation/resampling.ts';
import { searchAll, type Search } from '../../evaluation/searches.ts';
import { allPairs, verify, type Sample } from '../../evaluation/verification.ts';

/** A unit vector in a plane; cosines of two are the cosine of the angle between them. */
const at = (degrees: number): Float32Array =>
  Float32Array.from([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);
const sample = (person: number, degrees: number | null): Sample => ({
  person,
  embedding: degrees === null ? null : at(degrees),
});

describe('one to one', () => {
  it('counts every pair of pictures once, those without a face as refused pairs of their person', () => {
    const samples = [sample(0, 0), sample(0, 10), sample(0, null), sample(1, 90), sample(1, 95)];
    const pairs = allPairs(samples);
    expect(pairs.genuine.map(({ score }) => score)).toEqual([
      expect.closeTo(Math.cos((5 * Math.PI) / 180), 5),
      expect.closeTo(Math.cos((10 * Math.PI) / 180), 5),
      -1,
      -1,
    ]);
    expect(pairs.impostorCount).toBe(4);
  });

  it('leaves out the pairs that it is told to', () => {
    const samples = [sample(0, 0), sample(1, 1), sample(2, 90)];
    expect(allPairs(samples, (a, b) => a + b === 1).impostorCount).toBe(2);
  });

  it('accepts genuine pairs above the impostors that the rate allows, and no others', () => {
    // 60 people, 6° apart, each with a second picture 1° away; the last one's second picture is far from the first.
    const people = Array.from({ length: 60 }, (_, person) => [
      sample(person, 6 * person),
      sample(person, 6 * person + (person === 59 ? 50 : 1)),
    ]).flat();
    const { points, genuinePairs, impostorPairs } = verify(people, allPairs(people));
    expect(genuinePairs).toBe(60);
    expect(impostorPairs).toBe((120 * 119) / 2 - 60);
    const strict = points.find(({ far }) => far === 1e-3);
    expect(strict?.tar.value).toBeCloseTo(59 / 60, 9);
    expect(strict?.tar.low).toBeLessThan(59 / 60);
    expect(strict?.tar.high).toBe(1);
  });

  it('compares no two strangers, and lets in no larger share of the pairs that are compared than the rate says', () => {
    const random = seededRandom(3);
    const samples = Array.from({ length: 200 }, (_, person) => ({ ...sample(person, 360 * random()), isStranger: person >= 80 }));
    const { impostorPairs, points } = verify(samples, allPairs(samples));
    expect(impostorPairs).toBe((80 * 79) / 2 + 80 * 120);
    const [first] = points;
    // The pair at the threshold is the first to be refused.
    expect((first?.impostorsOver ?? 0) - 1).toBe(Math.floor(1e-2 * impostorPairs));
  });

  it('calls a rate extrapolated that fewer than ten impostor pairs decide', () => {
    const people = Array.from({ length: 60 }, (_, person) => sample(person, 6 * person));
    const { points, impostorPairs } = verify(people, allPairs(people));
    expect(impostorPairs).toBe(1_770);
    expect(points.map(({ isExtrapolated }) => isExtrapolated)).toEqual([false, true, true, true]);
  });
});

describe('one to many', () => {
  const scene = {
    enrolled: [sample(0, 0), sample(1, 40), sample(2, null)],
    fillers: [sample(3, 200)],
    mates: [sample(0, 5), sample(1, 15), sample(2, 90)],
    strangers: [sample(4, 210), sample(5, null)],
  };

  it('finds the own template and the nearest two others, and nothing for a template that could not be made', () => {
    const { mated, nonMated, templates } = searchAll(scene);
    expect(templates).toBe(3);
    expect(mated.map(({ own, other }) => own !== null && own > other)).toEqual([true, false, false]);
    expect(mated[2]?.own).toBe(-1);
    expect(mated[0]?.other).toBeCloseTo(Math.cos((35 * Math.PI) / 180), 5);
    expect(nonMated).toHaveLength(1);
    expect(nonMated[0]?.other).toBeCloseTo(Math.cos((10 * Math.PI) / 180), 5);
  });

  it('leaves the gallery as it was after a worker came as a stranger', () => {
    const twice = searchAll({ ...scene, mates: [...scene.mates, ...scene.mates] }).mated;
    expect(twice.slice(3)).toEqual(twice.slice(0, 3));
  });

  const found = (person: number, own: number | null, other: number, third = -1): Search => ({ person, own, other, third });
  const searches = {
    templates: 4,
    mated: [found(0, 0.8, 0.2), found(1, 0.5, 0.1), found(2, 0.4, 0.7), found(3, 0.75, 0.72)],
    nonMated: [found(4, null, 0.65), found(5, null, 0.66, 0.64), found(6, null, 0.1)],
  };
  const limits = { threshold: 0.6, margin: 0.05, lead: -1 };

  it('counts what the limits do: a stranger who is named, a worker who is not, a worker who is named as another', () => {
    const { rankOne, fpir, fnir, misidentified } = operate(searches, limits);
    expect(rankOne.value).toBe(3 / 4);
    // The strangers are three, and the four workers once more with their own template taken out.
    expect(fpir.value).toBeCloseTo(3 / 7, 9);
    expect(fnir.value).toBe(3 / 4);
    expect(misidentified.value).toBe(1 / 4);
  });

  it('bounds what never happened to a worker by the number of workers, however many strangers there are', () => {
    const mated = [0, 1, 2, 3, 4].map((person) => found(person, 0.9, 0.1));
    const nonMated = Array.from({ length: 500 }, (_, index) => found(5 + index, null, 0.1));
    const { rankOne, misidentified, fpir } = operate({ templates: 5, mated, nonMated }, limits);
    expect(misidentified).toMatchObject({ value: 0, high: expect.closeTo(1 - 0.025 ** (1 / 5), 9) });
    expect(rankOne.low).toBeCloseTo(0.025 ** (1 / 5), 9);
    expect(fpir.high).toBeCloseTo(1 - 0.025 ** (1 / 505), 9);
  });

  it('leaves room on both sides of two runs that differ in nothing on the whole', () => {
    const before = { ...searches, mated: [found(0, 0.8, 0.1), found(1, 0.1, 0.2), found(2, 0.8, 0.1), found(3, 0.1, 0.2)] };
    const after = { ...searches, mated: [found(0, 0.1, 0.2), found(1, 0.8, 0.1), found(2, 0.8, 0.1), found(3, 0.1, 0.2)] };
    const { rankOne } = changeOf(before, after);
    expect(rankOne.value).toBe(0);
    expect([rankOne.low, rankOne.high]).toEqual([expect.closeTo(-0.75, 1), expect.closeTo(0.75, 1)]);
    // Nobody of four changed: that shows little.
    const none = changeOf(before, before).rankOne;
    expect([none.low, none.high]).toEqual([expect.closeTo(-0.602, 3), expect.closeTo(0.602, 3)]);
  });

  it('asks the lead as well', () => {
    expect(operate(searches, { ...limits, lead: 0.71 }).fnir.value).toBe(1);
    expect(operate(searches, { ...limits, lead: 0.69 }).fnir.value).toBe(3 / 4);
  });

  it('misses more workers the fewer strangers may pass', () => {
    const { open } = identify(searches, limits);
    const fnirs = open.score.points.map(({ fnir }) => fnir.value);
    expect(fnirs).toEqual(fnirs.toSorted((a, b) => a - b));
    expect(fnirs.every((fnir) => fnir >= 1 / 4)).toBe(true);
  });
});

describe('intervals', () => {
  it('are wider for few people with many pictures each than for many people', () => {
    const shareOf = (people: number) => (weights: Uint16Array) => {
      let some = 0;
      let all = 0;
      for (const [person, weight] of weights.entries()) {
        all += weight;
        if (person < people / 2) some += weight;
      }
      return [some / all];
    };
    const [few] = bootstrap([[...Array(10).keys()]], 10, shareOf(10));
    const [many] = bootstrap([[...Array(1_000).keys()]], 1_000, shareOf(1_000));
    if (!few || !many) throw new Error('no interval');
    expect(few.value).toBe(0.5);
    expect(few.high - few.low).toBeGreaterThan(0.4);
    expect(many.high - many.low).toBeLessThan(0.08);
    expect(many.high - many.low).toBeGreaterThan(0.04);
  });

  it('of what never happened reach as far as so few people allow', () => {
    const [never] = bootstrap([[...Array(100).keys()]], 100, () => [0]);
    expect(never?.low).toBe(0);
    expect(never?.high).toBeCloseTo(0.0362, 3);
  });

  it('take quantiles between neighbours', () => {
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
