import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { GpioEdge, GpioInputRequest } from '../../../../src/hardware/gpio/port.ts';
import { SimulatedGpio } from '../../../../src/hardware/gpio/simulated-gpio.ts';

const chip = '/dev/gpiochip0';
const shared = { chip, consumer: 'test', isActiveLow: false, bias: 'asIs' } as const;
const input = (more: Partial<GpioInputRequest> = {}): GpioInputRequest => ({
  ...shared,
  offsets: [4, 5],
  edges: 'both',
  debounceUs: 0,
  ...more,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the simulated lines', () => {
  test('edges of one request come in one order and say what became active', () => {
    const gpio = new SimulatedGpio(chip);
    const edges: GpioEdge[] = [];
    const held = gpio.openInput(input({ isActiveLow: true, bias: 'pullUp' }), {
      onEdge: (edge) => edges.push(edge),
      onLost: () => undefined,
    });
    expect(held.read()).toEqual([false, false]);
    gpio.drive(5, false);
    gpio.drive(4, false);
    gpio.drive(5, true);
    expect(edges.map(({ offset, isRising, sequence }) => [offset, isRising, sequence])).toEqual([
      [5, true, 1],
      [4, true, 2],
      [5, false, 3],
    ]);
    expect(held.read()).toEqual([true, false]);
  });

  test('a bounce shorter than the debounce time is not told', () => {
    const gpio = new SimulatedGpio(chip);
    const edges: GpioEdge[] = [];
    gpio.openInput(input({ debounceUs: 10_000 }), { onEdge: (edge) => edges.push(edge), onLost: () => undefined });
    for (const isHigh of [true, false, true, false]) {
      gpio.drive(4, isHigh);
      vi.advanceTimersByTime(3);
    }
    vi.advanceTimersByTime(20);
    expect(edges).toEqual([]);
    gpio.drive(4, true);
    vi.advanceTimersByTime(10);
    expect(edges).toHaveLength(1);
  });

  test('a line that is held cannot be had twice, and can after it was let go of', () => {
    const gpio = new SimulatedGpio(chip);
    const request = { ...shared, offset: 4, drive: 'pushPull', beginsActive: false } as const;
    const output = gpio.openOutput(request);
    expect(() => gpio.openOutput(request)).toThrow(expect.objectContaining({ code: 'gpio.openFailed' }));
    output.set(true);
    expect(gpio.isHigh(4)).toBe(true);
    output.close();
    expect(gpio.isHigh(4)).toBe(false);
    gpio.openOutput(request).close();
  });

  test('pulling the chip out is told to readers, and fails writes', async () => {
    const gpio = new SimulatedGpio(chip);
    const lost: string[] = [];
    gpio.openInput(input(), { onEdge: () => undefined, onLost: ({ message }) => lost.push(message) });
    const output = gpio.openOutput({ ...shared, offset: 1, drive: 'pushPull', beginsActive: false });
    const wiegand = gpio.openWiegand({ ...shared, d0: 2, d1: 3, drive: 'openDrain', pulseUs: 50, spacingUs: 2_000 });
    gpio.unplug();
    expect(lost).toHaveLength(1);
    expect(() => output.set(true)).toThrow(expect.objectContaining({ code: 'gpio.lost' }));
    await expect(wiegand.send([1])).rejects.toMatchObject({ code: 'gpio.lost' });
  });
});
