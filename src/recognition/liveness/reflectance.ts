import type { Hint } from '../../shared/hint.ts';
import type { Reflectance, RegionLuma } from '../../shared/vision/liveness/evidence.ts';
import { stands, type Against, type CueVote } from './cue.ts';
import { exposure, reflectance } from './parameters.ts';
import { freshPairs, type History } from './sample.ts';
import { skinLight } from './skin-light.ts';
import { median } from './statistics.ts';
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
  // A sheet near the lamp is lit as a face is, and ink may fade as lips do: these two speak against grey copies alone.
  const asSkin =
    (lips > reflectance.lips ? reflectance.lipsScore : 0) + (ground > reflectance.ground ? reflectance.groundScore : 0);
  const light = skinLight(history);
  const copy = (light?.copy ?? 0) + asSkin;
  const against: Against = {
    print: light?.ink ?? copy,
    mask: light?.mask ?? copy,
    copy: copy > 0 ? Math.min(copy, reflectance.most) : reflectance.sameScore,
  };
  const score = Math.min(...stands.map((stand) => against[stand]));
  if (score > 0) return vote('reflectance', score, 'skin', null, against);
  if (score === against.mask) return vote('reflectance', score, 'unlike', 'mask', against);
  return vote('reflectance', score, score === against.copy ? 'sameGrey' : 'inkFaint', 'print', against);
}
