import { join } from 'node:path';
import type { GatePlace } from '../e2e/support/gate-place.ts';
import { hasPictures } from '../e2e/support/pictures.ts';
import { appearances, seenFrames, type Appearance } from './appearances.ts';
import { arrive } from './arrive.ts';
import { type BenchOptions, onlyCount } from './bench-options.ts';
import { gateScene } from './gate-scene.ts';
import { jitteredPeople } from './jittered-people.ts';
import { summary } from './percentiles.ts';
import { OthersOnMachine } from './process-use.ts';
import { startProvince } from './province.ts';

const ROSTER = 10_000;
const PASSAGES = 40;
const MOST_MS_PER_PASSAGE = 10_000;
/** While a whole site's people are received, decrypted and read. */
const FIRST_MS = 20_000;

/**
 * From the first frame of a clip whose face is near enough and inside the guide (marked by hand) to the coil-on request
 * at an independent slave, with 10,000 in the gallery. `count`: passages; default 40. With `liveness` both cameras judge, on SIMULATED heads. With `platform` and `arriving` the
 * same again on the same terminal while that province sends so many people, side by side.
 */
export async function benchPassage(options: BenchOptions): Promise<Record<string, unknown>> {
  if (!hasPictures) return { skipped: 'no pictures' };
  const { platform, arriving, liveness } = options;
  const passages = onlyCount(options, PASSAGES);
  if ((platform === null) !== (arriving === null))
    throw new Error('passage wants --platform and --arriving together, or neither');
  const province = platform === null ? null : await startProvince(platform);
  let scene: GatePlace | null = null;
  try {
    scene = await gateScene({
      roster: ROSTER,
      liveness,
      ...(province === null ? {} : { platform: province.config({ asksSoon: true }) }),
    });
    const terminal = await scene.start({ TERMINAL_LOG: 'debug' });
    await terminal.event('vision', 'ready', 90_000);
    const others = new OthersOnMachine();
    const { slave } = scene;
    await slave.until(() => (scene?.coilOns().length ?? 0) >= passages, passages * MOST_MS_PER_PASSAGE);
    const otherCores = others.cores();
    const people = province === null ? [] : await jitteredPeople(join(scene.folder, 'people'), arriving ?? 0);
    const arrived = province === null ? null : await arrive(province, people, terminal.pid ?? 0);
    await scene.stop();
    const frames = seenFrames(terminal.lines);
    const all = appearances(frames, scene.coilOns());
    const { askedAtMs = Number.POSITIVE_INFINITY, endAtMs = Number.POSITIVE_INFINITY } = arrived ?? {};
    const analysis = (from: number, to: number) =>
      summary(
        frames.filter(({ takenAtMs, hasFace }) => hasFace && takenAtMs >= from && takenAtMs < to).map((one) => one.analysisMs),
      );
    return {
      what: 'first good frame → coil-on at the slave, 10,000 in the gallery; ms',
      liveness: liveness ? 'infrared, SIMULATED heads in the right half' : 'off',
      ...latencies(within(all, 0, askedAtMs)),
      analysisMsInPage: analysis(0, askedAtMs),
      otherProgramsCores: otherCores,
      ...(arrived === null
        ? {}
        : {
            whileArriving: {
              ...arrived.told,
              ...latencies(within(all, askedAtMs, endAtMs)),
              inFirst20Seconds: latencies(within(all, askedAtMs, askedAtMs + FIRST_MS)),
              analysisMsInPage: analysis(askedAtMs, endAtMs),
            },
          }),
    };
  } finally {
    await scene?.close();
    await province?.close();
  }
}

const within = (all: readonly Appearance[], fromMs: number, toMs: number): readonly Appearance[] =>
  all.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);

/** `most`: the slowest of them. `notAdmitted`: who came and left without a pulse. */
function latencies(some: readonly Appearance[]) {
  const times = some.flatMap(({ atMs, coilOnAtMs }) => (coilOnAtMs === null ? [] : [coilOnAtMs - atMs]));
  return { ...summary(times, 0), most: Math.round(Math.max(...times)), notAdmitted: some.length - times.length };
}
