import { readFileSync } from 'node:fs';
import { createPhotographAnalyser } from '../../src/recognition/photograph-analyser.ts';
import { modelsDir } from '../../src/terminal/installation.ts';
import { hasPictures, webcamFrames } from '../e2e/support/pictures.ts';
import { summary } from './percentiles.ts';

/** Node's side of the analysis, decoding included: what a photograph costs. The page's side is in the passage bench. */
export async function benchAnalysis(): Promise<Record<string, unknown>> {
  if (!hasPictures) return { skipped: 'no pictures' };
  const analyser = await createPhotographAnalyser({ modelsDir });
  const frames = webcamFrames('live', '0001', 1).map((path) => readFileSync(path));
  const times: number[] = [];
  for (const frame of frames) {
    const beganMs = performance.now();
    await analyser.analyse(frame, 'platform');
    times.push(performance.now() - beganMs);
  }
  await analyser.close();
  return { what: 'photograph of 640×480: decode, find, mesh, align, measure; ms', ...summary(times) };
}
