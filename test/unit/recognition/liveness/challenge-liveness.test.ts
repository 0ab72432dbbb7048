import { describe, expect, it } from 'vitest';
import type { Draws } from '../../../../src/recognition/liveness/challenge-liveness.ts';
import type { ProvingAction } from '../../../../src/recognition/liveness/challenge/draw-action.ts';
import { createLiveness } from '../../../../src/recognition/liveness/create-liveness.ts';
import type { LivenessFrame, LivenessVerdict } from '../../../../src/recognition/liveness/liveness.ts';
import { uncalibrated } from '../../../../src/shared/vision/liveness/calibration.ts';
import { challengeActions } from '../../../../src/shared/challenge.ts';
import { pairObservation, type PairScript } from './synthetic-pair.ts';

const scene = (draws: Draws = {}) => {
  const calibration = uncalibrated(40);
  const options = { mode: 'challenge', hasInfrared: false, asksWhenUnsure: false, isReplay: false, calibration } as const;
  const liveness = createLiveness(options, draws);
  let now = 0;
  const show = (script: PairScript, more: Partial<LivenessFrame> = {}): LivenessVerdict => {
    now += 100;
    const observation = pairObservation({ infrared: 'none', noisePx: 0.1, seed: now, ...script });
    const at = { observation, atMs: now, track: 1 };
    liveness.watch(at);
    return liveness.judge({ ...at, attempt: 1, isGoodView: true, isSamePerson: true, wanted: 'worker', ...more });
  };
  const showFor = (ms: number, script: PairScript, more: Partial<LivenessFrame> = {}) =>
    Array.from({ length: ms / 100 }, () => show(script, more));
  return { liveness, show, showFor };
};

