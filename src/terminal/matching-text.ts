import type { CommandOutput } from './commands.ts';
import { siteRateText } from './site-rate-text.ts';

/** What is asked of a face, what others' pictures and the site's own people let one expect of that. */
export function matchingText({ isRunning, matching }: Pick<CommandOutput<'status'>, 'isRunning' | 'matching'>): string {
  if (matching === null) return '';
  const { templates, threshold, lead, expected, site } = matching;
  const asked = `asked of a face: ${threshold.toFixed(3)} alike, ${lead.toFixed(3)} with half of the next one's taken off`;
  const own = isRunning ? siteRateText(site) : '';
  if (expected === null) return `${asked}\n${own}`;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const source = expected.isExtrapolated ? ', drawn on from smaller galleries' : '';
  return `${asked}; of single pictures, by press photographs at ${String(templates)} templates${source}: ${percent(expected.falsePositive)} of strangers taken for a worker, ${percent(expected.falseNegative)} of workers not recognised; the gate asks two pictures to agree\n${own}`;
}
