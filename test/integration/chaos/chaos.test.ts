import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runChaos, type ChaosOptions } from '../../chaos/run.ts';
import { startSichuanChaos } from '../../chaos/sichuan.ts';
import { startZhejiangChaos } from '../../chaos/zhejiang.ts';
import { hasModbusSlave } from '../../fakes/modbus-slave.ts';

/** That something is at stake; how soon is the machine's business. */
const least = { kills: 2, pulses: 5, troubles: 10 };
const often = { terminals: 2, seed: 20261122, troubleEveryMs: 250, drainWithinMs: 300_000, least };
const LASTS_AT_MOST_MS = 600_000;

async function keepsItsPromises(options: Omit<ChaosOptions, keyof typeof often>): Promise<void> {
  const report = await runChaos({ ...options, ...often });
  expect(report).toMatchObject({ broken: [], promises: { pulsesWithoutPunch: 0, punchesLost: 0, repeatsWithoutReason: 0 } });
  expect(report.kills).toBeGreaterThanOrEqual(least.kills);
  expect(report.pulses).toBeGreaterThanOrEqual(least.pulses);
  expect(Object.values(report.troubles).reduce((total, times) => total + times, 0)).toBeGreaterThanOrEqual(least.troubles);
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
