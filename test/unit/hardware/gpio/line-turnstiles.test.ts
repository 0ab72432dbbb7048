import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Config } from '../../../../src/config/schema.ts';
import { createTurnstile } from '../../../../src/hardware/create-turnstile.ts';
import type { HoldReason } from '../../../../src/gate/ports.ts';
import type { ObservableTurnstile } from '../../../../src/hardware/diagnostics.ts';
import { LastingGpio } from '../../../../src/hardware/gpio/lasting-gpio.ts';
import type { GpioPort } from '../../../../src/hardware/gpio/port.ts';
import { SimulatedGpio } from '../../../../src/hardware/gpio/simulated-gpio.ts';
import { decodeWiegand } from '../../../../src/hardware/wiegand/decode.ts';
import { systemClock } from '../../../../src/shared/clock.ts';
import { Fault } from '../../../../src/shared/fault.ts';
import { silentLog } from '../../../../src/shared/log.ts';

let gpio: SimulatedGpio;
let turnstile: ObservableTurnstile;
interface Surroundings {
  readonly cardOf?: (workerId: string) => string | null;
  readonly port?: GpioPort;
  readonly hold?: HoldReason | null;
}
const start = (settings: Record<string, unknown>, { cardOf = () => null, port = gpio, hold = null }: Surroundings = {}): void => {
  const config = Config.parse({ turnstile: settings }).turnstile;
  turnstile = createTurnstile(config, { log: silentLog, clock: systemClock, gpio: port, cardOf, hold });
};
const levels = (): readonly boolean[] => gpio.levels.map(({ isHigh }) => isHigh);
/** The first order to an output is refused, as by an expander whose bus was disturbed. */
const refusingOnce = (port: GpioPort): GpioPort => {
  let isRefused = false;
  return {
    openInput: (request, listener) => port.openInput(request, listener),
    openWiegand: (request) => port.openWiegand(request),
    openOutput: (request) => {
      const output = port.openOutput(request);
      const set = (isActive: boolean): void => {
        if (isRefused) return output.set(isActive);
        isRefused = true;
        throw new Fault('gpio.lost', 'disturbed');
      };
      return { ...output, set };
    },
  };
};
beforeEach(() => {
  vi.useFakeTimers();
  gpio = new SimulatedGpio();
});
afterEach(async () => {
  await turnstile.close();
  vi.useRealTimers();
});

describe('the turnstile on a digital output', () => {
  const line = { driver: 'gpio', pulseMs: 300, gpio: { line: 7 } };

  test('is inactive from the start, and one opening is one pulse of its length', async () => {
    start(line);
    await vi.advanceTimersByTimeAsync(200);
    expect(new Set(levels())).toEqual(new Set([false]));
    gpio.levels.length = 0;
    expect(await turnstile.open()).toBe('opened');
    expect(gpio.isHigh(7)).toBe(true);
    await vi.advanceTimersByTimeAsync(299);
    expect(gpio.isHigh(7)).toBe(true);
    await vi.advanceTimersByTimeAsync(2);
    expect(levels()).toEqual([true, false]);
  });

  test('active low: the pulse is the low level', async () => {
    start({ ...line, gpio: { line: 7, activeLow: true } });
    await vi.advanceTimersByTimeAsync(200);
    expect(gpio.isHigh(7)).toBe(true);
    expect(await turnstile.open()).toBe('opened');
    expect(gpio.isHigh(7)).toBe(false);
  });

  test('two openings at once are two pulses with a gap', async () => {
    start(line);
    await vi.advanceTimersByTimeAsync(200);
    gpio.levels.length = 0;
    const both = [turnstile.open(), turnstile.open()];
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await Promise.all(both)).toEqual(['opened', 'opened']);
    expect(levels()).toEqual([true, false, true, false]);
  });

  test('a line that somebody else holds is not answering, and is had once it is free', async () => {
    const other = gpio.openOutput({
      chip: gpio.chip,
      offset: 7,
      consumer: 'x',
      isActiveLow: false,
      bias: 'asIs',
      drive: 'pushPull',
      beginsActive: false,
    });
    start(line);
    expect(turnstile.state()).toEqual({ state: 'notAnswering', detail: '/dev/gpiochip0 7: gpio.openFailed' });
    expect(await turnstile.open()).toBe('notAnswering');
    other.close();
    await vi.advanceTimersByTimeAsync(2_100);
    expect(turnstile.state().state).toBe('ok');
  });

  test('a chip that is pulled out is not answering, and works again when it is back', async () => {
    start(line);
    await vi.advanceTimersByTimeAsync(200);
    gpio.unplug();
    expect(await turnstile.open()).toBe('notAnswering');
    expect(turnstile.state().detail).toContain('gpio.lost');
    gpio.plugIn();
    await vi.advanceTimersByTimeAsync(2_200);
    expect(await turnstile.open()).toBe('opened');
  });

  test.each([null, 'release'] as const)(
    'a chip that was away for half a second is missed while nobody opens (held: %s)',
    async (hold) => {
      start(line, { hold });
      await vi.advanceTimersByTimeAsync(300);
      gpio.unplug();
      await vi.advanceTimersByTimeAsync(500);
      gpio.plugIn();
      await vi.advanceTimersByTimeAsync(1_000);
      expect(turnstile.state()).toEqual({ state: 'notAnswering', detail: '/dev/gpiochip0 7: gpio.lost' });
      await vi.advanceTimersByTimeAsync(2_000);
      expect(turnstile.state().state).toBe('ok');
      expect(gpio.isHigh(7)).toBe(hold !== null);
    },
  );

  test('an end of the hold during a loss leaves nothing on', async () => {
    start(line, { hold: 'open' });
    await vi.advanceTimersByTimeAsync(300);
    gpio.unplug();
    await vi.advanceTimersByTimeAsync(1_000);
    turnstile.hold(null);
    gpio.plugIn();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([turnstile.state().state, gpio.isHigh(7)]).toEqual(['ok', false]);
  });

  test('a chip that takes orders but can no longer be read is missed, one that never could be read is not', async () => {
    start(line);
    await vi.advanceTimersByTimeAsync(2_500);
    gpio.cannotReadOutputs = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(turnstile.state().state).toBe('notAnswering');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(turnstile.state().state).toBe('ok');
  });

  test('held open it stays so over openings, and ends with the order', async () => {
    start(line);
    await vi.advanceTimersByTimeAsync(200);
    turnstile.hold('open');
    await vi.advanceTimersByTimeAsync(100);
    expect(await turnstile.open()).toBe('opened');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(gpio.isHigh(7)).toBe(true);
    turnstile.hold(null);
    await vi.advanceTimersByTimeAsync(200);
    expect(gpio.isHigh(7)).toBe(false);
  });

  test.each([
    ['open', false],
    ['release', true],
  ] as const)('held for the reason %s when the program ends, the gate stays open: %s', async (reason, isOpen) => {
    start(line);
    await vi.advanceTimersByTimeAsync(200);
    turnstile.hold(reason);
    await vi.advanceTimersByTimeAsync(100);
    gpio.levels.length = 0;
    const closing = turnstile.close();
    await vi.advanceTimersByTimeAsync(1_000);
    await closing;
    expect(gpio.isHigh(7)).toBe(isOpen);
    expect(levels().includes(false)).toBe(!isOpen);
  });

  test('a released gate does not shut for a moment when another turnstile takes its place', async () => {
    const port = new LastingGpio(gpio);
    start(line, { port });
    await vi.advanceTimersByTimeAsync(200);
    turnstile.hold('release');
    await vi.advanceTimersByTimeAsync(100);
    gpio.levels.length = 0;
    const openOutput = vi.spyOn(gpio, 'openOutput');
    await turnstile.close();
    start(line, { port, hold: 'release' });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(levels()).not.toContain(false);
    expect(openOutput).not.toHaveBeenCalled();
    turnstile.hold(null);
    await vi.advanceTimersByTimeAsync(200);
    expect(gpio.isHigh(7)).toBe(false);
  });

  test('a line that a program before left active is taken active while the gate is kept open', async () => {
    start(line, { hold: 'release' });
    expect(levels()).not.toContain(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(levels()).not.toContain(false);
    expect(gpio.isHigh(7)).toBe(true);
  });

  test('a line that refuses once while the gate is kept open is not made inactive for it', async () => {
    start(line, { hold: 'release', port: refusingOnce(gpio) });
    gpio.levels.length = 0;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(turnstile.state().state).toBe('ok');
    expect(levels()).not.toContain(false);
  });
});

