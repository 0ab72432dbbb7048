import type { GatePlace } from '../e2e/support/gate-place.ts';
import { hasPictures } from '../e2e/support/pictures.ts';
import { type BenchOptions, onlyCount } from './bench-options.ts';
import { gateScene } from './gate-scene.ts';
import { summary } from './percentiles.ts';
import { OthersOnMachine } from './process-use.ts';

const ROSTER = 10_000;
const STARTS = 5;
const STARTS_WITHIN_MS = 90_000;

/**
 * From `npm start` to a gate that opens, with a stored gallery. Somebody waits before the camera all the time: the first
 * coil-on at an independent slave is the proof, the terminal's own log says what it spent the time on. `count`: people in
 * the gallery; default 10,000.
 */
export async function benchStart(options: BenchOptions): Promise<Record<string, unknown>> {
  if (!hasPictures) return { skipped: 'no pictures' };
  const roster = onlyCount(options, ROSTER);
  const scene = await gateScene({ roster, emptyPictures: 0 });
  try {
    const others = new OthersOnMachine();
    const starts: Awaited<ReturnType<typeof startOnce>>[] = [];
    while (starts.length < STARTS) starts.push(await startOnce(scene));
    const of = (name: (typeof marks)[number]) => {
      const times = starts.map((one) => one.times[name]);
      return { ...summary(times, 0), most: Math.round(Math.max(...times)) };
    };
    return {
      what: `start of the process → …, stored gallery of ${String(starts[0]?.templates)} templates, one start after the other on a warm disk cache; ms`,
      ...Object.fromEntries(marks.map((name) => [name, of(name)])),
      otherProgramsCores: others.cores(),
    };
  } finally {
    await scene.close();
  }
}

/** `ready`: gallery loaded, board answering, camera and networks of the page at work. `opened`: the first coil-on at the slave. */
const marks = ['firstLine', 'galleryLoaded', 'boardAnswers', 'pageReady', 'ready', 'opened'] as const;

async function startOnce(scene: GatePlace) {
  const opened = scene.coilOns().length;
  const beganMs = performance.now();
  const terminal = await scene.start();
  const since = async (what: Promise<unknown>): Promise<number> => {
    await what;
    return performance.now() - beganMs;
  };
  try {
    const loaded = terminal.event('recognition', 'galleryLoaded', STARTS_WITHIN_MS);
    const [firstLine, galleryLoaded, boardAnswers, pageReady, coilOn] = await Promise.all([
      since(terminal.event('terminal', 'starting', STARTS_WITHIN_MS)),
      since(loaded),
      since(terminal.event('gate', 'answering', STARTS_WITHIN_MS)),
      since(terminal.event('vision', 'ready', STARTS_WITHIN_MS)),
      since(scene.slave.until(() => scene.coilOns().length > opened, STARTS_WITHIN_MS)),
    ]);
    const ready = Math.max(galleryLoaded, boardAnswers, pageReady);
    return {
      templates: (await loaded)['templates'],
      times: { firstLine, galleryLoaded, boardAnswers, pageReady, ready, opened: coilOn },
    };
  } finally {
    await scene.stop();
  }
}
