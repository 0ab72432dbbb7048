import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Gallery } from '../../src/recognition/gallery.ts';

/** The same templates, as each of the contenders wants them. */
export interface Templates {
  /** Numbers per template. */
  readonly length: number;
  readonly rows: readonly Float32Array[];
  /** All rows, one after the other. */
  readonly flat: Float32Array;
}

/** A program that finds the nearest of the templates. */
export interface Contender {
  readonly name: string;
  /** Number of the nearest template as it finds it. */
  nearest(probe: Float32Array): number | undefined;
}

/** Ours, ours without the processor's vectors, what anybody would write, and what Human has. */
export const ownContenders: readonly ((templates: Templates) => Contender)[] = [
  (templates) => ({ name: 'ours', nearest: galleryOf(templates, false) }),
  (templates) => ({ name: 'ours, without vectors', nearest: galleryOf(templates, true) }),
  ({ rows }) => ({ name: 'plain loop', nearest: (probe) => plainNearest(rows, probe) }),
  ({ rows }) => {
    const { match } = human();
    const descriptors = rows.map((row) => [...row]);
    return { name: 'Human match.find', nearest: (probe) => match.find([...probe], descriptors).index };
  },
];

function galleryOf({ rows, length }: Templates, isPlain: boolean): (probe: Float32Array) => number | undefined {
  const gallery = new Gallery(length, { isPlain });
  rows.forEach((row, index) => gallery.put(String(index), [row]));
  return (probe) => Number(gallery.search(probe).best?.workerId);
}

/** Also the truth by which all are judged. */
export function plainNearest(rows: readonly Float32Array[], probe: Float32Array): number {
  let nearest = -1;
  let highest = -Infinity;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? probe;
    let sum = 0;
    for (let i = 0; i < probe.length; i++) sum += (probe[i] ?? 0) * (row[i] ?? 0);
    if (sum <= highest) continue;
    highest = sum;
    nearest = index;
  }
  return nearest;
}

interface HumanModule {
  readonly match: { find(descriptor: number[], descriptors: number[][]): { readonly index: number } };
}

function human(): HumanModule {
  const require = createRequire(import.meta.url);
  // The package's `exports` lead Node to the TensorFlow build, which is not installed.
  return require(join(dirname(require.resolve('@vladmandic/human')), 'human.node-wasm.js')) as HumanModule;
}
