import { describe, expect, it } from 'vitest';
import { cueNames, type AttackKind, type CueName, type CueVote } from '../../../../src/recognition/liveness/cue.ts';
import { fuse } from '../../../../src/recognition/liveness/fusion.ts';
import {
  depth,
  glint,
  landmarks,
  movement,
  networks,
  presence,
  reflectance,
  texture,
} from '../../../../src/recognition/liveness/parameters.ts';

/** The most that each cue can say for a living face. */
const most: Readonly<Record<CueName, number>> = {
  presence: presence.seen,
  reflectance: reflectance.most,
  glint: glint.both,
  depth: depth.bound,
  landmarks: landmarks.bound,
  movement: movement.most,
  texture: texture.clean,
  networks: networks.bound,
};

const votesOf = (scores: Partial<Record<CueName, number>>, attack: AttackKind = 'print'): CueVote[] =>
  cueNames.map((cue) => {
    const score = scores[cue] ?? 0;
    const against = cue === 'landmarks' ? { against: { print: score, copy: score, mask: 0 } } : {};
    return {
      cue,
      score: cue === 'landmarks' ? Math.min(0, score) : score,
      ...against,
      reason: `${cue}.test`,
      attack: score < 0 ? attack : null,
    };
  });
const fused = (scores: Partial<Record<CueName, number>>, more: { pairs?: number; looked?: number; isLate?: boolean } = {}) =>
  fuse({ votes: votesOf(scores), pairs: 5, looked: 5, isLate: false, ...more }).kind;

/** Every subset of the cues. */
const subsets = Array.from({ length: 2 ** cueNames.length }, (_, bits) => cueNames.filter((_cue, i) => bits & (1 << i)));

describe('fusion', () => {
  it('finds nobody living without the infrared sight of the face, whatever the other cues say', () => {
    const living = subsets.filter((cues) => fused(Object.fromEntries(cues.map((cue) => [cue, most[cue]]))) === 'live');
    expect(living.length).toBeGreaterThan(0);
    expect(living.filter((cues) => !cues.includes('presence'))).toEqual([]);
  });

  it('finds nobody living on one cue besides that sight but depth, and needs light and movement together without it', () => {
    const living = subsets.filter((cues) => fused(Object.fromEntries(cues.map((cue) => [cue, most[cue]]))) === 'live');
    for (const cues of living.filter((cues) => !cues.includes('depth'))) {
      expect(cues).toEqual(expect.arrayContaining(['movement']));
      expect(cues.includes('reflectance') || cues.includes('glint')).toBe(true);
    }
    expect(living.some((cues) => !cues.includes('depth'))).toBe(true);
    expect(living.every((cues) => cues.length > 1)).toBe(true);
  });

  it('admits a living face whose glint and reflectance say nothing for it', () => {
    expect(fused({ presence: presence.seen, depth: 4, reflectance: reflectance.sameScore, glint: glint.none })).toBe('live');
  });

  it('needs three pairs to find a face living, and five looks to accuse', () => {
    const scores = { presence: presence.seen, depth: 6 };
    expect(fused(scores, { pairs: 2 })).toBe('undecided');
    expect(fused(scores, { pairs: 3 })).toBe('live');
    expect(fused({ presence: presence.dark }, { pairs: 0, looked: 4 })).toBe('undecided');
    expect(fused({ presence: presence.dark }, { pairs: 0, looked: 5 })).toBe('attack');
  });

  it('calls an attack what its strongest accuser calls it', () => {
    const votes: CueVote[] = [
      { cue: 'presence', score: -2, reason: 'presence.elsewhere', attack: 'copy' },
      { cue: 'depth', score: -4, reason: 'depth.flat', attack: 'print' },
    ];
    expect(fuse({ votes, pairs: 5, looked: 5, isLate: false })).toMatchObject({ kind: 'attack', attack: 'print', total: -6 });
  });

  it('accuses nobody when the strongest doubt is about the cameras', () => {
    const votes: CueVote[] = [{ cue: 'depth', score: -6, reason: 'depth.inverted', attack: null }];
    expect(fuse({ votes, pairs: 9, looked: 9, isLate: true }).kind).toBe('undecided');
  });

  it('is more ready to name a copy when the time is over, but not to admit', () => {
    expect(fused({ depth: -2 })).toBe('undecided');
    expect(fused({ depth: -2 }, { isLate: true })).toBe('attack');
    expect(fused({ presence: presence.seen, depth: 2 }, { isLate: true })).toBe('undecided');
  });

  it('a strong accusation outweighs a strong excuse', () => {
    expect(fused({ presence: presence.seen, depth: 6, reflectance: reflectance.vanishedScore })).toBe('undecided');
  });

  it('finds nobody living whom it cannot tell from every kind of copy', () => {
    const votes = (against: Record<'print' | 'mask' | 'copy', number>): CueVote[] => [
      ...votesOf({ presence: presence.seen, glint: glint.both }).filter(({ cue }) => cue !== 'depth'),
      { cue: 'depth', score: Math.min(...Object.values(against)), reason: 'depth.test', attack: null, against },
    ];
    const kindOf = (against: Record<'print' | 'mask' | 'copy', number>) =>
      fuse({ votes: votes(against), pairs: 5, looked: 5, isLate: false }).kind;
    expect(kindOf({ print: 5, mask: 5, copy: 5 })).toBe('live');
    for (const stand of ['print', 'mask', 'copy'] as const)
      expect(kindOf({ print: 5, mask: 5, copy: 5, [stand]: 0 }), stand).toBe('undecided');
  });

  it('lets light alone tell a face from a mask, and shape from the rest', () => {
    const votes: CueVote[] = [
      { cue: 'presence', score: presence.seen, reason: 'presence.seen', attack: null },
      { cue: 'reflectance', score: 1, reason: 'r.test', attack: null, against: { print: 1, mask: 4, copy: 1 } },
      { cue: 'depth', score: -1, reason: 'depth.test', attack: 'mask', against: { print: 3, mask: -1, copy: 3 } },
    ];
    expect(fuse({ votes, pairs: 5, looked: 5, isLate: false })).toMatchObject({ kind: 'live', total: 3.5 });
  });

  it('finds nobody living against the word of the light, whatever the shape', () => {
    expect(fused({ presence: presence.seen, depth: 6, movement: 1.5, reflectance: -0.6 })).toBe('undecided');
  });

  it('finds nobody living when a score is no number', () => {
    expect(fused({ presence: presence.seen, depth: Number.NaN })).toBe('undecided');
    expect(fused({ presence: presence.seen, depth: Infinity })).toBe('undecided');
  });
});
