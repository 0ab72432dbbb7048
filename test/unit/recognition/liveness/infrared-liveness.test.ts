import { describe, expect, it } from 'vitest';
import { createLiveness } from '../../../../src/recognition/liveness/create-liveness.ts';
import { isFar } from '../../../../src/recognition/liveness/infrared-liveness.ts';
import type { LivenessVerdict } from '../../../../src/recognition/liveness/liveness.ts';
import { uncalibrated, type CameraCalibration } from '../../../../src/shared/vision/liveness/calibration.ts';
import { livingSkin, pairObservation, sameGrey, vanishedInk, type PairScript } from './synthetic-pair.ts';

/** A person, or a copy, before two cameras; frames 100 ms apart. */
class Yard {
  readonly #liveness;
  #now = 0;
  #attempt = 0;

  constructor(more: { readonly isReplay?: boolean; readonly calibration?: CameraCalibration } = {}) {
    const { isReplay = false, calibration = uncalibrated(40) } = more;
    this.#liveness = createLiveness({ mode: 'infrared', hasInfrared: true, asksWhenUnsure: false, isReplay, calibration });
  }

  get troubles() {
    return this.#liveness.troubles;
  }

  /** Nobody stands there. */
  rest(ms: number): void {
    this.#now += ms;
  }

  /** A new person for `frames` frames; every verdict. */
  show(
    frames: number,
    script: PairScript | ((frame: number) => PairScript),
    more: { readonly isGoodView?: boolean; readonly isSamePerson?: boolean } = {},
  ): LivenessVerdict[] {
    this.#attempt += 1;
    return Array.from({ length: frames }, (_, i) => {
      this.#now += 100;
      const one = typeof script === 'function' ? script(i) : script;
      const observation = pairObservation({ noisePx: 0.3, seed: this.#now, ...one });
      const at = { observation, atMs: this.#now, track: this.#attempt };
      this.#liveness.watch(at);
      return this.#liveness.judge({
        ...at,
        attempt: this.#attempt,
        isGoodView: true,
        isSamePerson: true,
        wanted: 'worker',
        ...more,
      });
    });
  }
}

const kindsOf = (verdicts: readonly LivenessVerdict[]) => [...new Set(verdicts.map(({ kind }) => kind))];
const firstOf = (verdicts: readonly LivenessVerdict[], kind: LivenessVerdict['kind']) =>
  verdicts.findIndex((verdict) => verdict.kind === kind);

describe('with two cameras', () => {
  it('a head is living on the third pair, and not before', () => {
    const verdicts = new Yard().show(6, {});
    expect(firstOf(verdicts, 'live')).toBe(2);
    expect(kindsOf(verdicts.slice(2))).toEqual(['live']);
  });

  it.each<[string, PairScript]>([
    ['without reflectance', { reflectance: null }],
    ['in plain grey', { reflectance: sameGrey }],
    ['disliked by the networks', { votes: { real: 0, live: 0 } }],
  ])('a head is living %s', (_, script) => {
    expect(kindsOf(new Yard().show(6, script)).includes('live')).toBe(true);
  });

  it('a dark infrared picture is a screen', () => {
    const verdicts = new Yard().show(10, { infrared: 'dark' });
    expect(verdicts[4]).toMatchObject({ kind: 'attack', attack: 'screen' });
    expect(kindsOf(verdicts)).toEqual(['undecided', 'attack']);
  });

  it('a lit infrared picture without a face is no living person', () => {
    expect(new Yard().show(10, { infrared: 'noFace' })[5]).toMatchObject({ kind: 'attack', attack: 'screen' });
  });

  it('a flat copy is a print within two seconds, even when it is tilted and shows a moving person', () => {
    const verdicts = new Yard().show(25, (frame) => ({
      shape: 'flat',
      tilt: [0.05, 0.02],
      yawDeg: 10 * Math.sin(frame),
      open: frame % 8 === 3 ? 0.2 : 1,
      at: { x: 340 + frame, y: 240 },
    }));
    expect(kindsOf(verdicts)).not.toContain('live');
    const named = firstOf(verdicts, 'attack');
    expect(named).toBeGreaterThan(0);
    expect(named).toBeLessThanOrEqual(20);
    expect(verdicts[named]).toMatchObject({ kind: 'attack', attack: 'print' });
  });

  it('a bent copy is never living', () => {
    expect(kindsOf(new Yard().show(45, { shape: 'bent' }))).not.toContain('live');
  });

  it('a head of paper whose ink vanishes in infrared is not living', () => {
    expect(kindsOf(new Yard().show(45, { reflectance: vanishedInk }))).not.toContain('live');
  });

  it('too far away nothing is decided, and coming closer is what helps', () => {
    const verdicts = new Yard().show(25, { facePx: 54, noisePx: 3 });
    expect(verdicts.at(-1)).toMatchObject({ kind: 'undecided', hint: 'comeCloser', isOver: true });
    expect(kindsOf(verdicts)).toEqual(['undecided']);
  });

  it.each([
    ['far off is asked to come closer once most others would be told', 52, 'comeCloser'],
    ['near is not', 144, 'lookHere'],
  ] as const)('whom the first pairs do not tell, %s', (_, facePx, hint) => {
    const verdicts = new Yard().show(12, {
      facePx,
      reflectance: livingSkin,
      surface: { across: (0.08 * facePx) / 144, features: (0.016 * facePx) / 144, alike: 0.85 },
    });
    expect(verdicts.slice(0, 5)).not.toContainEqual(expect.objectContaining({ hint: 'comeCloser' }));
    expect(verdicts.at(-1)).toMatchObject({ kind: 'undecided', hint, isOver: false });
  });

  it('a face of 128 of 1920 px is far, one of 192 is not, and none is neither', () => {
    const at = (facePx: number) => ({ ...pairObservation({ facePx }), width: 1920 });
    expect([128, 192].map((facePx) => isFar({ observation: at(facePx) }))).toEqual([true, false]);
    expect(isFar({ observation: { ...at(128), face: null } })).toBe(false);
  });

  it('too far away for depth, skin under the lamp and a living move are enough', () => {
    const verdicts = new Yard().show(25, (frame) => ({
      facePx: 100,
      noisePx: 2.5,
      reflectance: livingSkin,
      open: frame % 7 === 4 ? 0.1 : 1,
      yawDeg: frame,
    }));
    expect(kindsOf(verdicts)).toContain('live');
  });
});

describe('what is missing never makes a living face', () => {
  const parts: Readonly<Record<string, PairScript>> = {
    noEvidence: { evidence: 'none' },
    noInfrared: { infrared: 'none' },
    noFace: { infrared: 'noFace' },
    dark: { infrared: 'dark' },
    frozenInfrared: { infraredPicture: 77 },
    frozenVisible: { picture: 78 },
  };
  const names = Object.keys(parts);
  const subsets = Array.from({ length: 2 ** names.length - 1 }, (_, bits) => names.filter((_name, i) => (bits + 1) & (1 << i)));

  it.each(subsets.map((subset) => [subset.join(', ')]))('%s', (list) => {
    const script = Object.assign({ reflectance: livingSkin }, ...list.split(', ').map((name) => parts[name]));
    for (const isReplay of [false, true]) {
      const verdicts = new Yard({ isReplay }).show(45, (frame) => ({
        ...script,
        open: frame % 7 === 4 ? 0.1 : 1,
        yawDeg: frame / 2,
      }));
      expect(kindsOf(verdicts), `replay ${String(isReplay)}`).not.toContain('live');
    }
  });

  it('nor do poor views, or frames that look like somebody else', () => {
    expect(kindsOf(new Yard().show(20, {}, { isGoodView: false }))).toEqual(['undecided']);
    expect(kindsOf(new Yard().show(20, {}, { isSamePerson: false }))).toEqual(['undecided']);
  });

  it('and the frames of one person are not lent to the next', () => {
    const yard = new Yard();
    expect(yard.show(3, {}).at(-1)?.kind).toBe('live');
    expect(yard.show(1, {})[0]?.kind).toBe('undecided');
  });
});

describe('troubles of the cameras', () => {
  it('a stream that repeats one picture is named within a second, and forgiven when it moves again', () => {
    const yard = new Yard();
    const verdicts = yard.show(10, { infraredPicture: 5 });
    expect(yard.troubles).toEqual({ visible: null, infrared: 'frozen' });
    expect(verdicts.at(-1)).toEqual({ kind: 'unavailable', why: 'cameraInfrared.frozen' });
    yard.rest(60_000);
    expect(yard.show(1, { infraredPicture: 5 })).toEqual([{ kind: 'unavailable', why: 'cameraInfrared.frozen' }]);
    expect(yard.show(10, {}).at(-1)?.kind).toBe('live');
    yard.show(10, (frame) => ({ picture: 6, infraredPicture: 9_000 + frame }));
    expect(yard.troubles).toEqual({ visible: 'frozen', infrared: null });
  });

  it('two streams that both repeat one picture are frozen cameras, but a clip may', () => {
    const real = new Yard();
    real.show(20, { picture: 5 });
    expect(real.troubles).toEqual({ visible: 'frozen', infrared: 'frozen' });
    const clip = new Yard({ isReplay: true });
    clip.show(20, { picture: 5 });
    expect(clip.troubles).toEqual({ visible: null, infrared: null });
  });

  it('pictures that a clip shows three times each are no trouble, and the face is living', () => {
    const yard = new Yard({ isReplay: true });
    const verdicts = yard.show(12, (frame) => ({ picture: 100 + Math.floor(frame / 3), seed: Math.floor(frame / 3) + 1 }));
    expect(yard.troubles).toEqual({ visible: null, infrared: null });
    expect(firstOf(verdicts, 'live')).toBe(6);
  });

  it('an infrared picture in colour means swapped cameras', () => {
    const yard = new Yard();
    const verdicts = yard.show(8, { visibleScene: { colour: 1 }, infraredScene: { colour: 35 } });
    expect(yard.troubles.infrared).toBe('swapped');
    expect(verdicts.at(-1)).toEqual({ kind: 'unavailable', why: 'cameraInfrared.swapped' });
    expect(kindsOf(verdicts.slice(2))).toEqual(['unavailable']);
  });

  it('heads inside out, person after person, mean swapped cameras too', () => {
    const yard = new Yard();
    for (let person = 1; person <= 3; person++) expect(kindsOf(yard.show(25, { shape: 'insideOut' }))).not.toContain('live');
    expect(yard.troubles.infrared).toBe('swapped');
    // One who is not so ends it: the next worker is not turned away for what three copies, or a camera turned round since, showed.
    expect(kindsOf(yard.show(6, {}))).toEqual(['undecided', 'live']);
    expect(yard.troubles.infrared).toBeNull();
    for (let person = 1; person <= 3; person++) yard.show(25, { shape: 'insideOut' });
    expect(yard.show(25, { shape: 'insideOut' }).at(-1)).toEqual({ kind: 'unavailable', why: 'cameraInfrared.swapped' });
  });

  it('three dark passages in a row mean a covered camera; the first are refused as screens, those after them for the camera, and one that is lit ends it', () => {
    const yard = new Yard();
    for (let person = 1; person <= 2; person++) expect(yard.show(6, { infrared: 'dark' }).at(-1)?.kind).toBe('attack');
    expect(yard.troubles.infrared).toBeNull();
    yard.show(6, { infrared: 'dark' });
    expect(yard.troubles.infrared).toBe('covered');
    // Whoever comes now is not called a screen for the camera's sake.
    const verdicts = yard.show(6, { infrared: 'dark' });
    expect(kindsOf(verdicts)).toEqual(['undecided', 'unavailable']);
    expect(verdicts.at(-1)).toEqual({ kind: 'unavailable', why: 'cameraInfrared.covered' });
    expect(kindsOf(yard.show(6, {}))).toEqual(['undecided', 'live']);
    expect(yard.troubles.infrared).toBeNull();
  });

  it('a yard so dark that only the lamp shows the face is no trouble', () => {
    const yard = new Yard();
    for (let person = 1; person <= 4; person++)
      expect(kindsOf(yard.show(6, { infraredScene: { brightness: 15, contrast: 25 } }))).toContain('live');
    expect(yard.troubles.infrared).toBeNull();
  });

  it('a dead infrared camera is named within a second and a bit', () => {
    const yard = new Yard();
    const verdicts = yard.show(13, { infrared: 'none' });
    expect(verdicts.at(-1)).toEqual({ kind: 'unavailable', why: 'cameraInfrared.notPaired' });
    expect(firstOf(verdicts, 'unavailable')).toBe(10);
  });

  it('a page that measures nothing is named as well', () => {
    expect(new Yard().show(13, { evidence: 'none' }).at(-1)).toEqual({ kind: 'unavailable', why: 'evidence.missing' });
  });

  it('a camera that was moved after the calibration is named after three persons, and none of them is living', () => {
    const calibration = { ...uncalibrated(40), error: 0.004, shiftX: 0.15, learnedAtMs: 1 };
    const yard = new Yard({ calibration });
    for (let person = 1; person <= 3; person++) expect(kindsOf(yard.show(8, {}))).not.toContain('live');
    expect(yard.troubles.infrared).toBe('drifted');
    expect(yard.show(8, {}).at(-1)).toEqual({ kind: 'unavailable', why: 'cameraInfrared.drifted' });
  });

  it('and the first who is seen where he belongs ends it', () => {
    const yard = new Yard({ calibration: { ...uncalibrated(40), error: 0.004, learnedAtMs: 1 } });
    for (let person = 1; person <= 3; person++) yard.show(8, { baselineMm: 200 });
    expect(yard.troubles.infrared).toBe('drifted');
    expect(kindsOf(yard.show(8, {}))).toEqual(['undecided', 'live']);
    expect(yard.troubles.infrared).toBeNull();
  });

  it('an infrared face without light is never living, and a lasting lack of it is named', () => {
    const dim = { ...sameGrey, infrared: { ...sameGrey.infrared, leftCheek: 8, rightCheek: 8 } };
    const yard = new Yard();
    const verdicts = yard.show(8, { reflectance: dim });
    expect(verdicts.at(-1)).toMatchObject({ kind: 'undecided', hint: 'tooDark' });
    for (let person = 2; person <= 3; person++) expect(kindsOf(yard.show(8, { reflectance: dim }))).not.toContain('live');
    expect(yard.troubles.infrared).toBe('badExposure');
    expect(yard.show(8, { reflectance: dim }).at(-1)).toEqual({ kind: 'unavailable', why: 'cameraInfrared.badExposure' });
    expect(kindsOf(yard.show(6, {}))).toEqual(['undecided', 'live']);
  });

  it('who passes by far off, badly lit, says nothing of the lamp', () => {
    const dim = { ...sameGrey, infrared: { ...sameGrey.infrared, leftCheek: 8, rightCheek: 8 } };
    const yard = new Yard();
    for (let person = 1; person <= 4; person++) yard.show(8, { reflectance: dim, facePx: 60 }, { isGoodView: false });
    expect(yard.troubles.infrared).toBeNull();
  });
});

it('mode infrared without an infrared camera admits nobody', () => {
  const calibration = uncalibrated(40);
  const liveness = createLiveness({ mode: 'infrared', hasInfrared: false, asksWhenUnsure: false, isReplay: false, calibration });
  expect(liveness.isAvailable).toBe(false);
  const frame = { observation: pairObservation({}), atMs: 1, track: 1, attempt: 1 };
  expect(liveness.judge({ ...frame, isGoodView: true, isSamePerson: true, wanted: 'worker' })).toEqual({
    kind: 'unavailable',
    why: 'cameraInfrared.notConfigured',
  });
});
