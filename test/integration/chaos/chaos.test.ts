import { expect, it } from 'vitest';
import { runChaos } from '../../chaos/run.ts';
import { startZhejiangChaos } from '../../chaos/zhejiang.ts';
import { hasModbusSlave } from '../../fakes/modbus-slave.ts';

it.skipIf(!hasModbusSlave)(
  'every pulse has its punch at the platform, in order and repeated only for a reason, whatever is cut, lost, restarted or killed',
  async () => {
    const report = await runChaos({
      start: startZhejiangChaos,
      lastsMs: 12_000,
      terminals: 2,
      seed: 20261122,
      killAfterMs: 3_000,
      troubleEveryMs: 250,
      drainWithinMs: 60_000,
    });
    expect(report).toMatchObject({ broken: [], promises: { pulsesWithoutPunch: 0, punchesLost: 0, repeatsWithoutReason: 0 } });
    expect(report.kills).toBeGreaterThanOrEqual(2);
    expect(report.pulses).toBeGreaterThanOrEqual(40);
    expect(Object.values(report.troubles).reduce((total, times) => total + times, 0)).toBeGreaterThanOrEqual(10);
  },
  180_000,
);
