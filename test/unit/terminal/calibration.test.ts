import { beforeEach, describe, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { LaneNumber } from '../../../src/shared/lanes.ts';
import type { FrameObservation } from '../../../src/shared/vision/observation.ts';
import { Calibration, findingOf } from '../../../src/terminal/calibration.ts';
import { readCalibration } from '../../../src/terminal/calibration-store.ts';
import { fixedNow, openedStore, temporaryFolder } from '../store/fixture.ts';
import type { Store } from '../../../src/store/store.ts';
import { observationOf } from '../recognition/faces.ts';
import { pairedFrame, type Stand } from './liveness-frames.ts';

const { cameras } = Config.parse({ cameras: { infrared: 'IR camera' } });
let store: Store;
let time: { ms: number };
let shot = 0;
beforeEach(() => {
  store = openedStore(temporaryFolder());
  time = { ms: 0 };
});

const newCalibration = (baselineMm = 40, named = cameras, lane: LaneNumber = 1): Calibration =>
  new Calibration({
    meta: store.meta,
    audit: store.audit,
    cameras: named,
    lane,
    baselineMm,
    clock: { now: () => fixedNow + time.ms, monotonic: () => time.ms },
  });
const stand = (calibration: Calibration, where: Omit<Stand, 'shot'>, frames = 40): void => {
  for (let i = 0; i < frames; i += 1) calibration.observe(pairedFrame({ ...where, asideMm: 3 * (i % 7), shot: ++shot }));
};
const walk = (calibration: Calibration, baselineMm = 40): void => {
  calibration.act('start');
  stand(calibration, { distanceM: 0.5, baselineMm });
  stand(calibration, { distanceM: 1.5, baselineMm });
};

describe('calibrating', () => {
  it('goes from near to far to a result, and is kept for the next start', () => {
    const calibration = newCalibration();
    expect(calibration.act('start')).toMatchObject({ phase: 'near', samples: { near: 0 } });
    stand(calibration, { distanceM: 0.5 });
    expect(calibration.view()).toMatchObject({ phase: 'far', samples: { near: 30, far: 0 } });
    const other = newCalibration();
    other.act('start');
    stand(other, { distanceM: 0.5 }, 30);
    expect(other.view()).toMatchObject({ phase: 'far', obstacle: 'stepBack' });
    stand(calibration, { distanceM: 1.5 });
    // 640 px wide, and a face of 145 mm: far fewer than the 128 that are wanted at 1.5 m.
    expect(calibration.view().farFacePx).toBeCloseTo(55.7, 0);
    const { phase, learned } = calibration.view();
    expect([phase, learned?.finding]).toEqual(['learned', 'agrees']);
    expect(learned?.baselineMm).toBeCloseTo(40, 0);
    expect(readCalibration(store.meta, cameras)).toBeNull();
    expect(calibration.act('save')).toMatchObject({ phase: 'idle', kept: { isInUse: false, isForTheseCameras: true } });
    expect(readCalibration(store.meta, cameras)).toEqual(learned?.calibration);
    expect(newCalibration().view().kept).toMatchObject({ isInUse: true });
  });

  it('is written to the audit log when it is saved and when it is deleted', () => {
    const calibration = newCalibration();
    walk(calibration);
    calibration.act('save');
    calibration.act('reset');
    calibration.act('reset');
    expect(readCalibration(store.meta, cameras)).toBeNull();
    expect(store.audit.list({ beforeId: null, limit: 9 }).map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'admin calibration.reset',
      'admin calibration.saved',
    ]);
  });

  it('of the second lane is kept beside the first one’s, and the audit log says whose it is', () => {
    const first = newCalibration();
    walk(first);
    first.act('save');
    const second = newCalibration(60, cameras, 2);
    walk(second, 60);
    second.act('save');
    expect([1, 2].map((lane) => readCalibration(store.meta, cameras, lane === 1 ? 1 : 2)?.learnedAtMs)).not.toContain(undefined);
    expect(store.audit.list({ beforeId: null, limit: 9 }).map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^lane 2: (5\d|6\d)\.\d mm$/),
      expect.stringMatching(/^\d+\.\d mm$/),
    ]);
    first.act('reset');
    expect([readCalibration(store.meta, cameras), readCalibration(store.meta, cameras, 2)]).toEqual([null, expect.anything()]);
  });

  it('that is discarded leaves the one that was kept', () => {
    const calibration = newCalibration();
    walk(calibration);
    const before = calibration.act('save').kept;
    walk(calibration, 60);
    expect(calibration.act('discard')).toMatchObject({ phase: 'idle', kept: before });
  });

  it('does not belong to other cameras', () => {
    const calibration = newCalibration();
    walk(calibration);
    calibration.act('save');
    const others = { ...cameras, infrared: 'Another camera' };
    expect(readCalibration(store.meta, others)).toBeNull();
    expect(newCalibration(40, others).view().kept).toMatchObject({ isForTheseCameras: false, isInUse: false });
  });

  it('warns when the lenses are further apart than configured', () => {
    const calibration = newCalibration(40);
    walk(calibration, 65);
    expect(calibration.view().learned).toMatchObject({ finding: 'differs', configuredMm: 40 });
  });

  it('ends by itself, saying what was missing', () => {
    const calibration = newCalibration();
    calibration.act('start');
    stand(calibration, { distanceM: 0.5 });
    time.ms = 121_000;
    expect(calibration.view()).toMatchObject({ phase: 'failed', problem: 'tooFew' });
    expect(calibration.act('save')).toMatchObject({ phase: 'failed', kept: null });
  });
});