describe('liveness by a challenge', () => {
  it('asks nothing before somebody is wanted, then to hold still, then for one of the moves, each with five seconds', () => {
    const { show, showFor } = scene();
    expect(show({}, { wanted: null })).toMatchObject({ kind: 'undecided', isOver: false });
    expect(show({})).toMatchObject({ kind: 'challenge', step: 'holdStill', untilMs: 5_200 });
    const asked = showFor(200, {}).at(-1);
    expect(asked).toMatchObject({ kind: 'challenge', untilMs: 5_400 });
    expect(challengeActions).toContain(asked?.kind === 'challenge' ? asked.step : null);
  });

  it('asks at once for a move of whoever held still before he was wanted, but not if another one did', () => {
    const stepOf = (verdict: LivenessVerdict) => (verdict.kind === 'challenge' ? verdict.step : null);
    const { show, showFor } = scene();
    showFor(500, {}, { wanted: null });
    expect(challengeActions).toContain(stepOf(show({})));
    const other = scene();
    other.showFor(500, {}, { wanted: null });
    other.show({}, { wanted: null, isSamePerson: false });
    expect(stepOf(other.show({}))).toBe('holdStill');
  });

  it('asks whoever walked away for the same move again, until he has answered', () => {
    const { show, showFor } = scene();
    const askedOf = (attempt: number, wanted = 'ada') => {
      const verdict = showFor(600, {}, { attempt, wanted }).at(-1);
      return verdict?.kind === 'challenge' ? verdict.step : null;
    };
    const move = askedOf(1);
    expect(challengeActions).toContain(move);
    const again = Array.from({ length: 30 }, (_, i) => askedOf(2 + i));
    expect(new Set(again)).toEqual(new Set([move]));
    const others = Array.from({ length: 60 }, (_, i) => askedOf(40 + i, `worker ${String(i)}`));
    expect(new Set(others).size).toBeGreaterThan(2);
    showFor(200, {}, { attempt: 100, wanted: 'ada' });
    show({}, { attempt: 100, wanted: 'ada', isSamePerson: false });
    show({}, { attempt: 100, wanted: 'ada', isSamePerson: false });
    const anew = Array.from({ length: 60 }, (_, i) => {
      const asked = askedOf(101 + 2 * i);
      for (let odd = 0; odd < 2; odd++) show({}, { attempt: 101 + 2 * i, wanted: 'ada', isSamePerson: false });
      return asked;
    });
    expect(new Set(anew).size).toBeGreaterThan(2);
  });

  it('asks whoever cannot be seen to blink for one move instead, and for that one again if he walks away', () => {
    const others: ProvingAction[] = ['nod', 'turnRight', 'turnLeft'];
    const next = () => others.shift() ?? 'nod';
    const { showFor } = scene({ first: () => 'blink', next });
    const asked = [1, 2, 3].map((attempt) => showFor(600, {}, { attempt }).at(-1));
    expect(asked.map((verdict) => (verdict?.kind === 'challenge' ? verdict.step : null))).toEqual(['nod', 'nod', 'nod']);
  });

  // Otherwise each walk away after the first five seconds drew another move, until it was the one that was prepared.
  it('asks whoever was asked for a second move and walked away for that one again, and for no third', () => {
    const seconds: ProvingAction[] = ['nod', 'turnRight', 'nod'];
    const { showFor } = scene({ first: () => 'turnLeft', next: () => seconds.shift() ?? 'nod' });
    expect(showFor(6_500, {}, { attempt: 1 }).at(-1)).toMatchObject({ kind: 'challenge', step: 'nod' });
    for (const attempt of [2, 3, 4])
      expect(showFor(4_000, {}, { attempt }).at(-1)).toMatchObject({ kind: 'challenge', step: 'nod' });
    expect(showFor(6_500, {}, { attempt: 5 }).at(-1)).toMatchObject({ kind: 'undecided', why: 'challenge.tooLate' });
  });

  it('asks whoever came closer and walked away for the move that followed', () => {
    const seconds: ProvingAction[] = ['nod', 'turnRight', 'turnLeft'];
    const { showFor } = scene({ first: () => 'comeCloser', next: () => seconds.shift() ?? 'nod' });
    const asked = [1, 2, 3].map((attempt) => {
      showFor(600, { facePx: 160 }, { attempt });
      for (const facePx of [170, 180, 190, 200]) showFor(100, { facePx }, { attempt });
      return showFor(1_000, { facePx: 210 }, { attempt }).at(-1);
    });
    expect(asked.map((verdict) => (verdict?.kind === 'challenge' ? verdict.step : null))).toEqual(['nod', 'nod', 'nod']);
  });

  it('is never passed by a face that does nothing, and says that it was too late', () => {
    const verdicts = scene().showFor(11_000, {});
    expect(new Set(verdicts.map(({ kind }) => kind))).toEqual(new Set(['challenge', 'undecided']));
    expect(verdicts.at(-1)).toMatchObject({ kind: 'undecided', isOver: true, why: 'challenge.tooLate' });
  });

  it('ends when two good views look like somebody else, and does not begin again in the same attempt', () => {
    const { showFor, show } = scene();
    showFor(500, {});
    expect(show({}, { isSamePerson: false })).toMatchObject({ kind: 'challenge' });
    expect(show({}, { isSamePerson: false })).toMatchObject({ kind: 'undecided', isOver: true, why: 'challenge.otherPerson' });
    expect(show({})).toMatchObject({ kind: 'undecided', isOver: true });
    expect(show({}, { attempt: 2 })).toMatchObject({ kind: 'challenge' });
  });

  it('goes on through turned views that look like nobody', () => {
    const { showFor, show } = scene();
    showFor(500, {});
    expect(show({}, { isSamePerson: false, isGoodView: false })).toMatchObject({ kind: 'challenge' });
  });

  it('goes on with somebody beside him, and ends at views that look like somebody else there too', () => {
    const { showFor, show } = scene();
    showFor(500, {});
    expect(showFor(500, { rivals: 1 }, { isGoodView: false }).at(-1)).toMatchObject({ kind: 'challenge' });
    expect(show({ rivals: 1 }, { isSamePerson: false, isGoodView: false })).toMatchObject({ kind: 'challenge' });
    expect(show({ rivals: 1 }, { isSamePerson: false, isGoodView: false })).toMatchObject({ why: 'challenge.otherPerson' });
  });

  it('ends when its time is over even if no frame of it could be used', () => {
    const { show, showFor } = scene();
    show({});
    const unseen = { isSamePerson: false, isGoodView: false };
    expect(showFor(5_400, {}, unseen).at(-1)).toMatchObject({ kind: 'undecided', why: 'challenge.notAhead' });
    showFor(500, {}, { attempt: 2 });
    expect(showFor(10_400, {}, { ...unseen, attempt: 2 }).at(-1)).toMatchObject({ kind: 'undecided', why: 'challenge.tooLate' });
  });

  it('cannot be had from a page that measures nothing, or a frozen camera', () => {
    expect(scene().showFor(1_500, { evidence: 'none' }).at(-1)).toEqual({ kind: 'unavailable', why: 'evidence.missing' });
    const { liveness, showFor } = scene();
    expect(showFor(2_000, { picture: 5 }).at(-1)).toEqual({ kind: 'unavailable', why: 'cameraVisible.frozen' });
    expect(liveness.troubles).toEqual({ visible: 'frozen', infrared: null });
  });
});
