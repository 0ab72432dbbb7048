import { LaneNumber } from '../lanes.ts';
import { LiveView } from '../live-view.ts';
import { SiteRateView } from '../site-rate.ts';
import { TuningView } from '../tuning-view.ts';
import { call, Session } from './parts.ts';

/** The admin side's calls about limits and what they would have done. */
export const tuningCalls = {
  /** The last 200 passages with a score: punches, and faces that were not recognised. */
  'tuning.passages': call(Session, TuningView),
  /** What is measured of the face before the lane's cameras, default the first's; kept in memory, and only while somebody asks again and again. */
  'tuning.live': call(Session.extend({ lane: LaneNumber.optional() }), LiveView),
  /** How often this site's own people would be taken for each other. */
  'tuning.siteRate': call(Session, SiteRateView),
} as const;
