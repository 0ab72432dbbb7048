import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readManifest } from '../../src/recognition/manifest.ts';
import { FaceMeasures } from '../../src/shared/vision/observation.ts';

/** What the product made of one picture. */
export type Seen =
  | {
      readonly kind: 'face';
      readonly embedding: Float32Array;
      readonly measures: FaceMeasures;
      /** Live frames: other faces inside the guide; photographs: 0. */
      readonly rivals: number;
    }
  /** `code`: why it cannot be enrolled, or `noFace` of a live frame. */
  | { readonly kind: 'refused'; readonly code: string };

const Line = z.object({
  key: z.string(),
  code: z.string().optional(),
  embedding: z.string().optional(),
  measures: FaceMeasures.optional(),
  rivals: z.number().default(0),
});

const root = new URL('../../src/', import.meta.url);
/** Code that decides what becomes of a picture: a change in it makes other embeddings. */
const codeOfPipeline = /^(recognition\/(analyse-photograph|photograph.*|embedder|human-node)|shared\/vision\/[\w-]+)\.ts$/;

/**
 * Embeddings of earlier runs, in the system's folder for temporary files, readable by this user alone. They count as long
 * as the picture, the networks and the code between them are the same, byte for byte.
 */
export class EmbeddingCache {
  readonly #file: string;
  readonly #seen = new Map<string, Seen>();

  /** `folder`: default: one of this user's. */
  constructor(modelsDir: string, folder = join(tmpdir(), `site-gate-evaluation-${userInfo().username}`)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = join(folder, `${pipelineHash(modelsDir)}.ndjson`);
    for (const line of linesOf(this.#file)) {
      const entry = read(line);
      if (entry) this.#seen.set(...entry);
    }
  }

  /** What became of `bytes` when `way` was applied to it; `look` is asked when it is not known. */
  async of(way: string, bytes: Uint8Array, look: () => Promise<Seen>): Promise<Seen> {
    const key = createHash('sha256').update(way).update('\0').update(bytes).digest('hex');
    const known = this.#seen.get(key);
    if (known) return known;
    const seen = await look();
    this.#seen.set(key, seen);
    appendFileSync(this.#file, `${write(key, seen)}\n`, { mode: 0o600 });
    return seen;
  }
}

function pipelineHash(modelsDir: string): string {
  const hash = createHash('sha256');
  const { networks, files } = readManifest(modelsDir);
  for (const { sha256 } of [...networks, ...files]) hash.update(sha256);
  for (const folder of ['recognition/', 'shared/vision/']) {
    const paths = readdirSync(new URL(folder, root)).map((name) => folder + name);
    for (const path of paths.filter((name) => codeOfPipeline.test(name)).toSorted())
      hash.update(readFileSync(new URL(path, root)));
  }
  return hash.digest('hex').slice(0, 16);
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Null for a line that a run broke off in. */
function read(line: string): [string, Seen] | null {
  if (!line.endsWith('}')) return null;
  const { key, code, embedding, measures, rivals } = Line.parse(JSON.parse(line));
  if (embedding === undefined || measures === undefined) return [key, { kind: 'refused', code: code ?? '' }];
  const bytes = Uint8Array.from(Buffer.from(embedding, 'base64'));
  return [key, { kind: 'face', embedding: new Float32Array(bytes.buffer), measures, rivals }];
}

function write(key: string, seen: Seen): string {
  if (seen.kind === 'refused') return JSON.stringify({ key, code: seen.code });
  const { buffer, byteOffset, byteLength } = seen.embedding;
  const embedding = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  return JSON.stringify({ key, embedding, measures: seen.measures, rivals: seen.rivals });
}
