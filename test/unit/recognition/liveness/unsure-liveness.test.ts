import { describe, expect, it } from 'vitest';
import type { LivenessFrame, LivenessVerdict } from '../../../../src/recognition/liveness/liveness.ts';
import { UnsureLiveness } from '../../../../src/recognition/liveness/unsure-liveness.ts';
import { uncalibrated } from '../../../../src/shared/vision/liveness/calibration.ts';
import { meshOf } from '../challenge/moving-head.ts';
import { livingSkin, pairObservation, sameGrey, type PairScript } from './synthetic-pair.ts';

/** Skin under the lamp whose surface bends too little for a head and too much for a sheet, in its pixels and in its landmarks. */
const unsure: PairScript = {
  reflectance: livingSkin,
  surface: { across: 0.08, features: 0.016, alike: 0.85 },
  ...{ facePx: 144, at: { x: 320, y: 240 }, meshOf: meshOf('head', {}), relief: 0.6 },
};

const dark: PairScript = { ...unsure, infrared: 'dark' };
const poor = { isGoodView: false };

/** Frames `everyMs` apart before both cameras; whoever is asked for a move is asked to turn left. */
const sceneOf = (everyMs = 100) => {
  const options = { mode: 'infrared', hasInfrared: true, asksWhenUnsure: true, isReplay: false } as const;
  const liveness = new UnsureLiveness({ ...options, calibration: uncalibrated(40) }, { first: () => 'turnLeft' });
  let now = 0;
  const show = (script: PairScript, more: Partial<LivenessFrame> = {}): LivenessVerdict => {
    now += everyMs;
    const observation = pairObservation({ noisePx: 0.1, seed: now, ...script });
    const at = { observation, atMs: now, track: 1 };
    liveness.watch(at);
    return liveness.judge({ ...at, attempt: 1, isGoodView: true, isSamePerson: true, wanted: 'worker', ...more });
  };
  const showFor = (ms: number, script: PairScript, more: Partial<LivenessFrame> = {}): LivenessVerdict[] =>
    Array.from({ length: ms / everyMs }, () => show(script, more));
  /** Out and back, as a head or as a sheet of paper; the turned views are not good enough to be compared. */
  const turn = (
    deg: number,
    script: PairScript,
    kind: 'head' | 'sheet' = 'head',
    more: Partial<LivenessFrame> = {},
    at: (yawDeg: number) => Partial<PairScript> = () => ({}),
    shares: readonly number[] = [0.25, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25, 0, 0],
  ): LivenessVerdict[] =>
    shares.map((share) => {
      const yawDeg = deg * share;
      const shift = kind === 'sheet' ? { relief: 0 } : {};
      const posed = { ...script, ...shift, yawDeg, meshOf: meshOf(kind, { yawDeg }), ...at(yawDeg) };
      return show(posed, { isGoodView: Math.abs(yawDeg) < 15, ...more });
    });
  return { liveness, show, showFor, turn };
};

const kindsOf = (verdicts: readonly LivenessVerdict[]) => [...new Set(verdicts.map(({ kind }) => kind))];

