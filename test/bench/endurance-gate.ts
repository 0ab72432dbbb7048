import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Config } from '../../src/config/schema.ts';
import { Gate } from '../../src/gate/gate.ts';
import { defaultLimits } from '../../src/gate/passage-state.ts';
import { createTurnstile } from '../../src/hardware/create-turnstile.ts';
import { SimulatedGpio } from '../../src/hardware/gpio/simulated-gpio.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import { openStore } from '../../src/store/store.ts';
import { sampled, type Sampler, type Samples } from './endurance-samples.ts';
import { memoryMb } from './process-use.ts';

const PULSE_MS = 50;
const PICTURE_BYTES = 40_000;

export interface GateSample {
  /** JavaScript's with its buffers, after a collection, MB. */
  readonly heapMb: number;
  readonly residentMb: number;
  readonly privateDirtyMb: number;
}

/** State machine, punches with pictures in a real database, turnstile on a simulated line. */
export async function endureGate(counts: readonly number[], onSample: Sampler<GateSample>): Promise<Samples<GateSample>> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-endurance-'));
  const store = openStore({ dir, clock: systemClock, log: silentLog, leastFreeMb: 1 });
  const settings = { driver: 'gpio', pulseMs: PULSE_MS, gpio: { chip: '/dev/gpiochip0', line: 0 } };
  const gpio = new SimulatedGpio();
  const turnstile = createTurnstile(Config.parse({ turnstile: settings }).turnstile, {
    log: silentLog,
    clock: systemClock,
    gpio,
  });
  try {
    store.people.put({ id: 'w', name: '单雄信', origin: 'console', barredReason: null, photographs: [] }, { replace: false });
    let opened: () => void = () => undefined;
    const gate = new Gate({
      ...{ turnstile, journal: store, roster: store, clock: systemClock, log: silentLog },
      voice: { say: () => undefined },
      limits: { ...defaultLimits, repeatMs: 0 },
      direction: 'in',
      isClockDoubtful: () => false,
      onView: (view) => {
        if (view.state === 'admitted' && view.gate === 'opened') opened();
      },
      onStoreFault: (fault) => {
        throw fault;
      },
    });
    const pass = async (track: number): Promise<void> => {
      const isOpen = new Promise<void>((resolve) => (opened = resolve));
      const picture = new Uint8Array(PICTURE_BYTES).fill(track % 256);
      gate.see({ kind: 'recognised', track, workerId: 'w', score: 0.9, threshold: 0.5, picture });
      await isOpen;
      // What a meter saw at the pin is the simulation's, not the gate's.
      gpio.levels.length = 0;
      await new Promise((resolve) => setTimeout(resolve, PULSE_MS));
    };
    const passAll = async (from: number, to: number): Promise<void> => {
      for (let track = from; track <= to; track += 1) await pass(track);
    };
    return await sampled(counts, passAll, async () => ownMemory(), onSample);
  } finally {
    await turnstile.close();
    store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function ownMemory(): GateSample {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return { heapMb: Number(((heapUsed + external) / 1_048_576).toFixed(1)), ...memoryMb(process.pid) };
}
