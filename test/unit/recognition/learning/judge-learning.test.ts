import { describe, expect, it } from 'vitest';
import { judgeLearning, learningLimits, type LearningCase } from '../../../../src/recognition/learning/judge-learning.ts';

const limits = { ...learningLimits, most: 2 };
const DAY_MS = 24 * 3_600_000;
const nowMs = 100 * DAY_MS;

/** At so many degrees from the photograph, in the plane of one direction away from it. */
const turned = (degrees: number, direction = 1): Float32Array => {
  const vector = new Float32Array(8);
  vector[0] = Math.cos((degrees * Math.PI) / 180);
  vector[direction] = Math.sin((degrees * Math.PI) / 180);
  return vector;
};
const photograph = turned(0);
/** 0.77, 0.82 and 0.71 like the photograph, and unlike each other. */
const [one, two, three] = [turned(40, 1), turned(35, 2), turned(45, 3)];
const learnt = (id: number, embedding: Float32Array, daysAgo = 10) => ({ id, embedding, learntMs: nowMs - daysAgo * DAY_MS });

const good: LearningCase = {
  embedding: one,
  life: 6,
  poor: null,
  photographs: [photograph],
  learnt: [],
  other: 0.3,
  match: { threshold: 0.6, margin: 0.05, lead: 0.39 },
  nowMs,
};
const judged = (changes: Partial<LearningCase>) => judgeLearning({ ...good, ...changes }, limits);
const reasonOf = (changes: Partial<LearningCase>): string => {
  const verdict = judged(changes);
  return verdict.kind === 'not' ? verdict.reason : verdict.kind;
};

describe('a view of a worker who was let in', () => {
  it('is learnt, with how like his photograph it is', () => {
    const verdict = judged({});
    expect(verdict).toMatchObject({ kind: 'learn', replaces: null });
    expect(verdict.kind === 'learn' && verdict.score).toBeCloseTo(Math.cos((40 * Math.PI) / 180));
  });

  it('is not learnt when a move, or nothing, told that he lives, nor when the cameras were just content', () => {
    expect([reasonOf({ life: null }), reasonOf({ life: 4.9 }), reasonOf({ life: 5 })]).toEqual(['life', 'life', 'learn']);
  });

  it('is not learnt when it would be refused as a photograph', () => {
    expect(reasonOf({ poor: 'photo.badPose' })).toBe('quality');
  });

  it('is not learnt twice a day, but a day later, and also behind a clock that was set back', () => {
    const after = (daysAgo: number): string => reasonOf({ learnt: [learnt(1, two, daysAgo)] });
    expect([after(0.5), after(0.9), after(-30)]).toEqual(['soon', 'learn', 'learn']);
  });

  it('must be far over what lets in, whatever the site asks for', () => {
    expect(reasonOf({ embedding: turned(46) })).toBe('unlikePhotograph');
    const asked = (threshold: number): string => reasonOf({ other: 0.1, match: { ...good.match, threshold } });
    expect([asked(0.2), asked(0.66), asked(0.7)]).toEqual(['learn', 'learn', 'unlikePhotograph']);
  });

  it('is not learnt near anybody else, nor without a clear lead', () => {
    const near = (other: number, embedding = one): string => reasonOf({ other, embedding });
    expect([near(0.54), near(0.56)]).toEqual(['learn', 'likeOther']);
    // 0.71 like the photograph.
    expect([near(0.5, turned(45)), near(0.52, turned(45))]).toEqual(['learn', 'likeOther']);
    expect(reasonOf({ other: 0.44, match: { ...good.match, lead: 0.6 } })).toBe('likeOther');
  });

  it('is not learnt when he is known from such a view already', () => {
    expect(reasonOf({ embedding: turned(20) })).toBe('nothingNew');
    expect(reasonOf({ learnt: [learnt(1, turned(45, 1))] })).toBe('nothingNew');
  });

  it('may be like any one of several photographs', () => {
    expect(reasonOf({ photographs: [turned(90, 5), photograph] })).toBe('learn');
  });
});

describe('a chain of views', () => {
  it('leads nowhere: each is held against the photograph, however like what was learnt before it is', () => {
    let known: LearningCase['learnt'] = [];
    const taken: number[] = [];
    for (let degrees = 10; degrees <= 90; degrees += 5) {
      const embedding = turned(degrees);
      const verdict = judged({ embedding, learnt: known });
      if (verdict.kind === 'not') continue;
      taken.push(degrees);
      known = [...known.filter(({ id }) => id !== verdict.replaces), learnt(degrees, embedding)];
    }
    expect(taken).not.toEqual([]);
    // 45.6° is a cosine of 0.7.
    expect(Math.max(...taken)).toBeLessThan(45.6);
  });
});

describe('when there are as many as may be', () => {
  it('the one goes that adds least beside the others', () => {
    const crowded = turned(30, 2);
    expect(judged({ embedding: three, learnt: [learnt(1, one), learnt(2, crowded)] })).toMatchObject({ replaces: 2 });
    expect(judged({ embedding: three, learnt: [learnt(1, crowded), learnt(2, one)] })).toMatchObject({ replaces: 1 });
  });

  it('of two that add the same the older one goes', () => {
    const both = [learnt(1, turned(40, 1)), learnt(2, turned(40, 2))];
    expect(judged({ embedding: turned(45, 3), learnt: both })).toMatchObject({ replaces: 1 });
  });

  it('a view that itself adds least changes nothing', () => {
    expect(reasonOf({ embedding: turned(30, 3), learnt: [learnt(1, turned(45, 1)), learnt(2, turned(45, 2))] })).toBe(
      'nothingNew',
    );
  });
});
