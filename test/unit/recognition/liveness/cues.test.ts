import { describe, expect, it } from 'vitest';
import { depthRatio, depthVote } from '../../../../src/recognition/liveness/depth.ts';
import { glintVote } from '../../../../src/recognition/liveness/glint.ts';
import { landmarksVote } from '../../../../src/recognition/liveness/landmarks.ts';
import { eyeOpening, movementVote } from '../../../../src/recognition/liveness/movement.ts';
import { networksVote } from '../../../../src/recognition/liveness/networks.ts';
import * as parameters from '../../../../src/recognition/liveness/parameters.ts';
import { presenceVote } from '../../../../src/recognition/liveness/presence.ts';
import { reflectanceVote } from '../../../../src/recognition/liveness/reflectance.ts';
import { freshPairs } from '../../../../src/recognition/liveness/sample.ts';
import { textureVote } from '../../../../src/recognition/liveness/texture.ts';
import { uncalibrated } from '../../../../src/shared/vision/liveness/calibration.ts';
import { historyOf } from './history.ts';
import { livingSkin, meshesOf, sameGrey, vanishedInk } from './synthetic-pair.ts';

const calibration = uncalibrated(40);

describe('depth', () => {
  it('measures a head without noise as a head, whatever its width', () => {
    for (const facePx of [80, 160, 250]) {
      const { bend, features } = depthRatio(freshPairs(historyOf(3, { facePx })), 40);
      expect([bend, features], `${String(facePx)} px`).toEqual([expect.closeTo(2, 1), expect.closeTo(1, 1)]);
    }
  });

  it.each([0, 0.3, 1])('tells a head from a tilted plane at 160 px with %s px of noise', (noisePx) => {
    expect(depthVote(historyOf(5, { noisePx }), 40)).toMatchObject({ reason: 'depth.solid', attack: null });
    expect(depthVote(historyOf(5, { noisePx }), 40).score).toBeGreaterThan(parameters.fusion.carrying);
    const flat = depthVote(historyOf(5, { shape: 'flat', tilt: [0.06, -0.04], noisePx }), 40);
    expect(flat).toMatchObject({ reason: 'depth.flat', attack: 'print' });
    expect(flat.score).toBeLessThan(-2.5);
  });

  it('does not take a bent sheet for a head', () => {
    expect(depthVote(historyOf(5, { shape: 'bent', noisePx: 0.3 }), 40).score).toBeLessThan(parameters.fusion.carrying / 2);
  });

  it('accuses what cannot be laid on its own infrared picture, as paper with living eyes in its holes', () => {
    expect(depthVote(historyOf(5, { surface: { alike: 0.4 } }), 40)).toMatchObject({ reason: 'depth.unlike', attack: 'mask' });
  });

  it('works with the infrared lens on the other side', () => {
    expect(depthVote(historyOf(5, { baselineMm: -40, noisePx: 0.3 }), -40)).toMatchObject({ reason: 'depth.solid' });
  });

  it('finds a head inside out when the lens is on the other side than configured, and accuses nobody of it', () => {
    expect(depthVote(historyOf(5, { baselineMm: -40, noisePx: 0.3 }), 40)).toMatchObject({
      reason: 'depth.inverted',
      score: -parameters.depth.bound,
      attack: null,
    });
  });

  it('is silent from too far away, in too much noise, on too few pairs, and without a distance between the lenses', () => {
    expect(depthVote(historyOf(3, { facePx: 60, noisePx: 2.5 }), 40)).toMatchObject({ score: 0, reason: 'depth.tooFar' });
    expect(depthVote(historyOf(1, {}), 40)).toMatchObject({ score: 0, reason: 'depth.tooFewPairs' });
    expect(depthVote(historyOf(5, {}), 5)).toMatchObject({ score: 0, reason: 'depth.noBaseline' });
  });

  it('counts a pair once, however often its pictures come again', () => {
    expect(depthVote(historyOf(9, { picture: 7 }), 40)).toMatchObject({ reason: 'depth.tooFewPairs' });
    expect(
      depthVote(
        historyOf(9, (frame) => ({ picture: frame, infraredPicture: 4_000 })),
        40,
      ),
    ).toMatchObject({
      reason: 'depth.tooFewPairs',
    });
  });
});

