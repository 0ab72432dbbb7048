import { describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createTurnstile } from '../../../src/hardware/create-turnstile.ts';
import { noGpio } from '../../../src/hardware/gpio/no-gpio.ts';
import { Inputs } from '../../../src/hardware/inputs/inputs.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { patience } from '../../fakes/patient-board.ts';
import { hasModbusSlave, startModbusSlave } from '../../fakes/modbus-slave.ts';
import { untilState } from './turnstile.contract.ts';

describe.skipIf(!hasModbusSlave)('a board of that make, as pymodbus with the commands of its manual', () => {
  test.each([
    ['juying-dam', 'flash-on', 300, 0.3],
    ['eletechsup-r4', 'coil', 200, 0.2],
    ['eletechsup-r4', 'flash-on', 500, 1],
  ])('%s, %s: one opening is one pulse of the relay with its length', async (board, pulse, pulseMs, seconds) => {
    const slave = await startModbusSlave(1, board);
    const settings = { driver: 'modbus-rtu', port: slave.port, board, pulse, pulseMs, coil: 2 };
    const turnstile = createTurnstile(Config.parse({ turnstile: settings }).turnstile, {
      log: silentLog,
      clock: systemClock,
      patience,
    });
    try {
      await untilState(turnstile, 'ok');
      const before = slave.relays.length;
      expect(await turnstile.open()).toBe('opened');
      await slave.until(() => slave.relays.length >= before + 2);
      const [on, off] = slave.relays.slice(before);
      expect([on?.relay, on?.on, off?.on]).toEqual([2, true, false]);
      const lasted = (off?.t ?? 0) - (on?.t ?? 0);
      expect(lasted).toBeGreaterThan(seconds - 0.02);
      // Ten times as long, or as short, would be another unit.
      expect(lasted).toBeLessThan(seconds + 3);
    } finally {
      await turnstile.close();
      await slave.close();
    }
  });

  test('a gate that is held open stays so over openings, and is shut when that ends', async () => {
    const slave = await startModbusSlave(1, 'eletechsup-r4');
    const settings = { driver: 'modbus-rtu', port: slave.port, board: 'eletechsup-r4', pulseMs: 60 };
    const turnstile = createTurnstile(Config.parse({ turnstile: settings }).turnstile, {
      log: silentLog,
      clock: systemClock,
      patience,
    });
    try {
      await untilState(turnstile, 'ok');
      turnstile.hold('open');
      await slave.until(() => slave.relays.at(-1)?.on === true);
      const since = slave.relays.length;
      expect(await turnstile.open()).toBe('opened');
      expect(await turnstile.open()).toBe('opened');
      await slave.until(() => slave.requests.filter(({ fc }) => fc === 3).length > 2);
      expect(slave.relays.slice(since).every(({ on }) => on)).toBe(true);
      turnstile.hold(null);
      await slave.until(() => slave.relays.at(-1)?.on === false);
    } finally {
      await turnstile.close();
      await slave.close();
    }
  });

  test('inputs of the board are read while nothing else is said, and their loss is told', async () => {
    const slave = await startModbusSlave();
    const { turnstile: settings, inputs } = Config.parse({
      turnstile: { driver: 'modbus-rtu', port: slave.port, pulseMs: 400 },
      inputs: { debounceMs: 0, fire: { source: 'modbus', line: 9 }, door: { source: 'modbus', line: 1, activeLow: true } },
    });
    const turnstile = createTurnstile(settings, { log: silentLog, clock: systemClock, patience });
    const told: string[] = [];
    const waiting = new Set<() => void>();
    const onInput = (name: string, isActive: boolean | null): void => {
      told.push(`${name} ${String(isActive)}`);
      for (const look of [...waiting]) look();
    };
    const until = (wanted: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!told.includes(wanted)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    const read = new Inputs({ inputs, turnstile, gpio: noGpio, listener: { onInput }, clock: systemClock, log: silentLog });
    try {
      await Promise.all([until('fire false'), until('door true')]);
      expect(await turnstile.open()).toBe('opened');
      slave.setInput(9, true);
      await until('fire true');
      slave.setInput(1, true);
      await until('door false');
      expect(read.reports().map(({ name, isActive }) => [name, isActive])).toEqual([
        ['door', false],
        ['fire', true],
      ]);
      await slave.close();
      await Promise.all([until('fire null'), until('door null')]);
    } finally {
      await read.close();
      await turnstile.close();
    }
  });
});
