import { namedBy, type MatchLimits } from '../../src/recognition/match-limits.ts';
import { Gallery } from '../../src/recognition/gallery.ts';
import type { SeenPicture } from './album.ts';
import { degradations } from './degradations.ts';
import type { Scene } from './searches.ts';
import { bytesOf } from './people.ts';
import type { Pipeline } from './pipeline.ts';
import { bootstrap, type Estimate } from './resampling.ts';
import { cosine } from './verification.ts';

/** How the same probes fare once they are spoilt; the templates are not. */
export interface DegradedLine {
  readonly name: string;
  readonly probes: number;
  /** Share that the pipeline sees no usable face in; counted as missed in the others. */
  readonly unseen: Estimate;
  /** Share of pairs accepted at the clean threshold for FAR 1e-3. */
  readonly tar: Estimate;
  readonly rankOne: Estimate;
  /** Share that the terminal's limits name rightly, single picture. */
  readonly named: Estimate;
}

/** The probes as they are, then spoilt in each way. `scene` of `SeenPicture`s; `threshold`: of FAR 1e-3. */
export async function tryDegraded(
  names: readonly string[],
  count: number,
  scene: Omit<Scene, 'mates'> & { readonly mates: readonly SeenPicture[] },
  limits: MatchLimits,
  threshold: number,
  pipeline: Pipeline,
): Promise<DegradedLine[]> {
  const gallery = galleryOf(scene);
  const templates = new Map(scene.enrolled.map(({ person, embedding }) => [person, embedding]));
  const probes = scene.mates.slice(0, count).map(({ path, person }) => ({ bytes: bytesOf(path), person }));
  const lines: DegradedLine[] = [];
  for (const name of ['none', ...names]) {
    const outcomes = [];
    for (const { bytes, person } of probes) {
      const embedding = await spoiltEmbedding(name, bytes, pipeline);
      const own = templates.get(person) ?? null;
      const found = embedding && gallery.search(embedding);
      const isOwn = (workerId: string | undefined): boolean => workerId === String(person);
      outcomes.push({
        person,
        isUnseen: embedding === null,
        isAccepted: embedding !== null && own !== null && cosine(embedding, own) > threshold,
        isFirst: found !== null && isOwn(found.best?.workerId),
        isNamed: found !== null && isOwn(namedBy(found, limits)?.workerId),
      });
    }
    lines.push({ name, probes: probes.length, ...sharesOf(outcomes) });
  }
  return lines;
}

function galleryOf({ enrolled, fillers }: Pick<Scene, 'enrolled' | 'fillers'>): Gallery {
  const known = [...enrolled, ...fillers];
  const gallery = new Gallery(known.find(({ embedding }) => embedding !== null)?.embedding?.length ?? 0);
  for (const { person, embedding } of known) if (embedding) gallery.put(String(person), [embedding]);
  return gallery;
}

/** Null where nothing is seen; a picture without a face that could be spoilt is not seen either. */
async function spoiltEmbedding(name: string, bytes: Uint8Array, pipeline: Pipeline): Promise<Float32Array | null> {
  const degradation = degradations[name];
  const seen = degradation ? await pipeline.spoilt(name, bytes, degradation) : await pipeline.photograph(bytes);
  return seen.kind === 'face' ? seen.embedding : null;
}

interface Outcome {
  readonly person: number;
  readonly isUnseen: boolean;
  readonly isAccepted: boolean;
  readonly isFirst: boolean;
  readonly isNamed: boolean;
}

function sharesOf(outcomes: readonly Outcome[]): Pick<DegradedLine, 'unseen' | 'tar' | 'rankOne' | 'named'> {
  const persons = [...new Set(outcomes.map(({ person }) => person))];
  const people = 1 + Math.max(-1, ...persons);
  const nothing: Estimate = { value: NaN, low: NaN, high: NaN };
  const [unseen = nothing, tar = nothing, rankOne = nothing, named = nothing] = bootstrap([persons], people, (weights) => {
    const sums = [0, 0, 0, 0];
    let all = 0;
    for (const { person, isUnseen, isAccepted, isFirst, isNamed } of outcomes) {
      const weight = weights[person] ?? 0;
      all += weight;
      for (const [index, is] of [isUnseen, isAccepted, isFirst, isNamed].entries())
        if (is) sums[index] = (sums[index] ?? 0) + weight;
    }
    return sums.map((sum) => sum / all);
  });
  return { unseen, tar, rankOne, named };
}