describe('landmarks', () => {
  it.each([40, -40])(
    'tell a head from a tilted sheet with the infrared lens %s mm to the right, and say nothing against a mask',
    (baselineMm) => {
      const head = landmarksVote(historyOf(3, { facePx: 250, noisePx: 0.5, baselineMm }), baselineMm);
      expect(head).toMatchObject({ reason: 'landmarks.solid', attack: null, against: { mask: 0 } });
      expect(head.against?.print).toBeGreaterThan(parameters.fusion.carrying);
      const sheet = landmarksVote(
        historyOf(3, { shape: 'flat', tilt: [0.06, -0.04], facePx: 250, noisePx: 0.5, baselineMm }),
        baselineMm,
      );
      expect(sheet).toMatchObject({ reason: 'landmarks.flat', attack: 'print', against: { mask: 0 } });
      expect(sheet.score).toBeLessThan(-0.5);
    },
  );

  it('say less from further away, and never more than their bound', () => {
    const near = landmarksVote(historyOf(3, { facePx: 400 }), 40).against?.print ?? 0;
    const far = landmarksVote(historyOf(3, { facePx: 85 }), 40).against?.print ?? 0;
    expect(far).toBeGreaterThan(0);
    expect(near).toBeGreaterThan(far);
    expect(near).toBeLessThanOrEqual(parameters.landmarks.bound);
  });

  it('are silent from too far away, on too few pairs, and without a distance between the lenses', () => {
    expect(landmarksVote(historyOf(3, { facePx: 70 }), 40)).toMatchObject({ score: 0, reason: 'landmarks.tooFar' });
    expect(landmarksVote(historyOf(1, {}), 40)).toMatchObject({ score: 0, reason: 'landmarks.tooFewPairs' });
    expect(landmarksVote(historyOf(9, { picture: 7 }), 40)).toMatchObject({ reason: 'landmarks.tooFewPairs' });
    expect(landmarksVote(historyOf(5, {}), 5)).toMatchObject({ score: 0, reason: 'landmarks.noBaseline' });
  });
});

describe('presence', () => {
  it.each([
    [{}, 'presence.seen', null],
    [{ infrared: 'dark' }, 'presence.dark', 'screen'],
    [{ infrared: 'noFace' }, 'presence.noFace', 'screen'],
    [{ infrared: 'none' }, 'presence.noPair', null],
  ] as const)('of %j is %s', (script, reason, attack) => {
    expect(presenceVote(historyOf(5, script), calibration)).toMatchObject({ reason, attack });
  });

  it('says nothing when the face is missed now and then', () => {
    const history = historyOf(6, (frame) => ({ infrared: frame % 2 === 0 ? 'face' : 'noFace' }));
    expect(presenceVote(history, calibration)).toMatchObject({ score: 0, reason: 'presence.nowAndThen' });
  });

  it('notices a face that is not at its place, once the cameras were calibrated', () => {
    const learned = { ...calibration, error: 0.005, shiftX: 0.2, learnedAtMs: 1 };
    expect(presenceVote(historyOf(3, {}), { ...learned, shiftX: 0 })).toMatchObject({ reason: 'presence.seen' });
    expect(presenceVote(historyOf(3, {}), learned)).toMatchObject({ reason: 'presence.elsewhere', attack: 'print' });
  });
});

