import { acceptable, fewestWorkers, percentText as percent, type SiteRate } from '../shared/site-rate.ts';

const limit = `${String(100 * acceptable)} %`;

/** A line for the technician's console, and one more where something is to be done. */
export function siteRateText(site: SiteRate | null): string {
  if (site === null)
    return "this site's own people: not measured yet; it is done while nobody is at the gate, a minute after the roster last changed\n";
  const { atMs, workers, named, lookalikes, doubles, rate } = site;
  const measured = `of this site's own people, measured ${new Date(atMs).toISOString()}`;
  const apart =
    doubles === 0 ? '' : `; ${String(doubles)} more for somebody of the same name, most likely one person under two ids`;
  if (rate === null)
    return `${measured}: ${String(workers)} with a photograph are too few for a rate, it takes ${String(fewestWorkers)}${apart}\n`;
  const shown = lookalikes === 0 ? '' : `, ${String(lookalikes)} of them for somebody whom \`people list\` shows as very alike`;
  const share = `${String(named)} of ${String(workers)} (${percent(rate.share)}, 95 % interval ${percent(rate.low)} to ${percent(rate.high)})`;
  const line = `${measured}: ${share} would be taken for somebody else on one picture${shown}${apart}; the gate asks two pictures to agree\n`;
  return site.isHigh ? `${line}${wayOut(site)}\n` : line;
}

function wayOut({ lookalikes, neededThreshold }: SiteRate): string {
  // A threshold that is raised because of one person under two ids turns everybody else away for nothing.
  const first = lookalikes === 0 ? '' : 'see first whether those who are very alike are one person under two ids; then ';
  if (neededThreshold === null) return `that is more than ${limit}, and no threshold helps: ${first}take better photographs`;
  return `that is more than ${limit}: ${first}raise recognition.threshold to ${neededThreshold.toFixed(3)}, with which at most ${limit} would be (workers are recognised less readily then), or take better photographs`;
}

/** The same for the state's detail, in no language. */
export function siteRateDetail({ named, workers, rate, neededThreshold }: SiteRate): string {
  const interval = rate === null ? '' : ` = ${percent(rate.share)} (${percent(rate.low)} – ${percent(rate.high)})`;
  const key = neededThreshold === null ? '' : `; ≤ ${limit}: recognition.threshold ${neededThreshold.toFixed(3)}`;
  return `${String(named)}/${String(workers)}${interval}${key}`;
}
