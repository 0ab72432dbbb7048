import type { Hint } from '../../shared/hint.ts';
import type { Reflectance, RegionLuma } from '../../shared/vision/liveness/evidence.ts';
import type { CueVote } from './cue.ts';
import { exposure, reflectance } from './parameters.ts';
import { freshPairs, type History } from './sample.ts';
import { clamp, median, normal } from './statistics.ts';
import { vote } from './vote.ts';

const cheeksOf = ({ leftCheek, rightCheek }: RegionLuma): number => (leftCheek + rightCheek) / 2;
/** Luma below this is the sensor's offset rather than light. */
const FLOOR = 4;
const logRatio = (a: number, b: number): number => Math.log(Math.max(FLOOR, a) / Math.max(FLOOR, b));

/** The face is neither too dark nor burnt out in infrared. */
export function isWellLit({ infrared }: Reflectance): boolean {
  const cheeks = cheeksOf(infrared);
  return cheeks >= exposure.darkest && cheeks <= exposure.brightest;
}

/** What is wrong with the light of a face that is not well lit. */
export const lightHint = ({ infrared }: Reflectance): Hint => (cheeksOf(infrared) < exposure.darkest ? 'tooDark' : 'tooBright');

/** How much of the skin's contrast infrared keeps: ink on paper little, a grey copy all of it. Log-likelihood ratio. */
function keptScore(history: History): number {
  const kept = freshPairs(history).flatMap(({ infrared: { surface } }) => (surface === null ? [] : [surface.kept]));
  if (kept.length === 0) return 0;
  const { inkKept, skinKept, copyKept, keptLeast, keptMost } = reflectance;
  const share = Math.log(Math.max(0.01, median(kept)));
  if (share < inkKept.centre) return keptLeast;
  const of = ({ centre, spread }: typeof inkKept | typeof skinKept | typeof copyKept): number => normal(share, centre, spread);
  const odds = Math.log((of(skinKept) + 0.01) / ((of(inkKept) + of(copyKept)) / 2 + 0.01));
  // What keeps everything is a grey copy, or lit as the visible picture is: no sign of ink.
  return clamp(odds, share > skinKept.centre ? 0 : keptLeast, keptMost);
}

/** Do skin, lips and the surroundings answer infrared light as living ones do, or as ink on paper does? */
export function reflectanceVote(history: History): CueVote {
  const measured = freshPairs(history).flatMap(({ infrared }) =>
    infrared.reflectance !== null && isWellLit(infrared.reflectance) ? [infrared.reflectance] : [],
  );
  if (measured.length === 0) return vote('reflectance', 0, 'notMeasured');
  const of = (measure: (one: Reflectance) => number): number => median(measured.map(measure));
  const contrast = of((one) => one.infraredContrast / Math.max(1, one.visibleContrast));
  if (contrast < reflectance.vanished) return vote('reflectance', reflectance.vanishedScore, 'inkVanished', 'print');
  if (contrast < reflectance.faint) return vote('reflectance', reflectance.faintScore, 'inkFaint', 'print');
  const lips = of(
    ({ infrared, visible }) => logRatio(infrared.lips, cheeksOf(infrared)) - logRatio(visible.lips, cheeksOf(visible)),
  );
  const ground = of(
    ({ infrared, visible }) => logRatio(cheeksOf(infrared), infrared.ground) - logRatio(cheeksOf(visible), visible.ground),
  );
  const kept = keptScore(history);
  if (kept <= reflectance.faintScore) return vote('reflectance', kept, 'inkFaint', 'print');
  const score =
    kept + (lips > reflectance.lips ? reflectance.lipsScore : 0) + (ground > reflectance.ground ? reflectance.groundScore : 0);
  return score > 0
    ? vote('reflectance', clamp(score, 0, reflectance.most), 'skin')
    : vote('reflectance', reflectance.sameScore, 'sameGrey', 'print');
}
