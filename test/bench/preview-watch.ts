import type { Page } from 'playwright-core';
import { percentile } from './percentiles.ts';

/** A picture of the camera on its way to the screen, as Chromium tells the page of it. */
export interface PreviewFrame {
  /** When it was handed to the compositor, ms since the epoch. */
  readonly atMs: number;
  /** How many there were so far; counts those too of which the page was not told. */
  readonly number: number;
  /** Whether a punch's picture lies over it. */
  readonly isCovered: boolean;
}

/** Follows the pictures of the kiosk's preview from inside its page. */
export class PreviewWatch {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async begin(page: Page): Promise<PreviewWatch> {
    await page.evaluate(() => {
      const video = document.querySelector<HTMLVideoElement>('.live .stream__video');
      if (!video) throw new Error('there is no preview');
      const frames: PreviewFrame[] = [];
      Object.assign(window, { previewFrames: frames });
      const next = (_now: number, { presentationTime, presentedFrames }: VideoFrameCallbackMetadata): void => {
        const atMs = performance.timeOrigin + presentationTime;
        frames.push({ atMs, number: presentedFrames, isCovered: document.querySelector('.passage') !== null });
        video.requestVideoFrameCallback(next);
      };
      video.requestVideoFrameCallback(next);
    });
    return new PreviewWatch(page);
  }

  /** All so far. */
  frames(): Promise<readonly PreviewFrame[]> {
    return this.#page.evaluate(() => (window as { previewFrames?: PreviewFrame[] }).previewFrames ?? []);
  }
}

/** A stretch of time, ms since the epoch. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Between each picture and the next, while nothing lay over them. */
export function openStretches(frames: readonly PreviewFrame[], { fromMs, toMs }: Stretch): readonly Stretch[] {
  return frames.slice(1).flatMap((frame, index) => {
    const before = frames[index];
    if (before === undefined || before.isCovered || frame.isCovered) return [];
    return before.atMs >= fromMs && frame.atMs < toMs ? [{ fromMs: before.atMs, toMs: frame.atMs }] : [];
  });
}

const openMs = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** How smooth the preview was in that time. Gaps are as the page saw them: where it missed one, they are longer than they were. */
export function previewRate(frames: readonly PreviewFrame[], within: Stretch) {
  const open = openStretches(frames, within);
  const shown = new Map(frames.map(({ atMs, number }) => [atMs, number]));
  const count = open.reduce((sum, { fromMs, toMs }) => sum + (shown.get(toMs) ?? 0) - (shown.get(fromMs) ?? 0), 0);
  const gaps = open.map(({ fromMs, toMs }) => toMs - fromMs);
  return {
    seconds: Number((openMs(open) / 1_000).toFixed(1)),
    framesPerSecond: Number(((1_000 * count) / openMs(open)).toFixed(2)),
    slowestSecond: slowestSecond(open),
    gapMs: {
      p50: Math.round(percentile(gaps, 0.5)),
      p95: Math.round(percentile(gaps, 0.95)),
      worst: Math.round(Math.max(...gaps)),
      over100: gaps.filter((gap) => gap > 100).length,
    },
  };
}

/** Fewest pictures that the page was told of in any whole second in which nothing lay over them. */
function slowestSecond(open: readonly Stretch[]): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (let first = 0, last = 0; last < open.length; last += 1) {
    const [begin, end, before] = [open[first], open[last], open[last - 1]];
    if (begin === undefined || end === undefined) break;
    if (before !== undefined && before.toMs !== end.fromMs) first = last;
    while (end.toMs - (open[first + 1]?.fromMs ?? end.toMs) >= 1_000) first += 1;
    if (end.toMs - (open[first]?.fromMs ?? end.toMs) >= 1_000) fewest = Math.min(fewest, last - first + 1);
  }
  return fewest;
}

/** How often the display was drawn while the preview was open, each second. `drawsAtMs`: within one of the `traced` stretches. */
export function drawsPerSecond(
  frames: readonly PreviewFrame[],
  drawsAtMs: readonly number[],
  traced: readonly Stretch[],
): number | null {
  const open = traced.flatMap((stretch) => openStretches(frames, stretch));
  if (open.length === 0) return null;
  const draws = drawsAtMs.filter((atMs) => open.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs));
  return Number(((1_000 * draws.length) / openMs(open)).toFixed(2));
}
