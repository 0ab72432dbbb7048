import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { hasModbusSlave, startModbusSlave } from '../../fakes/modbus-slave.ts';
import { noAdmin } from '../../fakes/no-admin.ts';
import { patience } from '../../fakes/patient-board.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const FIRE_INPUT = 9;
const inTime = { timeout: 60_000, interval: 5 };

/** A terminal below its cameras. */
async function terminalWith(config: object): Promise<Terminal> {
  const dir = mkdtempSync(path.join(tmpdir(), 'lanes-'));
  closers.push(() => rmSync(dir, { recursive: true, force: true }));
  const terminal = new Terminal({
    config: Config.parse({ speech: { enabled: false }, ...config }),
    dir,
    modelsDir: '',
    version: 'test',
    isDemo: false,
    configFault: null,
    boardPatience: patience,
    ...noAdmin,
    clock: systemClock,
    log: silentLog,
    onView: () => undefined,
    play: () => undefined,
    startRecognition: () => Promise.reject(new Fault('model.missing', 'there is no camera here')),
  });
  closers.push(() => terminal.close());
  await terminal.start();
  return terminal;
}

/** Two lanes that are two coils of one board, pymodbus, on one pseudo-terminal. */
async function twoLanes() {
  const slave = await startModbusSlave();
  closers.push(() => slave.close());
  const turnstile = { driver: 'modbus-rtu', port: slave.port, pulseMs: 300 };
  const second = { enabled: true, direction: 'out', cameras: { visible: 'Right' }, turnstile: { ...turnstile, coil: 1 } };
  const inputs = { debounceMs: 0, fire: { source: 'modbus', line: FIRE_INPUT } };
  const terminal = await terminalWith({ turnstile, inputs, lanes: { second } });
  for (const id of ['w1', 'w2'])
    terminal.store.people.put({ id, name: id, origin: 'console', barredReason: null, photographs: [] }, { replace: false });
  await vi.waitFor(() => {
    expect([terminal.board.stateOf('gate'), terminal.board.stateOf('gate2')]).toEqual(['ok', 'ok']);
  }, inTime);
  const see = (lane: 1 | 2, workerId: string, track = 1): void =>
    terminal.lane(lane).gate.see({ kind: 'recognised', track, workerId, score: 0.8, threshold: 0.6, picture: null });
  return { terminal, slave, see };
}

test.skipIf(!hasModbusSlave)('two lanes open at the same moment: each its own coil, direction and punch', async () => {
  const { terminal, slave, see } = await twoLanes();
  const before = slave.requests.length;
  see(1, 'w1');
  see(2, 'w2');
  const writes = () => slave.requests.slice(before).filter(({ fc }) => fc === 5);
  await slave.until(() => writes().length >= 4);
  // Neither waits for the other's pulse to end; which comes first, and whether the board is asked how it is between them, is chance.
  const firstTwo = writes().slice(0, 2);
  expect(firstTwo.map(({ address }) => address).toSorted()).toEqual([0, 1]);
  expect(firstTwo.every(({ value }) => value > 0)).toBe(true);
  const pulsesOf = (coil: number) => writes().filter(({ address }) => address === coil);
  expect([0, 1].map((coil) => pulsesOf(coil).map(({ value }) => value > 0))).toEqual([
    [true, false],
    [true, false],
  ]);
  const punches = terminal.store.punches.list({ limit: 5 }).map(({ workerId, direction, lane }) => [workerId, direction, lane]);
  expect(punches.toSorted()).toEqual([
    ['w1', 'in', 1],
    ['w2', 'out', 2],
  ]);

  // Out at once by the other lane: another punch; the same direction again: none.
  see(2, 'w1', 2);
  see(2, 'w1', 2);
  expect(terminal.store.punches.count()).toBe(3);
});

test.skipIf(!hasModbusSlave)(
  'one lane is locked down while the other goes on, and a fire input of either releases both',
  async () => {
    const { terminal, slave, see } = await twoLanes();
    terminal.lane(2).control.order('lockedDown', 'admin');
    see(2, 'w1');
    see(1, 'w2');
    expect(terminal.lane(2).gate.view()).toMatchObject({ state: 'refused', reason: 'lockedDown' });
    expect(terminal.lane(1).gate.view()).toMatchObject({ state: 'admitted' });
    expect(terminal.store.audit.list({ beforeId: null, limit: 1 })[0]).toMatchObject({
      action: 'gate.lockedDown',
      subject: 'lane 2',
    });

    slave.setInput(FIRE_INPUT, true);
    await vi.waitFor(() => {
      expect([terminal.board.stateOf('gateMode'), terminal.board.stateOf('gateMode2')]).toEqual(['released', 'released']);
    }, inTime);
    const lastOf = (coil: number) => slave.requests.filter(({ fc, address }) => fc === 5 && address === coil).at(-1)?.value ?? 0;
    await slave.until(() => lastOf(0) > 0 && lastOf(1) > 0);
    slave.setInput(FIRE_INPUT, false);
    await vi.waitFor(() => {
      expect([terminal.board.stateOf('gateMode'), terminal.board.stateOf('gateMode2')]).toEqual(['normal', 'lockedDown']);
    }, inTime);
    await slave.until(() => lastOf(0) === 0 && lastOf(1) === 0);
  },
);

test.skipIf(!hasModbusSlave)(
  'the admin side opens the lane that it names, writes down which, and shows the devices of both',
  async () => {
    const { terminal, slave } = await twoLanes();
    const { handlers } = terminal.admin;
    const { session } = await handlers['admin.setPin']({ pin: '2468' });
    const before = slave.requests.length;
    const onsAt = (coil: number): number =>
      slave.requests.slice(before).filter(({ fc, address, value }) => fc === 5 && address === coil && value > 0).length;
    // The board tells of a request a moment after it has answered it.
    const shows = async (first: number, second: number): Promise<void> => {
      await slave.until(() => onsAt(0) + onsAt(1) >= first + second);
      expect([onsAt(0), onsAt(1)]).toEqual([first, second]);
    };
    expect((await handlers['admin.openGate']({ session, lane: 2 })).outcome).toBe('opened');
    await shows(0, 1);
    expect((await handlers['admin.openGate']({ session })).outcome).toBe('opened');
    await shows(1, 1);
    expect((await terminal.tryGate(2)).outcome).toBe('opened');
    await shows(1, 2);
    const opened = terminal.store.audit.list({ beforeId: null, limit: 9 }).filter(({ action }) => action === 'gate.openedByHand');
    expect(opened.map(({ subject }) => subject)).toEqual([null, 'lane 2']);
    const { devices } = await handlers['admin.devices']({ session });
    expect(devices.filter(({ name }) => name === 'turnstile').map(({ lane, state }) => [lane, state])).toEqual([
      [undefined, 'ok'],
      [2, 'ok'],
    ]);
  },
);

test('a terminal with one lane opens no other in its place', async () => {
  const terminal = await terminalWith({});
  const { handlers } = terminal.admin;
  const { session } = await handlers['admin.setPin']({ pin: '2468' });
  await expect(handlers['admin.openGate']({ session, lane: 2 })).rejects.toMatchObject({ code: 'ipc.rejected' });
  expect(terminal.store.audit.list({ beforeId: null, limit: 9 }).map(({ action }) => action)).not.toContain('gate.openedByHand');
});
