import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runChaos, type ChaosOptions } from '../../chaos/run.ts';
import { startSichuanChaos } from '../../chaos/sichuan.ts';
import { startZhejiangChaos } from '../../chaos/zhejiang.ts';
import { hasModbusSlave } from '../../fakes/modbus-slave.ts';

const often = { terminals: 2, seed: 20261122, troubleEveryMs: 250, drainWithinMs: 60_000 };
const LASTS_AT_MOST_MS = 180_000;

async function keepsItsPromises(options: Omit<ChaosOptions, keyof typeof often>): Promise<void> {
  const report = await runChaos({ ...options, ...often });
  expect(report).toMatchObject({ broken: [], promises: { pulsesWithoutPunch: 0, punchesLost: 0, repeatsWithoutReason: 0 } });
  expect(report.kills).toBeGreaterThanOrEqual(2);
  // That something was at stake; how many pass in so short a time is the machine's business.
  expect(report.pulses).toBeGreaterThanOrEqual(5);
  expect(Object.values(report.troubles).reduce((total, times) => total + times, 0)).toBeGreaterThanOrEqual(10);
}

describe.skipIf(!hasModbusSlave)('every pulse has its punch at the platform, in order and repeated only for a reason', () => {
  it(
    'of Zhejiang, whatever is cut, lost, restarted or killed',
    () => keepsItsPromises({ start: startZhejiangChaos, lastsMs: 12_000, killAfterMs: 3_000 }),
    LASTS_AT_MOST_MS,
  );

  it.skipIf(!hasOpenssl())(
    'of Sichuan, whatever is cut, lost, restarted or killed (skipped where openssl is not installed)',
    () => {
      const start = (): ReturnType<typeof startSichuanChaos> => startSichuanChaos({ withLongWaits: false });
      return keepsItsPromises({ start, lastsMs: 8_000, killAfterMs: 2_000 });
    },
    LASTS_AT_MOST_MS,
  );
});

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
