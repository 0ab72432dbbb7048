import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Manifest, type Network, sha256Of } from '../../src/recognition/manifest.ts';
import { type CatalogFile, catalogFiles, type CatalogNetwork, catalogNetworks, RECOGNISER } from './catalog.ts';
import { convertGraph } from './convert.ts';
import { encodeOnnx, type OnnxModel } from './onnx-writer.ts';
import { repairPrelu } from './prelu-repair.ts';
import { at, sizeOf } from './shapes.ts';
import { spreadPrelus } from './spread-prelu.ts';
import { readTfGraph } from './tfjs-graph.ts';

/** What a build makes: the manifest and the bytes of each file it lists. */
export interface Artefacts {
  readonly manifest: Manifest;
  /** Path below the models directory → contents. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/**
 * Makes everything in memory from the packages below `modulesDir`; writes nothing.
 * Kept from `existing`: calibrations, and networks that a site added and its choice of recogniser.
 */
export function makeArtefacts(modulesDir: string, existing: Manifest | null): Artefacts {
  const contents = new Map<string, Uint8Array>();
  const networks = catalogNetworks.map((entry): Network => {
    const model = convertNetwork(modulesDir, entry);
    const bytes = encodeOnnx(model);
    contents.set(entry.target, bytes);
    const calibration = existing?.networks.find(({ name }) => name === entry.name)?.calibration ?? entry.calibration;
    return {
      name: entry.name,
      file: entry.target,
      sha256: sha256Of(bytes),
      source: sourceOf(modulesDir, entry),
      licence: entry.licence,
      input: {
        name: model.input.name,
        size: at(model.input.shape, 1),
        channels: entry.channels,
        layout: 'NHWC',
        scaling: entry.scaling,
      },
      outputs: model.outputs.map(({ name, shape }) => ({ name, length: sizeOf(shape.slice(1)) })),
      ...(calibration === undefined ? {} : { calibration }),
    };
  });
  const files = catalogFiles.map((entry) => {
    const source = sourceOf(modulesDir, entry);
    const bytes = readFileSync(join(modulesDir, entry.package, entry.file));
    contents.set(entry.target, bytes);
    return { file: entry.target, sha256: sha256Of(bytes), source, licence: entry.licence };
  });
  const added = (existing?.networks ?? []).filter(({ name }) => !catalogNetworks.some((entry) => entry.name === name));
  const recogniser = existing?.recogniser ?? RECOGNISER;
  return { manifest: Manifest.parse({ version: 1, recogniser, networks: [...networks, ...added], files }), contents };
}

/** Reads, repairs where the catalogue says so, and converts one network. Throws when the repair does not find what it expects. */
export function convertNetwork(modulesDir: string, entry: CatalogNetwork): OnnxModel {
  const { version } = sourceOf(modulesDir, entry);
  const published = readTfGraph(join(modulesDir, entry.package, entry.file));
  const expected = entry.preluGroups ?? 0;
  const { graph, folded } = expected > 0 ? repairPrelu(published) : { graph: published, folded: 0 };
  if (folded !== expected) throw new Error(`${entry.name}: ${folded} PReLU groups found, ${expected} expected`);
  const repaired = expected > 0 ? `, ${folded} PReLU groups repaired` : '';
  const model = convertGraph(graph, entry.outputs, entry.name, `from ${entry.package} ${version}${repaired}`);
  return expected > 0 ? spreadPrelus(model) : model;
}

/** Where an entry comes from, with the version that is installed. Throws when its package is not. */
export function sourceOf(modulesDir: string, entry: CatalogNetwork | CatalogFile): Network['source'] {
  const file = join(modulesDir, entry.package, 'package.json');
  if (!existsSync(file)) throw new Error(`${entry.package} is not installed; run \`npm ci\` with development packages`);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return { package: entry.package, version, file: entry.file };
}