describe('the turnstile on Wiegand lines', () => {
  const lines = { driver: 'wiegand', wiegand: { d0: 2, d1: 3 } };

  test("sends the worker's card, without one a number from his id, and the configured number when opened by hand", async () => {
    start(lines, { cardOf: (workerId) => (workerId === 'w1' ? '1234567' : null) });
    expect(await turnstile.open('w1')).toBe('opened');
    await vi.advanceTimersByTimeAsync(200);
    expect(await turnstile.open('4711')).toBe('opened');
    await vi.advanceTimersByTimeAsync(200);
    expect(await turnstile.open()).toBe('opened');
    expect(gpio.frames.map((frame) => decodeWiegand(frame))).toMatchObject([
      { kind: 'card', format: 26, number: 1_234_567 },
      { kind: 'card', format: 26, number: 4_711 },
      { kind: 'card', format: 26, number: 1 },
    ]);
  });

  test('two workers at once are two numbers', async () => {
    start({ driver: 'wiegand', wiegand: { d0: 2, d1: 3, format: '34' } });
    const all = Promise.all(['11', '12', '13', '14'].map((id) => turnstile.open(id)));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await all).toEqual(['opened', 'opened', 'opened', 'opened']);
    const numbers = gpio.frames.map((frame) => decodeWiegand(frame));
    expect(numbers.map((read) => (read.kind === 'card' ? [read.format, read.number] : null))).toEqual([
      [34, 11],
      [34, 12],
      [34, 13],
      [34, 14],
    ]);
  });

  test('a worker whose number cannot be had does not open, and the line serves the next one', async () => {
    start(lines, {
      cardOf: (workerId) => {
        if (workerId === '1') throw new Fault('store.damaged', 'no such page');
        return '4711';
      },
    });
    expect(await turnstile.open('1')).toBe('notAnswering');
    await vi.advanceTimersByTimeAsync(200);
    expect(turnstile.state().state).toBe('ok');
    expect(await turnstile.open('2')).toBe('opened');
    expect(gpio.frames).toHaveLength(1);
  });

  test('a chip that was away for half a second is missed while nobody opens', async () => {
    start(lines);
    await vi.advanceTimersByTimeAsync(300);
    gpio.unplug();
    await vi.advanceTimersByTimeAsync(500);
    gpio.plugIn();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(turnstile.state().state).toBe('notAnswering');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await turnstile.open('1')).toBe('opened');
  });

  test('a chip that is pulled out leaves the fate of a number unknown', async () => {
    start(lines);
    gpio.unplug();
    expect(await turnstile.open('1')).toBe('unknown');
    expect(turnstile.state().state).toBe('notAnswering');
    expect(turnstile.canHold).toBe(false);
  });
});
