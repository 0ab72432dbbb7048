import { expect, it } from 'vitest';
import { hasModbusSlave } from '../../fakes/modbus-slave.ts';
import { walk } from './kill-walk.ts';

it.skipIf(!hasModbusSlave)(
  'a terminal killed at any instant has a punch for every pulse, and switches the coil off at its next start',
  async () => {
    const seen = await walk({ passages: 40, kills: 12, seed: 20261122 });
    expect(seen.kills).toBe(12);
    expect(seen.pulses).toBeGreaterThanOrEqual(40);
    expect(seen).toMatchObject({ pulsesWithoutPunch: 0, wrongRows: 0 });
    expect(seen.punches).toBeGreaterThanOrEqual(seen.pulses);
    // A row that was pending when the process died is made `unknown` by the next start; the last run ended in peace.
    expect(seen.outcomes['pending'] ?? 0).toBe(0);
  },
  600_000,
);