describe('somebody whom two cameras cannot tell from a copy', () => {
  it('with the light of skin is asked to turn when the time is over, and is living once he has', () => {
    const { showFor, turn } = sceneOf();
    expect(kindsOf(showFor(2_000, unsure))).toEqual(['undecided']);
    expect(showFor(800, unsure).at(-1)).toMatchObject({ kind: 'challenge', step: 'turnLeft' });
    expect(turn(28, unsure).at(-1)).toMatchObject({ kind: 'live' });
  });

  it('is not living for turning the other way, or not at all', () => {
    const { showFor, turn } = sceneOf();
    showFor(2_800, unsure);
    expect(turn(-28, unsure).at(-1)).toMatchObject({ kind: 'undecided', isOver: true, why: 'challenge.otherMove', hint: null });
    const still = sceneOf();
    const verdicts = still.showFor(14_000, unsure);
    expect(kindsOf(verdicts)).toEqual(['undecided', 'challenge']);
    expect(verdicts.at(-1)).toMatchObject({ kind: 'undecided', isOver: true, why: 'challenge.tooLate' });
  });

  it.each<[string, PairScript]>([
    ['in plain grey', { ...unsure, reflectance: sameGrey }],
    ['with the ink of a print', { ...unsure, surface: { ...unsure.surface, kept: 0.2 } }],
    ['whose pictures cannot be laid on each other', { ...unsure, surface: { ...unsure.surface, alike: 0.4 } }],
    ['flat', { reflectance: livingSkin, shape: 'flat' }],
    ['grey alike in both under a lamp', { ...unsure, surface: { ...unsure.surface, kept: 0.98, alike: 0.95 } }],
  ])('%s is asked for nothing', (_, script) => {
    expect(kindsOf(sceneOf().showFor(4_500, script))).not.toContain('challenge');
  });

  it('with light like ink’s, as a beard has, but the shape of a head is asked and let in for the move; with the light of a mask too he is not', () => {
    const bearded: PairScript = { ...unsure, surface: { across: 0.22, features: 0.05, kept: 0.3, alike: 0.86 } };
    const { showFor, turn } = sceneOf();
    expect(kindsOf(showFor(2_800, bearded))).toEqual(['undecided', 'challenge']);
    expect(turn(28, bearded).at(-1)).toMatchObject({ kind: 'live' });
    const masked: PairScript = { ...bearded, surface: { ...bearded.surface, across: 0.1, alike: 0.62 } };
    expect(kindsOf(sceneOf().showFor(4_500, masked))).not.toContain('challenge');
  });

  it('for whom neither light nor shape tells him from a mask, but all cues together do, is asked; not where his light is a mask’s', () => {
    const alike: PairScript = { ...unsure, surface: { across: 0.111, features: 0.022, kept: 0.6, alike: 0.65 } };
    const { showFor, turn } = sceneOf();
    expect(kindsOf(showFor(2_800, alike))).toEqual(['undecided', 'challenge']);
    expect(turn(28, alike).at(-1)).toMatchObject({ kind: 'live' });
    // Who was asked for his light must have it to the end.
    const exchanged = sceneOf();
    expect(exchanged.showFor(2_800, unsure).at(-1)).toMatchObject({ kind: 'challenge' });
    expect(kindsOf([...exchanged.showFor(600, alike), ...exchanged.turn(28, alike), exchanged.show(alike)])).not.toContain(
      'live',
    );
    const shaped: PairScript = { ...unsure, surface: { across: 0.16, features: 0.032, kept: 0.35, alike: 0.62 } };
    expect(kindsOf(sceneOf().showFor(4_500, shaped))).not.toContain('challenge');
  });

  it('is asked for nothing before he is one who would be admitted', () => {
    expect(kindsOf(sceneOf().showFor(4_500, unsure, { wanted: null }))).toEqual(['undecided']);
  });

  it('is refused when the infrared camera freezes while he turns', () => {
    const { showFor } = sceneOf();
    expect(showFor(2_800, unsure).at(-1)).toMatchObject({ kind: 'challenge' });
    expect(showFor(2_000, { ...unsure, infraredPicture: 7 }).at(-1)).toEqual({
      kind: 'unavailable',
      why: 'cameraInfrared.frozen',
    });
  });

  it('is not living when a sheet of paper turns in his place', () => {
    const { showFor, turn } = sceneOf();
    showFor(2_800, unsure);
    expect(kindsOf(turn(28, unsure, 'sheet'))).not.toContain('live');
  });

  it.each([0.62, 0.66, 0.7])('is not living when somebody in a mask turns in his place (details alike by %d)', (alike) => {
    const { show, showFor, turn } = sceneOf();
    const masked: PairScript = { ...unsure, surface: { ...unsure.surface, kept: 0.35, alike } };
    showFor(2_000, unsure);
    while (show(unsure).kind !== 'challenge');
    expect(kindsOf([...turn(28, masked), ...showFor(500, masked)])).not.toContain('live');
  });

  it.each<[string, (scene: ReturnType<typeof sceneOf>) => LivenessVerdict[]]>([
    ['before he turns', ({ showFor, turn }) => [...showFor(500, dark), ...turn(28, dark)]],
    ['while he turns', ({ showFor, turn }) => [...showFor(1_000, unsure), ...turn(28, dark)]],
    [
      'in views too poor to be measured',
      ({ showFor, turn }) => [...showFor(1_500, dark, poor), ...turn(28, dark, 'head', poor), ...showFor(500, unsure)],
    ],
    [
      'until the second question, in poor views',
      ({ showFor, turn }) => [...showFor(6_500, dark, poor), ...turn(28, dark, 'head', poor), ...showFor(300, unsure)],
    ],
  ])('is not living when the infrared camera loses him %s', (_, act) => {
    const scene = sceneOf();
    expect(scene.showFor(2_800, unsure).at(-1)).toMatchObject({ kind: 'challenge' });
    expect(kindsOf(act(scene))).not.toContain('live');
  });

  it('bears with an infrared camera that misses the far point of the move', () => {
    const { showFor, turn } = sceneOf();
    showFor(3_300, unsure);
    const far = (yawDeg: number): Partial<PairScript> => (Math.abs(yawDeg) > 25 ? { infrared: 'noFace' } : {});
    expect(turn(28, unsure, 'head', {}, far).at(-1)).toMatchObject({ kind: 'live' });
  });

  it('who turns at once, before a terminal that looks four times a second, is looked at a little longer and let in', () => {
    const { show, showFor, turn } = sceneOf(250);
    const quickly = (script: PairScript) => turn(28, script, 'head', {}, () => ({}), [0.6, 1, 0.6, 0.2]);
    while (show(unsure).kind !== 'challenge');
    expect(quickly(unsure).at(-1)).toMatchObject({ kind: 'challenge', step: 'holdStill' });
    expect(showFor(1_000, unsure).at(-1)).toMatchObject({ kind: 'live' });
  });

  it('and is not let in when the infrared camera loses him then, or he is not seen any more', () => {
    for (const then of [{ infrared: 'noFace' }, { infrared: 'dark' }] as const) {
      const { show, showFor, turn } = sceneOf(250);
      while (show(unsure).kind !== 'challenge');
      turn(28, unsure, 'head', {}, () => ({}), [0.6, 1, 0.6, 0.2]);
      const verdicts = showFor(2_500, { ...unsure, ...then });
      expect(kindsOf(verdicts)).not.toContain('live');
      expect(verdicts.at(-1)).toMatchObject({ isOver: true });
    }
  });

  it('is not accused for what turned views say of his shape', () => {
    const { showFor, turn } = sceneOf();
    showFor(2_800, unsure);
    const flat = (yawDeg: number): Partial<PairScript> =>
      yawDeg > 22 ? { surface: { across: 0, features: 0, alike: 0.4 } } : {};
    expect(kindsOf(turn(28, unsure, 'head', { isGoodView: true }, flat))).not.toContain('attack');
  });

  it('whom the infrared camera lost while he turned, near as he is, is told to try again and not that he did not look', () => {
    const { showFor, turn } = sceneOf();
    showFor(2_800, unsure);
    const lost = turn(28, { ...unsure, infrared: 'noFace' }).find(({ kind }) => kind === 'undecided');
    expect(lost).toMatchObject({ why: 'challenge.lostSight', isOver: true, hint: null });
  });

  it('and one who can be told is never asked', () => {
    expect(kindsOf(sceneOf().showFor(1_000, { reflectance: livingSkin }))).toEqual(['undecided', 'live']);
  });
});
