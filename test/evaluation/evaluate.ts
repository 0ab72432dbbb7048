/** `npm run evaluate -- --people DIR …`: how well the product's own pipeline tells people apart. See `usage` in `arguments.ts`. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gallery } from '../../src/recognition/gallery.ts';
import { limitsFor, type MatchLimits } from '../../src/recognition/match-limits.ts';
import { readManifest, recogniserOf, type Calibration } from '../../src/recognition/manifest.ts';
import { modelsDir } from '../../src/terminal/installation.ts';
import { readAlbum, sceneOf, type Album, type SeenPicture } from './album.ts';
import { argumentsGiven, type EvaluationOptions } from './arguments.ts';
import { crossFit } from './cross-fit.ts';
import { tryDegraded, type DegradedLine } from './degraded-probes.ts';
import { tryGate } from './gate-trial.ts';
import { learnInSequences } from './learning-sequences.ts';
import { tryLearning } from './learning-trial.ts';
import { readPairs, tenFold } from './pairs-file.ts';
import { halfOf, peopleIn, type Half, type Person } from './people.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';
import { readRemoved, type Removed } from './removed-pairs.ts';
import { measureAlbum, type EvaluationReport } from './report.ts';
import { reportPage } from './report-page.ts';
import { tablesOf } from './report-text.ts';
import { readSequences, type Sequence } from './sequences.ts';
import { trySiteRate } from './site-rate-trial.ts';
import { asMarkdown } from './table.ts';
import { cosine } from './verification.ts';

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Measures what the options ask for. */
export async function evaluate(options: EvaluationOptions, pipeline: Pipeline): Promise<EvaluationReport> {
  const beganMs = performance.now();
  const { name, sha256, calibration } = recogniserOf(readManifest(modelsDir));
  const inHalf = (people: readonly Person[]): Person[] =>
    people.filter((person) => options.half === null || halfOf(person.name) === options.half);
  const people = inHalf(peopleIn(options.people));
  const strangers = options.strangers === null ? [] : inHalf(peopleIn(options.strangers));
  if (people.length === 0) throw new Error(`${options.people}: there is nobody in it`);
  const onProgress = (done: number): void => {
    if (done % 200 === 0) say(`${done} pictures`);
  };
  const album = await readAlbum(people, strangers, pipeline, onProgress);
  const removed = readRemoved(options.removed ?? new URL('removed-pairs.json', import.meta.url));
  const pictures = measureAlbum(album, options.gallery, calibration, removed);
  const threshold = (pictures.corrected ?? pictures.asNamed).verification.points.find(({ far }) => far === 1e-3)?.threshold ?? 1;
  const frames = options.sequences === null ? null : await framesOf(options.sequences, pipeline);
  const limits = (templates: number): MatchLimits => limitsFor(calibration, templates);
  const sequences = frames && (await tryGate(frames, galleryOf(album), limits));
  const degraded = await degradedLines(options, album, removed, calibration, threshold, pipeline);
  return {
    at: new Date().toISOString(),
    machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`,
    model: { name, sha256 },
    calibration: { threshold: calibration.threshold, margin: calibration.margin, byGallery: calibration.byGallery },
    half: options.half ?? 'everybody',
    ...pictures,
    listedPairs: options.pairs === null ? null : listedPairs(options.pairs, people, album),
    sequences,
    degraded,
    learning: options.learns ? tryLearning(album, options.gallery, calibration, removed) : null,
    learningPassages: options.learns && frames ? await learnInSequences(frames, galleryOf(album), limits) : null,
    siteRate: options.triesSiteRate
      ? trySiteRate(album, options.half === null ? album : await albumOf('develop', options, pipeline), calibration, removed)
      : null,
    crossFit: options.crossFits
      ? crossFit(
          { develop: await albumOf('develop', options, pipeline), 'held-out': await albumOf('held-out', options, pipeline) },
          options.gallery,
          removed,
        )
      : null,
    seconds: (performance.now() - beganMs) / 1_000,
  };
}

function albumOf(half: Half, { people, strangers }: EvaluationOptions, pipeline: Pipeline): Promise<Album> {
  const [own, others] = [people, strangers].map((folder) =>
    folder === null ? [] : peopleIn(folder).filter(({ name }) => halfOf(name) === half),
  );
  return readAlbum(own ?? [], others ?? [], pipeline, () => undefined);
}

/** Everybody with a usable first picture is in the gallery, strangers and all. */
function galleryOf({ pictures }: Album): Gallery {
  const enrolled = pictures.filter(({ isFirst, embedding }) => isFirst && embedding !== null);
  const gallery = new Gallery(enrolled[0]?.embedding?.length ?? 0);
  for (const { person, embedding } of enrolled) if (embedding) gallery.put(`in the gallery ${person}`, [embedding]);
  return gallery;
}

async function framesOf(folder: string, pipeline: Pipeline): Promise<Sequence[]> {
  say('sequences');
  const sequences = await readSequences(folder, pipeline);
  if (sequences.length === 0) throw new Error(`${folder}: holds no PERSON/SEQUENCE/*.jpg`);
  return sequences;
}

async function degradedLines(
  { degrade, degradeProbes, gallery }: EvaluationOptions,
  album: Album,
  removed: Removed,
  calibration: Calibration,
  threshold: number,
  pipeline: Pipeline,
): Promise<DegradedLine[]> {
  if (degrade.length === 0) return [];
  say('degradations');
  const scene = sceneOf(album, gallery, removed);
  const mates: SeenPicture[] = album.pictures.filter((picture) => scene.mates.includes(picture));
  const limits = limitsFor(calibration, scene.enrolled.length + scene.fillers.length);
  return tryDegraded(degrade, degradeProbes, { ...scene, mates }, limits, threshold, pipeline);
}

function listedPairs(file: string, people: readonly Person[], { pictures }: Album): EvaluationReport['listedPairs'] {
  const byPath = new Map(pictures.map((picture) => [picture.path, picture.embedding]));
  const pairs = readPairs(file, people).map(({ a, b, isSame, fold }) => {
    const [one, other] = [byPath.get(a) ?? null, byPath.get(b) ?? null];
    return { score: one && other ? cosine(one, other) : -1, isSame, fold };
  });
  return { pairs: pairs.length, ...tenFold(pairs) };
}

if (import.meta.main) {
  const options = argumentsGiven();
  const pipeline = openPipeline(modelsDir);
  try {
    const report = await evaluate(options, pipeline);
    const out = options.out ?? mkdtempSync(join(tmpdir(), 'evaluation-'));
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
    writeFileSync(join(out, 'report.html'), reportPage(report));
    const text = tablesOf(report).map(asMarkdown).join('\n\n');
    writeFileSync(join(out, 'report.md'), `${text}\n`);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    say(`\n${text}\n\nThe page: ${join(out, 'report.html')}`);
  } finally {
    await pipeline.close();
  }
}
