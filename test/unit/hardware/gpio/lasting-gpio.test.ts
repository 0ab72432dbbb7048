import { beforeEach, describe, expect, test } from 'vitest';
import { LastingGpio } from '../../../../src/hardware/gpio/lasting-gpio.ts';
import type { GpioOutput, GpioOutputRequest } from '../../../../src/hardware/gpio/port.ts';
import { SimulatedGpio } from '../../../../src/hardware/gpio/simulated-gpio.ts';

const line: GpioOutputRequest = {
  chip: '/dev/gpiochip0',
  consumer: 'test',
  isActiveLow: false,
  bias: 'asIs',
  drive: 'pushPull',
  offset: 7,
  beginsActive: true,
};
let gpio: SimulatedGpio;
let port: LastingGpio;
let left: GpioOutput;
beforeEach(() => {
  gpio = new SimulatedGpio();
  port = new LastingGpio(gpio);
  left = port.openOutput(line);
  left.close(true);
});

describe('an output that was left as it is', () => {
  test('stays held, is taken over as it is wanted, and obeys whoever left it no more', () => {
    expect(() => gpio.openOutput(line)).toThrow('[gpio.openFailed]');
    const next = port.openOutput({ ...line, beginsActive: false });
    expect(gpio.isHigh(7)).toBe(false);
    next.set(true);
    expect(() => left.set(false)).toThrow('[gpio.lost]');
    left.close();
    expect([gpio.isHigh(7), next.read()]).toEqual([true, true]);
    next.close();
    expect(gpio.isHigh(7)).toBe(false);
    gpio.openOutput(line).close();
  });

  test('is had anew where it was lost meanwhile', () => {
    gpio.unplug();
    gpio.plugIn();
    expect(gpio.isHigh(7)).toBe(false);
    port.openOutput(line);
    expect(gpio.isHigh(7)).toBe(true);
  });

  test('is had anew where it is wired otherwise, and let go of where it is wanted for something else', () => {
    port.openOutput({ ...line, isActiveLow: true }).close(true);
    expect(gpio.isHigh(7)).toBe(false);
    const input = { ...line, offsets: [7], edges: 'none', debounceUs: 0 } as const;
    port.openInput(input, { onEdge: () => undefined, onLost: () => undefined }).close();
    port.openWiegand({ ...line, d0: 7, d1: 8, pulseUs: 50, spacingUs: 2_000 }).close();
  });

  test('that failed last is let go of instead', () => {
    const output = port.openOutput(line);
    gpio.cannotReadOutputs = true;
    expect(() => output.read()).toThrow('[gpio.lost]');
    output.close(true);
    expect(gpio.isHigh(7)).toBe(true);
    gpio.openOutput(line).close();
  });
});
