import { setTimeout as pause } from 'node:timers/promises';
import { createRecognitionEngine, type RecognitionEngine } from '../../src/recognition/engine.ts';
import { CROP_BYTES } from '../../src/shared/vision/observation.ts';
import { silentLog } from '../../src/shared/log.ts';
import { modelsDir } from '../../src/terminal/installation.ts';
import { percentile, summary } from './percentiles.ts';
import { OthersOnMachine } from './process-use.ts';

const RUNS = 100;
/** Background crops that wait at any time: live ones have to overtake them. */
const WAITING = 8;
/** Longer than one embedding and of another length each time: live crops come at any moment of a background one. */
const pauseMs = (run: number): number => 10 + ((run * 7) % 13);

const crop = Uint8Array.from({ length: CROP_BYTES }, (_, index) => (index * 31) % 256);

/** One aligned crop to one embedding (mirrored sum), through the engine's thread: alone, and while an import keeps it busy. */
export async function benchEmbedding(): Promise<Record<string, unknown>> {
  const others = new OthersOnMachine();
  const engine = await createRecognitionEngine({ modelsDir, log: silentLog });
  try {
    const alone = await liveTimes(engine);
    const background = new Background(engine);
    const beside = await liveTimes(engine);
    await background.end();
    return {
      what: 'embedding of a crop and its mirror image, one thread; ms',
      ...told(alone),
      besideBackground: { what: `while ${WAITING} background crops wait all the time`, ...told(beside) },
      otherProgramsCores: others.cores(),
    };
  } finally {
    await engine.close();
  }
}

const told = (times: readonly number[]) => ({
  least: Number(percentile(times, 0).toFixed(1)),
  ...summary(times),
  most: Number(Math.max(...times).toFixed(1)),
});

async function liveTimes(engine: RecognitionEngine): Promise<readonly number[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await pause(pauseMs(run));
    const beganMs = performance.now();
    await engine.embed(crop, 'live');
    times.push(performance.now() - beganMs);
  }
  return times;
}

/** Background crops without end. */
class Background {
  readonly #lines: Promise<void>[];
  #isOver = false;

  constructor(engine: RecognitionEngine) {
    this.#lines = Array.from({ length: WAITING }, async () => {
      while (!this.#isOver) await engine.embed(crop, 'background');
    });
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#lines);
  }
}
