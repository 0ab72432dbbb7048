import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Contender, Templates } from '../contender.ts';

/** What is used of hnswlib-node. */
interface HnswlibIndex {
  initIndex(maxElements: number, m?: number, efConstruction?: number): void;
  addPoint(point: number[], label: number): void;
  searchKnn(point: number[], count: number): { readonly neighbors: readonly number[] };
}
interface Hnswlib {
  readonly HierarchicalNSW: new (space: 'ip', length: number) => HnswlibIndex & { setEf(ef: number): void };
  readonly BruteforceSearch: new (space: 'ip', length: number) => HnswlibIndex;
}

/** What is used of usearch. */
type Keys = { readonly keys: BigUint64Array };
interface Usearch {
  readonly Index: new (options: {
    readonly dimensions: number;
    readonly metric: 'ip';
    readonly quantization: 'f32';
    readonly connectivity: number;
    readonly expansion_add: number;
    readonly expansion_search: number;
    readonly multi: boolean;
  }) => {
    add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
    search(vector: Float32Array, count: number, threads: number): Keys;
  };
  exactSearch<V extends Float32Array | Int8Array>(
    rows: V,
    probe: V,
    length: number,
    count: number,
    metric: 'ip',
    threads: number,
  ): Keys;
}

const installed = join(import.meta.dirname, 'node_modules');
export const hasPeers = existsSync(join(installed, 'hnswlib-node')) && existsSync(join(installed, 'usearch'));

/** Of the graphs: links per node, candidates while it is built and while it is searched; the latter is usearch's own default. */
const GRAPH = { links: 16, build: 200, search: 64 } as const;
/** The nearest and the runner-up, as ours. */
const WANTED = 2;

/** Each fills itself when it is called. One thread each. `exact` find the nearest, `graphs` mostly. */
export function peers(): Readonly<Record<'exact' | 'graphs', readonly ((templates: Templates) => Contender)[]>> {
  const require = createRequire(import.meta.url);
  const hnswlib = require('hnswlib-node') as Hnswlib;
  const usearch = require('usearch') as Usearch;
  return {
    exact: [
      ({ rows, length }) => {
        const index = new hnswlib.BruteforceSearch('ip', length);
        index.initIndex(rows.length);
        rows.forEach((row, label) => index.addPoint([...row], label));
        return { name: 'hnswlib-node, exact', nearest: (probe) => index.searchKnn([...probe], WANTED).neighbors[0] };
      },
      ({ flat, length }) => ({
        name: 'usearch, exact',
        nearest: (probe) => first(usearch.exactSearch(flat, probe, length, WANTED, 'ip', 1)),
      }),
      ({ flat, length }) => {
        const bytes = toBytes(flat);
        return {
          name: 'usearch, exact on 8 bits',
          nearest: (probe) => first(usearch.exactSearch(bytes, toBytes(probe), length, WANTED, 'ip', 1)),
        };
      },
    ],
    graphs: [
      ({ rows, length }) => {
        const index = new hnswlib.HierarchicalNSW('ip', length);
        index.initIndex(rows.length, GRAPH.links, GRAPH.build);
        rows.forEach((row, label) => index.addPoint([...row], label));
        index.setEf(GRAPH.search);
        return { name: 'hnswlib-node, graph', nearest: (probe) => index.searchKnn([...probe], WANTED).neighbors[0] };
      },
      ({ flat, rows, length }) => {
        const index = new usearch.Index({
          dimensions: length,
          metric: 'ip',
          quantization: 'f32',
          connectivity: GRAPH.links,
          expansion_add: GRAPH.build,
          expansion_search: GRAPH.search,
          multi: false,
        });
        index.add(
          BigUint64Array.from(rows, (_, key) => BigInt(key)),
          flat,
          0,
        );
        return { name: 'usearch, graph', nearest: (probe) => first(index.search(probe, WANTED, 1)) };
      },
    ],
  };
}

const first = ({ keys }: Keys): number => Number(keys[0]);

/** At the scale at which the largest of 192 numbers of a unit vector still fits. */
const toBytes = (vector: Float32Array): Int8Array =>
  Int8Array.from(vector, (value) => Math.max(-127, Math.min(127, Math.round(value * 400))));
