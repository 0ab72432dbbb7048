import type { BenchOptions } from './bench-options.ts';
import { ownContenders, plainNearest, type Contender, type Templates } from './contender.ts';
import { hasPeers, peers } from './peers/peers.ts';
import { percentile } from './percentiles.ts';
import { OthersOnMachine } from './process-use.ts';
import { randomTemplates } from './random-templates.ts';

const LENGTH = 192;
const SIZES = [1_000, 10_000, 100_000] as const;
/** The graphs of more templates take minutes to build. */
const GRAPHS_UP_TO = 20_000;
/** Contenders take turns, so that none has the quiet moments for itself. */
const ROUNDS = 5;
const WARM_UP = 20;
/** Cosine of another picture of the same person, about. */
const GENUINE = 0.7;

/**
 * One probe against everybody, one thread: ours, a plain loop, Human, and programs made for it, side by side on the same
 * templates, with the time that reading the memory alone takes. Half of the probes are people of the gallery, half are
 * strangers, all of random directions: for a graph the hardest that there is. `count`: templates; default 1,000, 10,000 and
 * 100,000.
 */
export async function benchMatch({ counts }: BenchOptions): Promise<Record<string, unknown>> {
  const others = new OthersOnMachine();
  const sizes = (counts ?? SIZES).map((size) => [`at${size}`, matchAt(size)] as const);
  return {
    what: `one probe against templates × ${LENGTH}, one thread; ms; recall: how often the nearest is found, of people of the gallery and of strangers`,
    ...Object.fromEntries(sizes),
    ...(hasPeers ? {} : { peers: 'peers not installed: npm ci --prefix test/bench/peers' }),
    otherProgramsCores: others.cores(),
  };
}

function matchAt(size: number) {
  const templates = templatesOf(size);
  const probes = probesFor(templates, Math.max(20, Math.min(100, Math.round(2_000_000 / size))));
  const truth = probes.map((probe) => plainNearest(templates.rows, probe));
  const runs = [...ownContenders, ...peersFor(size)].map((make) => {
    const beganMs = performance.now();
    const contender = make(templates);
    return { contender, fillMs: performance.now() - beganMs, times: [] as number[], right: [0, 0] as [number, number] };
  });
  for (let round = 0; round < ROUNDS; round++) {
    for (const run of runs) {
      for (let i = 0; i < WARM_UP; i++) run.contender.nearest(probes[i % probes.length] ?? new Float32Array(LENGTH));
      measure(run.contender, probes, truth, run);
    }
  }
  const asked = (ROUNDS * probes.length) / 2;
  return {
    streamingReadMs: { ofWhatOursEstimatesOn: readMs(size * LENGTH * 2), ofTheFloats: readMs(size * LENGTH * 4) },
    ...Object.fromEntries(
      runs.map(({ contender, fillMs, times, right }) => [
        contender.name,
        {
          ...times3(times),
          recall: [right[0] / asked, right[1] / asked].map((share) => rounded(share, 4)),
          fillMs: Math.round(fillMs),
        },
      ]),
    ),
  };
}

function peersFor(size: number) {
  if (!hasPeers) return [];
  const { exact, graphs } = peers();
  return size <= GRAPHS_UP_TO ? [...exact, ...graphs] : exact;
}

function measure(
  contender: Contender,
  probes: readonly Float32Array[],
  truth: readonly number[],
  { times, right }: { readonly times: number[]; readonly right: [number, number] },
): void {
  for (const [index, probe] of probes.entries()) {
    const beganMs = performance.now();
    const nearest = contender.nearest(probe);
    times.push(performance.now() - beganMs);
    if (nearest === truth[index]) right[index % 2 === 0 ? 0 : 1] += 1;
  }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
const times3 = (times: readonly number[]) => ({
  least: rounded(percentile(times, 0), 4),
  p50: rounded(percentile(times, 0.5), 4),
  p95: rounded(percentile(times, 0.95), 4),
});

function templatesOf(size: number): Templates {
  const rows = randomTemplates(size, LENGTH);
  const flat = new Float32Array(size * LENGTH);
  rows.forEach((row, index) => flat.set(row, index * LENGTH));
  return { length: LENGTH, rows, flat };
}

/** In turn somebody of the gallery, as alike as in another picture, and a stranger. */
function probesFor({ rows }: Templates, count: number): readonly Float32Array[] {
  const strangers = randomTemplates(count, LENGTH, 2);
  return strangers.map((stranger, index) => {
    if (index % 2 === 1) return stranger;
    const template = rows[(index * 7_919) % rows.length] ?? stranger;
    const apart = Math.sqrt(1 - GENUINE * GENUINE);
    const mixed = template.map((value, i) => GENUINE * value + apart * (stranger[i] ?? 0));
    const norm = Math.hypot(...mixed);
    return mixed.map((value) => value / norm);
  });
}

/** The C library's search for a byte that is not there: nothing reads faster on one thread. */
function readMs(bytes: number): Readonly<Record<'least' | 'p50' | 'p95', number>> {
  const memory = Buffer.alloc(bytes, 1);
  const times = Array.from({ length: 200 }, () => {
    const beganMs = performance.now();
    if (memory.indexOf(0xff) >= 0) throw new Error('found what is not there');
    return performance.now() - beganMs;
  });
  return times3(times);
}
