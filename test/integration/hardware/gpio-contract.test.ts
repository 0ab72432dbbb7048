import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AddonGpio } from '../../../src/hardware/gpio/addon-gpio.ts';
import { loadGpioAddon } from '../../../src/hardware/gpio/addon.ts';
import { openGpio } from '../../../src/hardware/gpio/open-gpio.ts';
import type { GpioPort, WiegandOutputRequest } from '../../../src/hardware/gpio/port.ts';
import { SimulatedGpio } from '../../../src/hardware/gpio/simulated-gpio.ts';
import { EdgeDecoder } from '../../../src/hardware/wiegand/edge-decoder.ts';
import { encodeWiegand } from '../../../src/hardware/wiegand/encode.ts';
import { createLog, silentLog } from '../../../src/shared/log.ts';
import { buildFakeAddon, hasCompiler, type FakeGpioAddon } from '../../fakes/native-gpio.ts';
import { gpioContract } from './gpio.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'gpio-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

gpioContract('the simulation', () => {
  const gpio = new SimulatedGpio();
  /** An output's levels count from the one that stands for inactive. */
  const lowActive = new Map<number, boolean>();
  const port: GpioPort = {
    openInput: (request, listener) => gpio.openInput(request, listener),
    openOutput: (request) => {
      lowActive.set(request.offset, request.isActiveLow);
      return gpio.openOutput(request);
    },
    openWiegand: (request) => gpio.openWiegand(request),
  };
  return {
    port,
    drive: (offset, isActive) => gpio.drive(offset, isActive),
    isActive: (offset) => gpio.isHigh(offset) !== lowActive.get(offset),
    activeTimes: (offset) =>
      gpio.levels.filter((level) => level.offset === offset && level.isHigh !== lowActive.get(offset)).length,
    unplug: () => gpio.unplug(),
  };
});

const output: WiegandOutputRequest = {
  chip: '/dev/gpiochip0',
  consumer: 'wiegand',
  isActiveLow: true,
  bias: 'asIs',
  drive: 'openDrain',
  d0: 20,
  d1: 21,
  pulseUs: 50,
  spacingUs: 2_000,
};

describe.skipIf(!hasCompiler)('the addon', () => {
  let fake: FakeGpioAddon;
  let atNs = 1_000_000n;
  beforeAll(async () => {
    fake = await buildFakeAddon(folder);
  }, 240_000);
  // Not `onTestFinished`: the lines are closed by then.
  afterEach(() => {
    expect(fake.complaints()).toEqual([]);
  });

  const addonPort = (): GpioPort => {
    fake.reset();
    return new AddonGpio(fake, silentLog);
  };

  gpioContract('the addon over a kernel of the tests', () => ({
    port: addonPort(),
    isActive: (offset) => fake.isActive(offset),
    drive: (offset, isActive) => fake.playEdge(offset, isActive, (atNs += 1_000n)),
    activeTimes: (offset) => fake.pulses().filter((pulse) => pulse.offset === offset).length,
    unplug: () => fake.unplug(),
  }));

  test('gives pulses of 50 µs every 2 ms that a decoder of edges reads back', async () => {
    const port = addonPort();
    const wiegand = port.openWiegand(output);
    await wiegand.send(encodeWiegand(34, 0xcafe_babe));
    wiegand.close();
    const decoder = new EdgeDecoder();
    for (const { offset, fromUs, widthUs } of fake.pulses()) {
      expect(widthUs).toBeGreaterThanOrEqual(50);
      expect(widthUs).toBeLessThanOrEqual(60);
      expect(decoder.push({ line: offset === output.d1 ? 1 : 0, atUs: fromUs })).toBeNull();
    }
    expect(decoder.expire(Number.MAX_SAFE_INTEGER)).toMatchObject({ kind: 'card', format: 34, number: 0xcafe_babe });
    expect(fake.openFiles()).toBe(0);
  });

  test('rejects a frame of which the kernel refuses a pulse, and sends the next', async () => {
    const wiegand = addonPort().openWiegand(output);
    fake.failSet(5); // EIO
    await expect(wiegand.send([1, 0, 1])).rejects.toThrow(/EIO.*\[gpio\.lost\]/);
    await expect(wiegand.send([1, 0, 1])).resolves.toMatchObject({ pulses: 3 });
    wiegand.close();
  });

  test('says in the log when its pulses may not keep their time', async () => {
    fake.reset();
    fake.refuseRealTime(1); // EPERM
    const lines: string[] = [];
    const log = createLog(
      (line) => lines.push(line),
      () => new Date(0),
    );
    const wiegand = new AddonGpio(fake, log).openWiegand(output);
    await expect(wiegand.send([1, 0])).resolves.toMatchObject({ pulses: 2 });
    wiegand.close();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'wiegandNotRealTime', scheduling: 'EPERM', locking: 'EPERM' });
  });

  test('survives a system that starts no thread, and has its lines afterwards', () => {
    const port = addonPort();
    const listener = { onEdge: () => undefined, onLost: () => undefined };
    const lines = { chip: output.chip, consumer: 'door', isActiveLow: false, bias: 'pullUp', debounceUs: 0 } as const;
    const input = { ...lines, offsets: [4], edges: 'both' } as const;
    fake.withoutThreads(() => {
      expect(() => port.openInput(input, listener)).toThrow(/EAGAIN.*\[gpio\.openFailed\]/);
      expect(() => port.openWiegand(output)).toThrow(/EAGAIN.*\[gpio\.openFailed\]/);
    });
    expect(fake.openFiles()).toBe(0);
    port.openInput(input, listener).close();
    port.openWiegand(output).close();
  });

  test('names who can help when a line cannot be had', () => {
    const port = addonPort();
    const first = port.openWiegand(output);
    expect(() => port.openWiegand(output)).toThrow(/EBUSY.*gpioinfo/);
    expect(() => port.openWiegand({ ...output, chip: '/dev/gpiochip3' })).toThrow(/ENOENT.*gpiodetect/);
    first.close();
  });
});

test('without the addon the terminal’s lines say how to get it', () => {
  const port = openGpio(join(folder, 'nowhere'), silentLog);
  expect(() => port.openWiegand(output)).toThrow(/npm run native \[gpio\.openFailed\]/);
  expect(() => loadGpioAddon(join(folder, 'nowhere'))).toThrow('[gpio.openFailed]');
});
