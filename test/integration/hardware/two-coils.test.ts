import { describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createTurnstiles } from '../../../src/hardware/create-turnstile.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { hasModbusSlave, startModbusSlave } from '../../fakes/modbus-slave.ts';
import { untilState } from './turnstile.contract.ts';

const settingsOf = (port: string, coil: number): Config['turnstile'] =>
  Config.parse({ turnstile: { driver: 'modbus-rtu', port, coil, pulseMs: 300 } }).turnstile;

describe.skipIf(!hasModbusSlave)('two relays of one board on one serial port, the board being pymodbus', () => {
  test('both lanes open at the same moment: nothing is sent between their orders, and each coil is on once and off again', async () => {
    const slave = await startModbusSlave();
    const all = [settingsOf(slave.port, 0), settingsOf(slave.port, 1)];
    const turnstiles = createTurnstiles(all, { log: silentLog, clock: systemClock });
    try {
      await Promise.all(turnstiles.map((turnstile) => untilState(turnstile, 'ok')));
      const before = slave.requests.length;
      expect(await Promise.all(turnstiles.map((turnstile) => turnstile.open()))).toEqual(['opened', 'opened']);
      const writes = () => slave.requests.slice(before).filter(({ fc }) => fc === 5);
      await slave.until(() => writes().length >= 4);
      const firstOn = slave.requests.findIndex(({ fc, value }, index) => index >= before && fc === 5 && value > 0);
      expect(slave.requests.slice(firstOn, firstOn + 2).map(({ fc, address }) => [fc, address])).toEqual([
        [5, 0],
        [5, 1],
      ]);
      const byCoil = (coil: number) =>
        writes()
          .filter(({ address }) => address === coil)
          .map(({ value }) => value > 0);
      expect([byCoil(0), byCoil(1)]).toEqual([
        [true, false],
        [true, false],
      ]);
    } finally {
      await Promise.all(turnstiles.map((turnstile) => turnstile.close()));
      await slave.close();
    }
  });
});
