import { z } from 'zod';
import type { Config } from '../config/schema.ts';
import { readManifest, recogniserOf, type Calibration } from '../recognition/manifest.ts';
import { expectedFor, limitsFor } from '../recognition/match-limits.ts';
import { Fault } from '../shared/fault.ts';
import { SiteRate } from '../shared/site-rate.ts';
import type { LearntTemplates } from '../store/learnt-templates.ts';
import type { Store } from '../store/store.ts';

/** What is asked of a face at the size that the gallery has now; cosines. */
export const Matching = z.object({
  templates: z.number(),
  threshold: z.number(),
  margin: z.number(),
  lead: z.number(),
  /** Shares of single pictures; null where nobody measured them, or the site chose a threshold of its own. */
  expected: z.object({ falsePositive: z.number(), falseNegative: z.number(), isExtrapolated: z.boolean() }).nullable(),
  /** What the site's own people show; null until it was measured, and on a stopped terminal. */
  site: SiteRate.nullable().default(null),
});
export type Matching = z.infer<typeof Matching>;

/** Null when there is no manifest to tell: what else the status says must not fail for it. */
export function matchingNow(
  modelsDir: string,
  config: { readonly recognition: Pick<Config['recognition'], 'threshold'> },
  store: Pick<Store, 'counts'> & { readonly learnt: Pick<LearntTemplates, 'counts'> },
  site: SiteRate | null = null,
): Matching | null {
  const calibration = calibrationIn(modelsDir);
  if (calibration === null) return null;
  // What was learnt at the gate is searched as well.
  const templates = store.counts().templates + store.learnt.counts().templates;
  const configured = config.recognition.threshold;
  const limits = limitsFor(calibration, templates);
  if (configured !== null) return { templates, ...limits, threshold: configured, expected: null, site };
  return { templates, ...limits, expected: expectedFor(calibration, templates), site };
}

function calibrationIn(modelsDir: string): Calibration | null {
  try {
    return recogniserOf(readManifest(modelsDir)).calibration;
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}
