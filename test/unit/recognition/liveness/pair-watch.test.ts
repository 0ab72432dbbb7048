import { describe, expect, it } from 'vitest';
import { createLiveness } from '../../../../src/recognition/liveness/create-liveness.ts';
import { uncalibrated } from '../../../../src/shared/vision/liveness/calibration.ts';
import type { SceneMeasures } from '../../../../src/shared/vision/liveness/evidence.ts';
import { observationOf } from '../faces.ts';
import { greyScene, litScene, pairObservation, type PairScript } from './synthetic-pair.ts';

type Shown = Partial<SceneMeasures>;

/** Cameras before which nobody stands, looked at once a second. */
class EmptyYard {
  readonly #liveness;
  readonly #hasInfrared;
  #now = 0;
  #picture = 0;
  #track = 0;

  constructor({ mode = 'infrared', isReplay = false }: { mode?: 'infrared' | 'challenge'; isReplay?: boolean } = {}) {
    this.#hasInfrared = mode === 'infrared';
    const calibration = uncalibrated(40);
    this.#liveness = createLiveness({ mode, hasInfrared: true, asksWhenUnsure: true, isReplay, calibration });
  }

  get troubles() {
    return this.#liveness.troubles;
  }

  pause(ms: number): this {
    this.#now += ms;
    return this;
  }

  /** Both pictures, each another one every time unless it has a fingerprint. */
  rest(seconds: number, visible: Shown = {}, infrared: Shown | null = {}): this {
    for (let second = 0; second < seconds; second++) {
      this.#now += 1_000;
      const fingerprint = ++this.#picture;
      const scenes = {
        visible: { ...litScene, fingerprint, ...visible },
        infrared: infrared && this.#hasInfrared ? { ...greyScene, fingerprint, ...infrared } : null,
      };
      this.#liveness.watch({ observation: { ...observationOf(null), scenes }, atMs: this.#now, track: this.#track });
    }
    return this;
  }

  /** A person for six frames. */
  person(script: PairScript = {}): this {
    this.#track += 1;
    for (let frame = 0; frame < 6; frame++) {
      this.#now += 100;
      this.#liveness.watch({ observation: pairObservation(script), atMs: this.#now, track: this.#track });
    }
    return this;
  }
}

const fine = { visible: null, infrared: null };
/** As a sensor sees tape, a cap, an unlit yard. */
const oneTone: Shown = { brightness: 90, contrast: 3, colour: 2 };
const black: Shown = { brightness: 4, contrast: 2, colour: 2 };
const dead: Shown = { brightness: 16, contrast: 0, colour: 0, fingerprint: 7 };
const lampLess: Shown = { brightness: 12, contrast: 18, colour: 4 };

describe('while nobody is there', () => {
  it('cameras that see a yard are fine, by day and by the light of one lamp', () => {
    expect(new EmptyYard().rest(300).troubles).toEqual(fine);
    expect(new EmptyYard().rest(300, lampLess).troubles).toEqual(fine);
    expect(new EmptyYard({ mode: 'challenge' }).rest(300).troubles).toEqual(fine);
  });

  it.each(['infrared', 'challenge'] as const)(
    'a visible lens with something before it is named in mode %s, and cleared',
    (mode) => {
      const yard = new EmptyYard({ mode }).rest(60).rest(15, oneTone);
      expect(yard.troubles).toEqual(fine);
      expect(yard.rest(10, oneTone).troubles).toEqual({ visible: 'covered', infrared: null });
      expect(yard.rest(1).troubles).toEqual(fine);
    },
  );

  it('a black picture is first waited for, and then said to lack light, not to be covered', () => {
    const yard = new EmptyYard().rest(50, black);
    expect(yard.troubles).toEqual(fine);
    expect(yard.rest(12, black).troubles).toEqual({ visible: 'dark', infrared: null });
    expect(yard.rest(1).troubles).toEqual(fine);
  });

  it('what lies between black and lit keeps the name that it has', () => {
    const yard = new EmptyYard().rest(25, oneTone);
    expect(yard.rest(70, { ...oneTone, brightness: 40 }).troubles.visible).toBe('covered');
  });

  it('looks far apart in time do not belong together', () => {
    const yard = new EmptyYard().rest(15, oneTone).pause(6_000);
    expect(yard.rest(15, oneTone).troubles).toEqual(fine);
    expect(yard.rest(10, oneTone).pause(6_000).rest(1, oneTone).troubles.visible).toBe('covered');
  });

  it('a face shows that the lens is free', () => {
    const yard = new EmptyYard().rest(25, oneTone).person();
    expect(yard.troubles).toEqual(fine);
  });

  it('an infrared camera whose lamp reaches nothing at night is fine, one without even noise is covered, and so is one tone', () => {
    expect(new EmptyYard().rest(600, black, black).troubles.infrared).toBeNull();
    const yard = new EmptyYard().rest(50, {}, dead);
    expect(yard.troubles).toEqual(fine);
    expect(yard.rest(12, {}, dead).troubles).toEqual({ visible: null, infrared: 'covered' });
    expect(yard.rest(1).troubles).toEqual(fine);
    expect(yard.rest(22, {}, { ...oneTone, colour: 0 }).troubles).toEqual({ visible: null, infrared: 'covered' });
    expect(yard.person().troubles).toEqual(fine);
  });

  it('an infrared lens that was covered at three passages is free again when it sees the yard', () => {
    const yard = new EmptyYard();
    for (let person = 0; person < 3; person++) yard.person({ infrared: 'dark' });
    expect(yard.rest(5, {}, black).troubles.infrared).toBe('covered');
    expect(yard.rest(3).troubles).toEqual(fine);
  });

  it('one picture that stays is a frozen camera after a while, until another one comes', () => {
    const yard = new EmptyYard().rest(14, { fingerprint: 5 });
    expect(yard.troubles).toEqual(fine);
    expect(yard.rest(3, { fingerprint: 5 }).troubles).toEqual({ visible: 'frozen', infrared: null });
    expect(yard.rest(1, { fingerprint: 6 }).troubles).toEqual(fine);
    expect(new EmptyYard({ mode: 'challenge' }).rest(20, { fingerprint: 5 }).troubles.visible).toBe('frozen');
    const dim = new EmptyYard().rest(20, {}, { fingerprint: 5 }).rest(1, {}, null);
    expect(dim.troubles).toEqual({ visible: null, infrared: 'frozen' });
  });

  it('a clip may stand still, but not one half of it while the other moves', () => {
    const still = { fingerprint: 5 };
    expect(new EmptyYard({ isReplay: true }).rest(60, still, still).troubles).toEqual(fine);
    expect(new EmptyYard({ isReplay: true }).rest(60, {}, still).troubles).toEqual({ visible: null, infrared: 'frozen' });
  });

  it('a frozen camera that a face has shown stays named until its picture changes', () => {
    const yard = new EmptyYard().person({ infraredPicture: 5 });
    expect(yard.troubles.infrared).toBe('frozen');
    expect(yard.rest(1, {}, { fingerprint: 5 }).troubles.infrared).toBe('frozen');
    expect(yard.rest(1).troubles).toEqual(fine);
  });

  it('colour in the infrared picture means swapped cameras, which a grey night does not take back', () => {
    const yard = new EmptyYard().rest(3, {}, { colour: 30 });
    expect(yard.troubles.infrared).toBe('swapped');
    expect(yard.rest(30, lampLess, lampLess).troubles.infrared).toBe('swapped');
    expect(yard.person().troubles).toEqual(fine);
  });
});
