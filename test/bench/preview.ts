import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type { GatePlace } from '../e2e/support/gate-place.ts';
import { hasPictures } from '../e2e/support/pictures.ts';
import { freePort, pageOfTerminal } from '../e2e/support/terminal-page.ts';
import { seenFrames } from './appearances.ts';
import { arrive } from './arrive.ts';
import { type BenchOptions, uprightScreen, wordsOf } from './bench-options.ts';
import { type DrawnFrames, traceDrawing } from './drawn-frames.ts';
import { gateScene } from './gate-scene.ts';
import { jitteredPeople } from './jittered-people.ts';
import { summary } from './percentiles.ts';
import { drawsPerSecond, type PreviewFrame, previewRate, PreviewWatch, type Stretch } from './preview-watch.ts';
import { OthersOnMachine } from './process-use.ts';
import { startProvince } from './province.ts';

const ROSTER = 1_000;
const ARRIVING = 1_000;
const BEFORE_MS = 30_000;
/** Tracing costs a little itself: a part of the time alone. */
const TRACED_MS = 8_000;
const TRACED_EVERY_MS = 40_000;

/**
 * How smooth the kiosk's preview is on a whole terminal while its film is analysed and workers come and go: alone, then while people arrive.
 * `arriving`: people; default 1,000. `platform`: who sends them; default `zhejiang`. With `liveness` before two cameras, on SIMULATED heads.
 * `size`: of the screen; default 800x1280.
 */
export async function benchPreview(options: BenchOptions): Promise<Record<string, unknown>> {
  if (!hasPictures) return { skipped: 'no pictures' };
  const folder = mkdtempSync(join(tmpdir(), 'bench-preview-'));
  const screen = wordsOf(options.screen ?? uprightScreen);
  const people = await jitteredPeople(join(folder, 'people'), options.arriving ?? ARRIVING);
  const province = await startProvince(options.platform ?? 'zhejiang');
  let scene: GatePlace | null = null;
  let browser: Browser | null = null;
  try {
    const platform = province.config({ asksSoon: true });
    scene = await gateScene({ roster: ROSTER, platform, liveness: options.liveness });
    const port = await freePort();
    const terminal = await scene.start({ TERMINAL_LOG: 'debug', TERMINAL_CDP_PORT: String(port), TERMINAL_WINDOW: screen });
    await terminal.event('vision', 'ready', 90_000);
    const shown = await pageOfTerminal(port);
    browser = shown.browser;
    const shownOn = await shown.page.evaluate(() => `${String(innerWidth)}x${String(innerHeight)}`);
    if (shownOn !== screen) throw new Error(`the page is drawn for ${shownOn}, not for ${screen}`);
    const watch = await PreviewWatch.begin(shown.page);
    const traces: DrawnFrames[] = [];
    const trace = async (): Promise<void> => void traces.push(await traceDrawing(shown.browser, shown.page, TRACED_MS));

    const others = new OthersOnMachine();
    const beganAtMs = Date.now();
    await trace();
    await pause(BEFORE_MS - TRACED_MS);
    const otherCores = others.cores();
    const end = { isOver: false };
    const arriving = arrive(province, people, terminal.pid ?? 0);
    const ended = (): void => void (end.isOver = true);
    const over = arriving.then(ended, ended);
    while (!end.isOver) {
      await trace();
      await Promise.race([over, pause(TRACED_EVERY_MS - TRACED_MS)]);
    }
    const { askedAtMs, endAtMs, told } = await arriving;
    const frames = await watch.frames();
    const of = (within: Stretch) => ({
      preview: previewOf(frames, traces, within),
      analysis: analysisOf(seenFrames(terminal.lines), within),
      passages: scene?.coilOns().filter((atMs) => atMs >= within.fromMs && atMs < within.toMs).length,
    });
    return {
      what: 'pictures of the preview handed to the compositor, and drawings of the display, each second, while no picture of a punch lies over it; 30 come from the camera',
      screen: shownOn,
      liveness: options.liveness ? 'infrared, SIMULATED heads in the right half' : 'off',
      ...of({ fromMs: beganAtMs, toMs: askedAtMs }),
      otherProgramsCores: otherCores,
      whileArriving: { ...told, ...of({ fromMs: askedAtMs, toMs: endAtMs }) },
    };
  } finally {
    await browser?.close();
    await scene?.close();
    await province.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function previewOf(frames: readonly PreviewFrame[], traces: readonly DrawnFrames[], within: Stretch) {
  const then = traces.filter(({ traced }) => traced.fromMs >= within.fromMs && traced.toMs < within.toMs);
  const drawn = drawsPerSecond(
    frames,
    then.flatMap(({ atMs }) => atMs),
    then.map(({ traced }) => traced),
  );
  return { ...previewRate(frames, within), drawnPerSecond: drawn, tracedSeconds: (then.length * TRACED_MS) / 1_000 };
}

function analysisOf(seen: ReturnType<typeof seenFrames>, { fromMs, toMs }: Stretch) {
  const then = seen.filter(({ takenAtMs }) => takenAtMs >= fromMs && takenAtMs < toMs);
  return {
    framesPerSecond: Number(((1_000 * then.length) / (toMs - fromMs)).toFixed(2)),
    ms: summary(then.map(({ analysisMs }) => analysisMs)),
  };
}
