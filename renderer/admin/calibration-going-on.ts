import type { CalibrationView } from '../../src/shared/vision/liveness/calibration-view.ts';

/** How often the samples are counted while they are collected, ms. */
const COUNT_MS = 400;
/** How often is looked from elsewhere whether it still goes on, ms. */
const LOOK_MS = 2_000;

/** Samples are collected, or what came of them waits to be saved or discarded. */
export const goesOn = (view: CalibrationView | null): view is CalibrationView => view !== null && view.phase !== 'idle';

/** The lane whose calibration has the page for itself: only there where it can be led on. */
export function walkOf<L extends { readonly calibration: { readonly view: CalibrationView | null } }>(
  lanes: readonly L[],
  mayCalibrate: boolean,
): (L & { readonly view: CalibrationView }) | null {
  if (!mayCalibrate) return null;
  for (const lane of lanes) {
    const { view } = lane.calibration;
    if (goesOn(view)) return { ...lane, view };
  }
  return null;
}

/** After what time main is asked again, ms; null: what it says changes with what is done here alone. */
export function askAgainMs(view: CalibrationView | null, mayCalibrate: boolean): number | null {
  if (!mayCalibrate) return goesOn(view) ? LOOK_MS : null;
  return view?.phase === 'near' || view?.phase === 'far' ? COUNT_MS : null;
}
