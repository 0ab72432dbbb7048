import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { Stretch } from './preview-watch.ts';

interface TraceEvent {
  readonly name: string;
  /** µs of a clock of its own. */
  readonly ts: number;
}

/** When the whole display was drawn anew, ms since the epoch, within `traced`. */
export interface DrawnFrames {
  readonly traced: Stretch;
  readonly atMs: readonly number[];
}

const MARK = 'bench-zero';

/** What Chromium's display compositor tells of its drawing during `ms`. */
export async function traceDrawing(browser: Browser, page: Page, ms: number): Promise<DrawnFrames> {
  await browser.startTracing(page, { categories: ['viz', 'blink.user_timing'] });
  // Both clocks at one moment.
  const fromMs = await page.evaluate((mark) => performance.timeOrigin + performance.mark(mark).startTime, MARK);
  await pause(ms);
  const toMs = fromMs + ms;
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const zeroUs = traceEvents.find(({ name }) => name === MARK)?.ts;
  if (zeroUs === undefined) throw new Error('Chromium traced nothing');
  const draws = traceEvents.filter(({ name }) => name === 'DirectRenderer::DrawFrame');
  return { traced: { fromMs, toMs }, atMs: draws.map(({ ts }) => fromMs + (ts - zeroUs) / 1_000) };
}
