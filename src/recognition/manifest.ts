import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { Fault } from '../shared/fault.ts';
import { CROP_SIDE } from '../shared/vision/observation.ts';

const HOW_TO_BUILD = 'build the models with `npm run models`';

/** A path below the models directory, with `/` and without `..`. */
const RelativeFile = z.string().regex(/^(?!.*(^|\/)\.\.(\/|$))[^/\\][^\\]*$/, 'must be a path below the models directory');

/** A file that must be there, byte for byte. */
const ModelFile = z.strictObject({
  file: RelativeFile,
  /** SHA-256 of the file, lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where it comes from. `file` is the path inside the package. */
  source: z.strictObject({ package: z.string(), version: z.string(), file: z.string() }),
  licence: z.string(),
});

/** What to ask of a probe when the gallery has so many templates; in between the limits are interpolated. */
const GalleryLimits = z.strictObject({
  templates: z.int().positive(),
  /** The best worker must reach this cosine. */
  threshold: z.number().min(-1).max(1),
  /** So much must be left of his cosine when half of the next best worker's is taken off. */
  lead: z.number().min(-1).max(1),
  /** Shares of single pictures that go wrong with these limits, as measured. */
  expected: z
    .strictObject({
      /** Strangers who are taken for a worker. */
      falsePositive: z.number().min(0).max(1),
      /** Workers who are not recognised. */
      falseNegative: z.number().min(0).max(1),
      /** Not measured with that many people, but drawn on from fewer. */
      isExtrapolated: z.boolean(),
    })
    .optional(),
});
export type GalleryLimits = z.infer<typeof GalleryLimits>;

/** Cosine limits of a recogniser. */
export const Calibration = z.strictObject({
  /** Two pictures from this cosine on are of the same person, whoever else there is. */
  threshold: z.number().min(-1).max(1),
  /** By size of the gallery, the smallest first; empty: `threshold` and `margin` alone, for every gallery. */
  byGallery: z
    .array(GalleryLimits)
    .refine((all) => all.every(({ templates }, index) => templates > (all[index - 1]?.templates ?? 0)), 'must grow')
    .default([]),
  /** The best worker must lead the next best one by this much. */
  margin: z.number().min(0).max(2),
  marginDescription: z.string(),
  /** What the limits were measured on, in words and numbers. */
  evidence: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type Calibration = z.infer<typeof Calibration>;

const NetworkInput = z.strictObject({
  name: z.string(),
  /** Width and height of the square input, px. */
  size: z.int().positive(),
  channels: z.enum(['RGB', 'BGR']),
  /** NHWC: batch, row, column, channel. NCHW: batch, channel, row, column. */
  layout: z.enum(['NHWC', 'NCHW']),
  /** What a byte 0 to 255 becomes: (byte − subtract) / divide. */
  scaling: z.strictObject({ subtract: z.number(), divide: z.number().refine((divide) => divide !== 0, 'must not be 0') }),
});

/** One network that onnxruntime runs. */
export const Network = z.strictObject({
  name: z.string(),
  ...ModelFile.shape,
  input: NetworkInput,
  /** Numbers per picture of each output; the first output is the main one. */
  outputs: z.array(z.strictObject({ name: z.string(), length: z.int().positive() })).min(1),
  calibration: Calibration.optional(),
});
export type Network = z.infer<typeof Network>;

/** A network that turns aligned crops into templates. */
export type Recogniser = Network & { readonly calibration: Calibration };

/** What lies in the models directory, as `models/manifest.json` says. */
export const Manifest = z
  .strictObject({
    version: z.literal(1),
    /** Name of the network that makes templates. */
    recogniser: z.string(),
    networks: z.array(Network),
    /** Files that run unchanged: Human's networks and its wasm backend. */
    files: z.array(ModelFile),
  })
  .superRefine(({ recogniser, networks }, context) => {
    const network = networks.find(({ name }) => name === recogniser);
    const complain = (message: string): void => context.addIssue({ code: 'custom', path: ['recogniser'], message });
    if (network === undefined) complain(`no network is called ${recogniser}`);
    else if (network.calibration === undefined) complain(`${recogniser} has no calibration`);
    else if (network.input.size !== CROP_SIDE)
      complain(`${recogniser} takes ${network.input.size} px, the aligned crop has ${CROP_SIDE}`);
  });
export type Manifest = z.infer<typeof Manifest>;

/** Reads `manifest.json`. Throws `Fault` `model.missing` when it is not there, `model.failed` when it says nothing usable. */
export function readManifest(modelsDir: string): Manifest {
  const path = join(modelsDir, 'manifest.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Fault('model.missing', `${path} cannot be read; ${HOW_TO_BUILD}`, { cause });
  }
  try {
    const parsed = Manifest.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw new Error(z.prettifyError(parsed.error), { cause: parsed.error });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('model.failed', `${path} is no manifest: ${reason}`, { cause });
  }
}

/** Compares every file of the manifest with its hash. Throws `Fault` `model.missing` or `model.hashWrong`, naming the file. */
export async function verifyModels(modelsDir: string, manifest: Manifest): Promise<void> {
  for (const { file, sha256 } of [...manifest.networks, ...manifest.files]) {
    const path = join(modelsDir, file);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (cause) {
      throw new Fault('model.missing', `${path} cannot be read; ${HOW_TO_BUILD}`, { cause });
    }
    if (sha256Of(bytes) !== sha256)
      throw new Fault('model.hashWrong', `${path} is not the file of the manifest; ${HOW_TO_BUILD}`);
  }
}

/** SHA-256 as the manifest writes it. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The network of that name. Throws `Fault` `model.missing` when the manifest has none. */
export function networkOf(manifest: Manifest, name: string): Network {
  const network = manifest.networks.find((candidate) => candidate.name === name);
  if (network === undefined) throw new Fault('model.missing', `the manifest has no network ${name}`);
  return network;
}

/** The network that makes templates, with its limits. Throws `Fault` `model.failed` when the manifest has none. */
export function recogniserOf(manifest: Manifest): Recogniser {
  const network = networkOf(manifest, manifest.recogniser);
  if (network.calibration === undefined) throw new Fault('model.failed', `${network.name} has no calibration`);
  return { ...network, calibration: network.calibration };
}

/** Absolute or relative like `modelsDir`: where the network `name` lies. Throws `Fault` `model.missing` for an unknown name. */
export function modelPath(modelsDir: string, manifest: Manifest, name: string): string {
  return join(modelsDir, networkOf(manifest, name).file);
}
