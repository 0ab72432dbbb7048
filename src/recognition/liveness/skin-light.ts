import { reflectance } from './parameters.ts';
import { freshPairs, type History } from './sample.ts';
import { clamp, median, normal } from './statistics.ts';

/** Log-likelihood ratios of living skin against each thing that could be there instead, by what the two lights make of it; bounded. */
export interface SkinLight {
  /** Against ink on paper, of which infrared shows little. */
  readonly ink: number;
  /** Against a paper mask with living eyes in its holes: ink that cannot be laid on what infrared shows. */
  readonly mask: number;
  /** Against a grey copy, which is the same in both. */
  readonly copy: number;
}

/** A likelihood of nothing at all: what was measured can always be an accident. */
const ACCIDENT = 0.01;

/** Null when no surface was measured. */
export function skinLight(history: History): SkinLight | null {
  const surfaces = freshPairs(history).flatMap(({ infrared: { surface } }) => (surface === null ? [] : [surface]));
  if (surfaces.length === 0) return null;
  const { skin, ink, mask, copy, least, most, mostMask } = reflectance.surface;
  const kept = Math.log(Math.max(0.01, median(surfaces.map((one) => one.kept))));
  const alike = median(surfaces.map((one) => one.alike));
  const of = (value: number, { centre, spread }: { readonly centre: number; readonly spread: number }): number =>
    normal(value, centre, spread);
  // More alike than skin usually is speaks for no mask, and less contrast than ink usually keeps for no skin.
  const likeSkin = of(Math.min(alike, skin.alike.centre), skin.alike);
  const likeMask = of(Math.max(alike, mask.alike.centre), mask.alike);
  const keptBySkin = of(kept, skin.kept);
  const keptByInk = of(Math.max(kept, ink.kept.centre), ink.kept);
  const odds = (living: number, other: number, bound: number): number =>
    clamp(Math.log((living + ACCIDENT) / (other + ACCIDENT)), least, bound);
  return {
    ink: odds(keptBySkin, keptByInk, most),
    mask: odds(keptBySkin * likeSkin, of(kept, mask.kept) * likeMask, mostMask),
    copy: odds(keptBySkin, of(kept, copy.kept), most),
  };
}