describe('reflectance and glint', () => {
  it('takes lips that turn pale and a dark yard for skin, and vanished ink for a print', () => {
    expect(reflectanceVote(historyOf(3, { reflectance: livingSkin }))).toMatchObject({ reason: 'reflectance.skin', score: 2 });
    expect(reflectanceVote(historyOf(3, { reflectance: vanishedInk }))).toMatchObject({
      reason: 'reflectance.inkVanished',
      attack: 'print',
    });
  });

  it('takes skin that has lost most of its contrast for ink on paper, whatever lips and surroundings look like', () => {
    expect(reflectanceVote(historyOf(3, { reflectance: livingSkin, surface: { kept: 0.25 } }))).toMatchObject({
      reason: 'reflectance.inkFaint',
      attack: 'print',
    });
  });

  it('takes skin whose details infrared does not have for a mask with living eyes, however much contrast is left', () => {
    const masked = reflectanceVote(historyOf(3, { reflectance: livingSkin, surface: { kept: 0.5, alike: 0.4 } }));
    expect(masked).toMatchObject({ reason: 'reflectance.unlike', attack: 'mask' });
    expect(masked.against?.mask).toBeLessThan(0);
    expect(masked.against?.copy).toBeGreaterThan(0);
  });

  it('tells a face that is the same grey in both from prints and masks, but not from a grey copy', () => {
    const { against } = reflectanceVote(historyOf(3, { reflectance: sameGrey, surface: { alike: 0.98 } }));
    expect(against?.print).toBeGreaterThan(0);
    expect(against?.mask).toBeGreaterThan(0);
    expect(against?.copy).toBeLessThan(0);
  });

  it('holds hardly anything against a face that is the same grey in both pictures, or has no spot in its eyes', () => {
    const history = historyOf(3, { reflectance: sameGrey });
    expect(reflectanceVote(history).score + glintVote(history).score).toBeGreaterThan(-0.5);
    expect(reflectanceVote(history).score).toBeLessThan(0);
  });

  it('does not judge what is too dark or burnt out', () => {
    const dark = { ...vanishedInk, infrared: { ...vanishedInk.infrared, leftCheek: 10, rightCheek: 10 } };
    expect(reflectanceVote(historyOf(3, { reflectance: dark })).score).toBe(0);
  });

  it('believes the lamp only when both eyes mirror it', () => {
    expect(glintVote(historyOf(3, { reflectance: livingSkin })).score).toBeGreaterThan(0);
    expect(glintVote(historyOf(3, { reflectance: { ...livingSkin, leftGlint: 5 } })).score).toBeLessThan(0);
  });
});

describe('movement', () => {
  it('sees a blink, and none in eyes that stay shut or open', () => {
    const blinking = (frame: number) => ({ open: frame === 4 ? 0.2 : 1, noisePx: 0.1, at: { x: 340 + frame, y: 240 } });
    expect(movementVote(historyOf(9, blinking))).toMatchObject({ reason: 'movement.blinked' });
    expect(movementVote(historyOf(9, (frame) => ({ ...blinking(frame), open: 1 }))).reason).not.toBe('movement.blinked');
    expect(movementVote(historyOf(9, (frame) => ({ ...blinking(frame), open: frame < 4 ? 1 : 0.2 }))).reason).not.toBe(
      'movement.blinked',
    );
  });

  it('measures the opening of the eyes', () => {
    expect(eyeOpening(meshesOf({}).visible)).toBeCloseTo(0.3);
    expect(eyeOpening(meshesOf({ open: 0.2 }).visible)).toBeCloseTo(0.06);
  });

  it('takes a turning head for a solid thing, and a sheet that is tilted for a flat one', () => {
    const head = historyOf(6, (frame) => ({ yawDeg: 2 * frame, noisePx: 0.2 }));
    expect(movementVote(head).score).toBeGreaterThan(0.4);
    // The network sees an angle, but the points only shrink together.
    const sheet = historyOf(6, { noisePx: 0.2 }).map((sample, frame) => ({
      ...sample,
      measures: { ...sample.measures, yawDeg: 2 * frame },
      mesh: sample.mesh.map((value, i) => (i % 3 === 0 ? 340 + (value - 340) * (1 - 0.01 * frame) : value)),
    }));
    expect(movementVote(sheet).score).toBeLessThan(0);
  });

  it('holds against a face that it does not move at all for a second', () => {
    expect(movementVote(historyOf(12, {}))).toMatchObject({ reason: 'movement.stiff', attack: 'copy' });
    expect(movementVote(historyOf(5, {})).score).toBe(0);
  });
});

describe('texture and the networks', () => {
  it('suspect a grid and a border, each a little', () => {
    const score = (texture: { periodicity?: number; border?: number }) => textureVote(historyOf(3, { texture })).score;
    const { periodicity, border } = parameters.texture;
    expect(score({})).toBeGreaterThan(0);
    expect(score({ periodicity, border })).toBeLessThan(score({ periodicity }));
    expect(score({ border })).toBeLessThan(-1);
  });

  it('never weigh more than a whisper when they are networks', () => {
    expect(Math.abs(networksVote(historyOf(3, { votes: { real: 0, live: 0 } })).score)).toBeLessThanOrEqual(0.3);
    expect(networksVote(historyOf(3, { votes: { real: 1, live: 1 } })).score).toBeGreaterThan(0);
    expect(networksVote(historyOf(3, {}))).toMatchObject({ score: 0 });
  });
});