describe('a calibration that nobody leads any more', () => {
  it('says that no picture comes when the camera dies half-way, and goes on when it is back', () => {
    const calibration = newCalibration();
    calibration.act('start');
    stand(calibration, { distanceM: 0.5 }, 10);
    expect(calibration.view()).toMatchObject({ obstacle: null, samples: { near: 10 } });
    time.ms = 2_000;
    expect(calibration.view()).toMatchObject({ phase: 'near', obstacle: 'noPicture' });
    stand(calibration, { distanceM: 0.5 }, 1);
    expect(calibration.view()).toMatchObject({ obstacle: null, samples: { near: 11 } });
  });

  it('learns nothing from those who pass after its time', () => {
    const calibration = newCalibration();
    calibration.act('start');
    stand(calibration, { distanceM: 0.5 }, 10);
    time.ms = 3_600_000;
    stand(calibration, { distanceM: 0.5 });
    stand(calibration, { distanceM: 1.5 });
    expect(calibration.view()).toMatchObject({ phase: 'failed', problem: 'tooFew', samples: { near: 10, far: 0 } });
  });
});

describe('a frame is no sample', () => {
  const frame = (change: (paired: FrameObservation) => FrameObservation = (paired) => paired): FrameObservation =>
    change(pairedFrame({ distanceM: 0.5, shot: ++shot }));
  const withInfrared =
    (infrared: null | { readonly face: null }) =>
    (paired: FrameObservation): FrameObservation =>
      paired.evidence?.infrared
        ? { ...paired, evidence: { ...paired.evidence, infrared: infrared && { ...paired.evidence.infrared, ...infrared } } }
        : paired;

  it.each([
    ['noFace', observationOf(null)],
    ['notMeasured', observationOf({ mark: 1 })],
    ['severalFaces', pairedFrame({ distanceM: 0.5, shot: 1, face: { rivals: 1 } })],
    ['turnedAway', pairedFrame({ distanceM: 0.5, shot: 1, face: { measures: { yawDeg: -20 } } })],
    ['moving', pairedFrame({ distanceM: 0.5, shot: 1, face: { motion: 0.2 } })],
    ['noInfrared', frame(withInfrared(null))],
    ['noInfraredFace', frame(withInfrared({ face: null }))],
    ['comeCloser', pairedFrame({ distanceM: 1.5, shot: 1 })],
  ])('because of %s', (obstacle, observation) => {
    const calibration = newCalibration();
    calibration.act('start');
    calibration.observe(observation);
    expect(calibration.view()).toMatchObject({ phase: 'near', samples: { near: 0 }, obstacle });
  });

  it('when it repeats the pictures of the one before', () => {
    const calibration = newCalibration();
    calibration.act('start');
    const same = frame();
    calibration.observe(same);
    calibration.observe(same);
    expect(calibration.view()).toMatchObject({ samples: { near: 1 }, obstacle: null });
  });

  it('when it was taken no further away than the near ones', () => {
    const calibration = newCalibration();
    calibration.act('start');
    stand(calibration, { distanceM: 0.5 }, 32);
    stand(calibration, { distanceM: 0.7 }, 3);
    expect(calibration.view()).toMatchObject({ phase: 'far', samples: { far: 0 }, obstacle: 'stepBack' });
  });
});

it.each([
  [40, 40, 'agrees'],
  [33, 40, 'agrees'],
  [55, 40, 'differs'],
  [-40, 40, 'otherSide'],
  [2, 40, 'differs'],
  [-5, 5, 'differs'],
])('%i mm learned against %i mm configured: %s', (learned, configured, finding) => {
  expect(findingOf(learned, configured)).toBe(finding);
});
