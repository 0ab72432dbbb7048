import { createRecognitionEngine } from '../../src/recognition/engine.ts';
import { CROP_BYTES } from '../../src/shared/vision/observation.ts';
import { silentLog } from '../../src/shared/log.ts';
import { modelsDir } from '../../src/terminal/installation.ts';
import { summary } from './percentiles.ts';

const RUNS = 100;

/** One aligned crop to one embedding (mirrored sum), through the engine's thread. */
export async function benchEmbedding(): Promise<Record<string, unknown>> {
  const engine = await createRecognitionEngine({ modelsDir, log: silentLog });
  const crop = Uint8Array.from({ length: CROP_BYTES }, (_, index) => (index * 31) % 256);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const beganMs = performance.now();
    await engine.embed(crop, 'live');
    times.push(performance.now() - beganMs);
  }
  await engine.close();
  return { what: 'embedding of a crop and its mirror image, one thread; ms', ...summary(times) };
}
