import { expect, it } from 'vitest';
import { askAgainMs, walkOf } from '../../../renderer/admin/calibration-going-on.ts';
import type { CalibrationView } from '../../../src/shared/vision/liveness/calibration-view.ts';

const at = (phase: CalibrationView['phase']): CalibrationView => ({
  kept: null,
  configuredMm: 40,
  phase,
  samples: { near: 0, far: 0, wanted: 30 },
  obstacle: null,
  learned: null,
  farFacePx: null,
  problem: null,
});
const lanes = (...phases: CalibrationView['phase'][]) =>
  phases.map((phase, index) => ({ lane: index + 1, calibration: { view: at(phase) } }));

it('a calibration that goes on has the page for itself, the first of two', () => {
  expect(walkOf(lanes('idle', 'far'), true)?.lane).toBe(2);
  expect(walkOf(lanes('learned', 'near'), true)).toMatchObject({ lane: 1, view: { phase: 'learned' } });
  expect(walkOf(lanes('idle', 'idle'), true)).toBeNull();
  expect(walkOf([{ calibration: { view: null } }], true)).toBeNull();
});

it('whoever may not lead it on keeps the page, and no button of the walk', () => {
  for (const phase of ['near', 'far', 'learned', 'failed'] as const) expect(walkOf(lanes(phase), false)).toBeNull();
});

it('main is asked again while samples are counted; from elsewhere, more slowly, until nothing goes on any more', () => {
  const phases = ['idle', 'near', 'far', 'learned', 'failed'] as const;
  expect(phases.map((phase) => askAgainMs(at(phase), true))).toEqual([null, 400, 400, null, null]);
  expect(phases.map((phase) => askAgainMs(at(phase), false))).toEqual([null, 2_000, 2_000, 2_000, 2_000]);
  expect([true, false].map((mayCalibrate) => askAgainMs(null, mayCalibrate))).toEqual([null, null]);
});
