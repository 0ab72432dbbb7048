/** Told of each sample as soon as it was taken. */
export type Sampler<Sample> = (passages: number, sample: Sample) => void | Promise<void>;

export type Samples<Sample> = readonly (Sample & { readonly passages: number })[];

/** A tenth, and on the way to all: growth to a plateau, step by step and without end look different. */
export const sampleCounts = (count: number): readonly number[] => [
  ...new Set([0.1, 0.2, 0.4, 0.7, 1].map((part) => Math.max(1, Math.round(count * part)))),
];

/** Runs passages 1, 2, 3 … by `pass`, both ends among them, and measures after each of `counts`. */
export async function sampled<Sample extends object>(
  counts: readonly number[],
  pass: (from: number, to: number) => Promise<void>,
  measure: () => Promise<Sample>,
  onSample: Sampler<Sample>,
): Promise<Samples<Sample>> {
  const samples: (Sample & { passages: number })[] = [];
  let done = 0;
  for (const count of counts) {
    await pass(done + 1, count);
    done = count;
    const sample = await measure();
    samples.push({ passages: count, ...sample });
    await onSample(count, sample);
  }
  return samples;
}

/** From the first to the last, %, of what `valueOf` reads. */
export function grewPercent<Sample>(samples: readonly Sample[], valueOf: (sample: Sample) => number): number {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return 0;
  return Number((100 * (valueOf(last) / valueOf(first) - 1)).toFixed(1));
}
