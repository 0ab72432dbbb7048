import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { LastingGpio } from '../../../src/hardware/gpio/lasting-gpio.ts';
import type { GpioInput } from '../../../src/hardware/gpio/port.ts';
import { SimulatedGpio } from '../../../src/hardware/gpio/simulated-gpio.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { noAdmin } from '../../fakes/no-admin.ts';

const relay = 4;
const wire = 5;
const turnstile = { driver: 'gpio', gpio: { line: relay } };
const fire = { source: 'gpio', line: wire };
const soon = { timeout: 30_000, interval: 5 };

let dir: string;
let gpio: SimulatedGpio;
let port: LastingGpio;
const running: Terminal[] = [];

const start = async (config: object): Promise<Terminal> => {
  const terminal = new Terminal({
    config: Config.parse({ speech: { enabled: false }, ...config }),
    ...{ dir, gpio: port, startRecognition: () => Promise.reject(new Error('there is no camera here')), ...noAdmin },
    modelsDir: '',
    version: 'test',
    isDemo: false,
    configFault: null,
    clock: systemClock,
    log: silentLog,
    onView: () => undefined,
    play: () => undefined,
  });
  running.push(terminal);
  await terminal.start();
  return terminal;
};
const end = async (): Promise<void> => {
  for (const terminal of running.splice(0)) await terminal.close();
};
const wired = { turnstile, inputs: { bias: 'pullDown', debounceMs: 0, fire } };
/** A line that somebody else holds can no more be read than one whose cable burnt. */
const burnCable = (): GpioInput => {
  const line = { chip: gpio.chip, consumer: 'fire', isActiveLow: false, bias: 'asIs', offsets: [wire], debounceUs: 0 } as const;
  return gpio.openInput({ ...line, edges: 'none' }, { onEdge: () => undefined, onLost: () => undefined });
};
const burn = async (config: object = wired): Promise<void> => {
  const terminal = await start(config);
  gpio.drive(wire, true);
  await vi.waitFor(() => expect(gpio.isHigh(relay)).toBe(true), soon);
  expect(terminal.lane(1).control.mode).toBe('released');
  gpio.levels.length = 0;
  await end();
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fire-'));
  gpio = new SimulatedGpio();
  port = new LastingGpio(gpio);
});
afterEach(async () => {
  await end();
  rmSync(dir, { recursive: true, force: true });
});

test('a gate that a fire released stays open over a restart that finds the cable burnt, until the input says that it is over', async () => {
  await burn();
  const burnt = burnCable();
  const terminal = await start(wired);
  expect(terminal.lane(1).control.mode).toBe('released');
  await vi.waitFor(() => expect(terminal.board.stateOf('inputs')).toBe('lost'), soon);
  expect(gpio.isHigh(relay)).toBe(true);
  expect(gpio.levels.filter(({ offset, isHigh }) => offset === relay && !isHigh)).toEqual([]);
  gpio.drive(wire, false);
  burnt.close();
  await vi.waitFor(() => expect(gpio.isHigh(relay)).toBe(false), soon);
  expect(terminal.lane(1).control.mode).toBe('normal');
  await end();
  expect((await start(wired)).lane(1).control.mode).toBe('normal');
});

test('a fire at the other lane outlives a restart too, though the first lane’s own input says that there is none', async () => {
  const second = { enabled: true, cameras: { visible: 'Right' }, turnstile: { driver: 'gpio', gpio: { line: 6 } } };
  const own = { bias: 'pullDown', debounceMs: 0, fire: { source: 'gpio', line: 7 } };
  const both = { turnstile, inputs: own, lanes: { second: { ...second, inputs: wired.inputs } } };
  await burn(both);
  const burnt = burnCable();
  const { lanes } = await start(both);
  await vi.waitFor(() => expect(lanes[0].control.inputs()[0]?.isActive).toBe(false), soon);
  expect(lanes.map(({ control }) => control.mode)).toEqual(['released', 'released']);
  burnt.close();
});

test('a fire whose input is no longer configured is dropped, and written down', async () => {
  await burn();
  const terminal = await start({ turnstile });
  expect(terminal.lane(1).control.mode).toBe('normal');
  await vi.waitFor(() => expect(gpio.isHigh(relay)).toBe(false), soon);
  expect(terminal.store.audit.list({ beforeId: null, limit: 1 })[0]).toMatchObject({
    actor: 'system',
    action: 'gate.fireDropped',
  });
  await end();
  gpio.drive(wire, false);
  expect((await start(wired)).lane(1).control.mode).toBe('normal');
});
