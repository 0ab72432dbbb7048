import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createTurnstile } from '../../../src/hardware/create-turnstile.ts';
import type { BoardInputsListener, ObservableTurnstile } from '../../../src/hardware/diagnostics.ts';
import { SimulatedGpio } from '../../../src/hardware/gpio/simulated-gpio.ts';
import { noTurnstile } from '../../../src/hardware/turnstile-none.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { GateControl } from '../../../src/terminal/gate-control.ts';
import { openedStore, temporaryFolder } from '../store/fixture.ts';

const relay = 1;
const wires = { passage: 10, door: 11, tamper: 12, button: 13, fire: 14 };
const source = (line: number) => ({ source: 'gpio', line });
const config = Config.parse({
  turnstile: { driver: 'gpio', pulseMs: 200, gpio: { line: relay } },
  inputs: {
    bias: 'pullDown',
    ...Object.fromEntries(Object.entries(wires).map(([name, line]) => [name, source(line)])),
  },
});

let gpio: SimulatedGpio;
let turnstile: ObservableTurnstile;
let control: GateControl;
let folder: string;
let modes: string[];
let areas: Map<string, string>;
const store = () => openedStore(folder);
let opened: ReturnType<typeof store>;

const start = (): void => {
  turnstile = createTurnstile(config.turnstile, { log: silentLog, clock: systemClock, gpio });
  control = new GateControl({
    inputs: config.inputs,
    turnstile,
    gpio,
    gate: { setMode: (mode) => modes.push(mode) },
    store: opened,
    board: { set: (area, state) => void areas.set(area, state) },
    clock: systemClock,
    log: silentLog,
  });
  control.start();
};
const actions = () => opened.audit.list({ beforeId: null, limit: 50 }).map(({ actor, action }) => `${actor} ${action}`);
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const set = async (name: keyof typeof wires, isHigh: boolean): Promise<void> => {
  gpio.drive(wires[name], isHigh);
  await pass(100);
};

beforeEach(() => {
  vi.useFakeTimers();
  gpio = new SimulatedGpio();
  folder = temporaryFolder();
  opened = store();
  modes = [];
  areas = new Map();
  start();
});
afterEach(async () => {
  const closing = Promise.all([control.close(), turnstile.close()]);
  await pass(5_000);
  await closing;
  vi.useRealTimers();
});

describe('the control of the gate', () => {
  test('a fire alarm releases the gate at once, and shuts it when it is over', async () => {
    await pass(500);
    await set('fire', true);
    expect(gpio.isHigh(relay)).toBe(true);
    expect([control.mode, areas.get('gateMode'), modes.at(-1)]).toEqual(['released', 'released', 'released']);
    await set('fire', false);
    await pass(200);
    expect(gpio.isHigh(relay)).toBe(false);
    expect(actions()).toEqual(['system gate.fireOver', 'system gate.fireReleased']);
  });

  test('a fire alarm releases the gate also where nothing can be written down', async () => {
    await pass(500);
    vi.spyOn(opened.audit, 'add').mockImplementation(() => {
      throw new Error('no disk');
    });
    await set('fire', true);
    expect(gpio.isHigh(relay)).toBe(true);
  });

  test('an order that cannot be written down changes nothing', async () => {
    await pass(500);
    vi.spyOn(opened.audit, 'add').mockImplementation(() => {
      throw new Error('no disk');
    });
    expect(() => control.order('heldOpen', 'admin')).toThrow('no disk');
    await pass(500);
    expect(gpio.isHigh(relay)).toBe(false);
    expect(control.mode).toBe('normal');
  });

  test('a lock-down outlives a restart, an order to hold open does not', async () => {
    control.order('lockedDown', 'admin');
    const again = (): GateControl =>
      new GateControl({
        inputs: Config.parse({}).inputs,
        turnstile,
        gpio,
        gate: { setMode: () => undefined },
        store: opened,
        board: { set: () => undefined },
        clock: systemClock,
        log: silentLog,
      });
    expect(again().mode).toBe('lockedDown');
    control.order('heldOpen', 'admin');
    expect(again().mode).toBe('normal');
  });

  test("the guard's button opens for one pulse, written down first, and does nothing during a lock-down", async () => {
    await pass(500);
    gpio.levels.length = 0;
    await set('button', true);
    await set('button', false);
    await pass(500);
    expect(gpio.levels.map(({ isHigh }) => isHigh)).toEqual([true, false]);
    control.order('lockedDown', 'admin');
    await set('button', true);
    expect(gpio.levels).toHaveLength(2);
    expect(actions()).toEqual(['button gate.buttonRefused', 'admin gate.lockedDown', 'button gate.openedByButton']);
  });

  test('who walks through and who does not is written to his opening', async () => {
    await pass(100);
    opened.people.put({ id: 'w', name: '单雄信', origin: 'console', barredReason: null, photographs: [] }, { replace: false });
    const punch = {
      workerId: 'w',
      atMs: 1,
      direction: 'in',
      score: 0.9,
      threshold: 0.5,
      picture: null,
      isClockDoubtful: false,
    } as const;
    const first = opened.recordPunch(punch);
    const second = opened.recordRepeat(first.punchId, 2);
    control.opened(first.openingId);
    await set('passage', true);
    await set('passage', false);
    control.opened(second.openingId);
    await pass(config.inputs.passageSeconds * 1_000);
    control.tick();
    const [listed] = opened.punches.list({ limit: 1 });
    expect(listed?.openings.map(({ isTaken }) => isTaken)).toEqual([true, false]);
  });

  test('a door that stands open and a case that is opened are shown and written down', async () => {
    await set('door', true);
    await set('tamper', true);
    await pass(config.inputs.doorSeconds * 1_000);
    control.tick();
    expect([areas.get('door'), areas.get('tamper')]).toEqual(['heldOpen', 'opened']);
    expect(actions()).toEqual(['system door.heldOpen', 'system case.opened']);
  });

  test('inputs of a board are not well before they were read', () => {
    const tell: { current: BoardInputsListener } = { current: () => undefined };
    const watchInputs: ObservableTurnstile['watchInputs'] = (_, listener) => void (tell.current = listener);
    const { inputs } = Config.parse({
      inputs: { debounceMs: 0, fire: { source: 'modbus' }, door: { source: 'modbus', line: 1 } },
    });
    const shown: string[] = [];
    const other = new GateControl({
      inputs,
      turnstile: { ...noTurnstile, watchInputs },
      gpio,
      gate: { setMode: () => undefined },
      store: opened,
      board: {
        set: (area, state, detail) => {
          if (area === 'inputs') shown.push([state, detail].join(' '));
        },
      },
      clock: systemClock,
      log: silentLog,
    });
    other.start();
    expect(shown).toEqual(['connecting door, fire']);
    tell.current([], new Fault('link.openFailed', 'no such port'));
    expect(shown.at(-1)).toBe('lost door, fire');
    expect(other.inputs().map(({ lastFault }) => lastFault)).toEqual(['link.openFailed', 'link.openFailed']);
    tell.current([false], new Fault('relay.rejected', 'no more'));
    expect(shown.at(-1)).toBe('lost door');
    tell.current([false, true], null);
    expect(shown.at(-1)).toBe('ok ');
  });

  test('lost lines are named, a gate that is released stays so, and they are found again', async () => {
    await pass(500);
    await set('fire', true);
    gpio.unplug();
    await pass(100);
    expect([areas.get('inputs'), areas.get('door'), control.mode]).toEqual(['lost', 'unknown', 'released']);
    gpio.plugIn();
    await pass(5_000);
    expect(areas.get('inputs')).toBe('ok');
  });
});
