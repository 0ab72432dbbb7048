import type { Candidate, SearchResult } from './gallery.ts';
import type { Calibration, GalleryLimits } from './manifest.ts';

/** What a search must show so that it names a worker; cosines. */
export interface MatchLimits {
  /** The best worker must reach this. */
  readonly threshold: number;
  /** He must lead the next one by this much: one face under two ids names neither. */
  readonly margin: number;
  /**
   * So much must be left of his score when `RUNNER_UP_SHARE` of the next one's is taken off. Where the people of a gallery
   * look much alike, or are many, the runner-up of a stranger is high too: so more is asked there than elsewhere.
   */
  readonly lead: number;
}

/**
 * Between 0 (the score alone) and 1 (the lead alone): at a half one limit holds the false alarms near 1 % from 20 people to
 * 400, mixed or much alike, for which the score alone needs limits from 0.47 to 0.65.
 */
const RUNNER_UP_SHARE = 0.5;

/** Score less what the runner-up takes off it: what `lead` is compared with. A runner-up unlike the face takes off nothing. */
export const leadOf = ({ best, runnerUp }: SearchResult): number =>
  (best?.score ?? -1) - RUNNER_UP_SHARE * Math.max(0, runnerUp?.score ?? 0);

/** The worker whom the search names, or null. */
export function namedBy(search: SearchResult, { threshold, margin, lead }: MatchLimits): Candidate | null {
  const { best, runnerUp } = search;
  if (!best || best.score < threshold || best.score - (runnerUp?.score ?? -1) < margin) return null;
  return leadOf(search) >= lead ? best : null;
}

/** Limits for a gallery of so many templates, straight between the calibrated sizes on a logarithmic scale. */
export function limitsFor(calibration: Calibration, templates: number): MatchLimits {
  const { threshold, margin } = calibration;
  const size = sizeIn(calibration, templates);
  if (!size) return { threshold, margin, lead: -1 };
  return { threshold: size.between((limits) => limits.threshold), margin, lead: size.between((limits) => limits.lead) };
}

/** What single pictures are expected to do with these limits; null where that was not measured. */
export function expectedFor(calibration: Calibration, templates: number): NonNullable<GalleryLimits['expected']> | null {
  const size = sizeIn(calibration, templates);
  if (!size?.from.expected || !size.to.expected) return null;
  return {
    falsePositive: size.between(({ expected }) => expected?.falsePositive ?? 0),
    falseNegative: size.between(({ expected }) => expected?.falseNegative ?? 0),
    isExtrapolated: size.to.expected.isExtrapolated,
  };
}

/** The calibrated sizes on both sides, and what lies between them. */
function sizeIn({ byGallery }: Calibration, templates: number) {
  const above = byGallery.find((limits) => limits.templates >= templates);
  const below = byGallery.findLast((limits) => limits.templates <= templates);
  const from = below ?? above;
  const to = above ?? below;
  if (!from || !to) return null;
  const way = from === to ? 0 : Math.log(templates / from.templates) / Math.log(to.templates / from.templates);
  return { from, to, between: (of: (limits: GalleryLimits) => number): number => of(from) + way * (of(to) - of(from)) };
}
