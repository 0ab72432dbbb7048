import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments } from '../../evaluation/arguments.ts';
import { EmbeddingCache } from '../../evaluation/embedding-cache.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { openPipeline } from '../../evaluation/pipeline.ts';
import { reportPage } from '../../evaluation/report-page.ts';
import type { EvaluationReport } from '../../evaluation/report.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const data = join(root, '..', 'shared', 'data');
const modelsDir = join(root, 'models');
const isReady = existsSync(join(data, 'lfw-dev')) && existsSync(join(modelsDir, 'mobilefacenet.onnx'));
const PEOPLE = 30;

/** Every `step`-th entry of a folder of the data, copied into a folder of its own. */
function some(from: string, to: string, step: number, most: number): string {
  const names = readdirSync(join(data, from)).toSorted();
  mkdirSync(to, { recursive: true });
  for (const name of names.filter((_, index) => index % step === 0).slice(0, most)) {
    cpSync(join(data, from, name), join(to, name), { recursive: true });
  }
  return to;
}

describe.skipIf(!isReady)(`the evaluation${isReady ? '' : ' (skipped: no ../shared/data or no models)'}`, () => {
  const folder = isReady ? mkdtempSync(join(tmpdir(), 'evaluate-')) : '';
  let report: EvaluationReport;
  let again: EvaluationReport;
  let looksOfFirst: string[] = [];
  let looksOfBoth: string[] = [];

  beforeAll(async () => {
    const people = some('lfw-dev', join(folder, 'people'), 10, PEOPLE);
    const strangers = some('unknown', join(folder, 'strangers'), 20, PEOPLE);
    const sequences = join(folder, 'sequences');
    for (const person of ['0001', '0008']) some(`webcam-dev/live/${person}`, join(sequences, person), 1, 2);
    const words = ['--people', people, '--strangers', strangers, '--sequences', sequences];
    const options = readArguments([
      ...words,
      '--degrade',
      'helmet',
      'blur-4%',
      '--degrade-probes',
      '10',
      '--learn',
      '--site-rate',
    ]);
    const cache = join(folder, 'cache');
    // Whatever is looked at is written down.
    const looks = (): string[] => readdirSync(cache).flatMap((name) => readFileSync(join(cache, name), 'utf8').split('\n'));
    const run = async (): Promise<[EvaluationReport, string[]]> => {
      const pipeline = openPipeline(modelsDir, new EmbeddingCache(modelsDir, cache));
      const made = await evaluate(options, pipeline);
      await pipeline.close();
      return [made, looks()];
    };
    [report, looksOfFirst] = await run();
    [again, looksOfBoth] = await run();
  }, 900_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('looks at every picture of everybody', () => {
    expect(report.data).toMatchObject({ people: PEOPLE, strangers: PEOPLE });
    expect(report.data.pictures).toBeGreaterThan(2 * PEOPLE);
    const refused = Object.values(report.data.failuresToEnrol).reduce((sum, count) => sum + count, 0);
    expect(refused).toBeLessThanOrEqual(3);
  });

  it('knows people from their second picture, and no stranger', () => {
    const { verification, peopleOnly } = report.corrected ?? report.asNamed;
    expect(verification.points.find(({ far }) => far === 1e-2)?.tar.value).toBeGreaterThan(0.93);
    expect(peopleOnly.templates).toBe(PEOPLE);
    expect(peopleOnly.rankOne.value).toBeGreaterThan(0.93);
    expect(peopleOnly.operating.fpir.value).toBeLessThan(0.03);
    expect(peopleOnly.operating.fnir.value).toBeLessThan(0.2);
    expect(peopleOnly.operating.misidentified.value).toBe(0);
  });

  it('measures galleries of half of the people as a terminal does', () => {
    const [everybody] = report.siteRate?.lines ?? [];
    expect(everybody).toMatchObject({ group: 'everybody', others: { people: expect.closeTo(PEOPLE, -1) as number } });
    expect(everybody?.people).toBeGreaterThan(2 * PEOPLE - 6);
    expect(everybody?.own.value).toBeLessThan(0.05);
    expect(again.siteRate).toEqual(report.siteRate);
  });

  it('gives intervals that hold the value, and says what is extrapolated', () => {
    const { points } = report.asNamed.verification;
    for (const { tar } of points) expect(tar.low <= tar.value && tar.value <= tar.high).toBe(true);
    expect(points.find(({ far }) => far === 1e-5)?.isExtrapolated).toBe(true);
    expect(points.find(({ far }) => far === 1e-2)?.isExtrapolated).toBe(false);
  });

  it('admits the worker of another session within three frames, and nobody else', () => {
    const { genuine, strangers } = report.sequences ?? {};
    expect(genuine?.passages).toBeGreaterThan(40);
    expect(genuine?.decidedWithinThree).toBe(genuine?.passages);
    expect(genuine?.admittedAsAnother).toBe(0);
    expect(strangers?.passages).toBeGreaterThan(20);
    expect(strangers?.admitted).toBe(0);
  });

  it('learns from workers alone, and tells what that changes for them and for strangers', () => {
    const { learning, learningPassages } = report;
    expect(learning?.workers).toBeGreaterThan(5);
    const offered = Object.values(learning?.offered ?? {}).reduce((sum, count) => sum + count, 0);
    expect(offered).toBe(learning?.workers);
    expect(learning?.offered.learn).toBeGreaterThan(2);
    expect(learning?.foreign.learnt).toBe(0);
    expect(learning?.foreign.offered).toBeGreaterThan(PEOPLE);
    const added = (learning?.with.identification.templates ?? 0) - (learning?.without.identification.templates ?? 0);
    expect(added).toBe(learning?.offered.learn);
    expect(learning?.with.medianOwn).toBeGreaterThanOrEqual(learning?.without.medianOwn ?? 1);
    expect(learningPassages?.with.admitted).toBe(learningPassages?.without.passages);
    expect(learningPassages?.with.strangers.admitted).toBe(0);
  });

  it('shows how far a spoilt probe falls behind a good one', () => {
    const tarOf = (name: string): number => report.degraded.find((line) => line.name === name)?.tar.value ?? NaN;
    expect(report.degraded.map(({ name }) => name)).toEqual(['none', 'helmet', 'blur-4%']);
    expect(tarOf('none')).toBeGreaterThanOrEqual(0.9);
    expect(tarOf('blur-4%')).toBeLessThanOrEqual(tarOf('none'));
    expect(tarOf('helmet')).toBeGreaterThan(0.5);
  });

  it('says the same a second time, without looking at the pictures again', () => {
    const plain = ({ asNamed, growth, sequences, degraded, learning }: EvaluationReport) => ({
      ...{ asNamed, growth, sequences, degraded, learning },
    });
    expect(plain(again)).toEqual(plain(report));
    expect(looksOfBoth).toEqual(looksOfFirst);
    expect(looksOfFirst.length).toBeGreaterThan(4 * PEOPLE);
  });

  it('makes a page that asks for nothing from anywhere', () => {
    const page = reportPage(report);
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).toContain('One to many');
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|src=|href=|url\(|@import/);
  });
});
