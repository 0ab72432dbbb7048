import { limitsFor } from '../../src/recognition/match-limits.ts';
import type { Calibration } from '../../src/recognition/manifest.ts';
import { failuresToEnrol, pairsOfAlbum, peopleOfAlbum, sceneOf, type Album } from './album.ts';
import type { CrossFitLine } from './cross-fit.ts';
import type { DegradedLine } from './degraded-probes.ts';
import type { GateTrial } from './gate-trial.ts';
import type { LearningPassages } from './learning-sequences.ts';
import type { LearningTrial } from './learning-trial.ts';
import { growth, type GrowthPoint } from './growth.ts';
import { identify, type Identification } from './identification.ts';
import { searchAll } from './searches.ts';
import type { SiteRateTrial } from './site-rate-trial.ts';
import { nothingRemoved, type Removed } from './removed-pairs.ts';
import { verify, type Verification } from './verification.ts';

/** Everything that was measured on one set of labels. */
export interface Measured {
  readonly verification: Verification;
  /** Gallery of the people alone, and with what fills it; null where there is nothing to fill it with. */
  readonly peopleOnly: Identification;
  readonly filled: Identification | null;
}

export interface EvaluationReport {
  readonly at: string;
  readonly machine: string;
  readonly model: { readonly name: string; readonly sha256: string };
  readonly calibration: Pick<Calibration, 'threshold' | 'margin' | 'byGallery'>;
  readonly half: string;
  readonly data: {
    readonly people: number;
    readonly pictures: number;
    readonly strangers: number;
    readonly fillers: number;
    readonly failuresToEnrol: Readonly<Record<string, number>>;
  };
  /** As the folders name the pictures, and without those that are known to be named wrongly. */
  readonly asNamed: Measured;
  readonly corrected: Measured | null;
  /** With the corrected names. */
  readonly growth: readonly GrowthPoint[];
  readonly listedPairs: { readonly pairs: number; readonly accuracy: number; readonly error: number } | null;
  readonly sequences: GateTrial | null;
  readonly degraded: readonly DegradedLine[];
  /** Templates learnt at the gate, with the corrected names; null where that was not asked for, or shows nothing. */
  readonly learning: LearningTrial | null;
  readonly learningPassages: LearningPassages | null;
  /** With the corrected names; null where that was not asked for. */
  readonly siteRate: SiteRateTrial | null;
  /** With the corrected names; null where that was not asked for. */
  readonly crossFit: readonly CrossFitLine[] | null;
  readonly seconds: number;
}

/** 1:1 and 1:N of one album. */
export function measure(album: Album, templates: number | null, calibration: Calibration, removed: Removed): Measured {
  const { pictures } = album;
  const known = pictures.filter(({ isStranger }) => !isStranger).length;
  const people = peopleOfAlbum(album);
  const identified = (limit: number | null): Identification => {
    const searches = searchAll(sceneOf(album, limit, removed));
    return identify(searches, limitsFor(calibration, searches.templates));
  };
  return {
    verification: verify(pictures, pairsOfAlbum(album, removed)),
    peopleOnly: identified(Math.min(people, templates ?? people)),
    filled: known < pictures.length && (templates ?? Infinity) > people ? identified(templates) : null,
  };
}

/** All that pictures alone show. `removed`: null when nothing is to be corrected. */
export function measureAlbum(album: Album, templates: number | null, calibration: Calibration, removed: Removed | null) {
  const { pictures, fillers } = album;
  const strangers = pictures.filter(({ isStranger }) => isStranger);
  return {
    data: {
      people: peopleOfAlbum(album),
      pictures: pictures.length - strangers.length,
      strangers: strangers.length,
      fillers: fillers.size,
      failuresToEnrol: failuresToEnrol(pictures),
    },
    asNamed: measure(album, templates, calibration, nothingRemoved),
    corrected: removed && measure(album, templates, calibration, removed),
    growth: growth(sceneOf(album, templates, removed ?? nothingRemoved), calibration),
  };
}
