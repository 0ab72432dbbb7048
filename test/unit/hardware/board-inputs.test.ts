import { afterEach, describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { OpenLink } from '../../../src/hardware/byte-link.ts';
import { noGpio } from '../../../src/hardware/gpio/no-gpio.ts';
import type { InputReport } from '../../../src/hardware/inputs/input-report.ts';
import { Inputs } from '../../../src/hardware/inputs/inputs.ts';
import { InputSpan } from '../../../src/hardware/modbus/input-span.ts';
import { ModbusTurnstile } from '../../../src/hardware/modbus/turnstile.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { RelayBoard } from '../../fakes/relay-board.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Two inputs of a board: the fire alarm at 0, the door at `doorLine`. */
function scene(doorLine: number, openLink: OpenLink) {
  const source = 'modbus';
  const { inputs, turnstile: settings } = Config.parse({
    turnstile: { driver: 'modbus-rtu', port: '/dev/x' },
    inputs: { debounceMs: 0, fire: { source, line: 0 }, door: { source, line: doorLine } },
  });
  const turnstile = new ModbusTurnstile({ turnstile: settings, openLink, log: silentLog, clock: systemClock, random: () => 0 });
  const watchers = new Set<() => void>();
  const onInput = (): void => watchers.forEach((look) => look());
  const read = new Inputs({ inputs, gpio: noGpio, turnstile, listener: { onInput }, clock: systemClock, log: silentLog });
  closers.push(
    () => read.close(),
    () => turnstile.close(),
  );
  const of = (name: InputReport['name']) => {
    const report = read.reports().find((one) => one.name === name);
    return [report?.isActive, report?.lastFault];
  };
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not so in time: ${holds.toString()}`)), 30_000);
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(timer);
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  return { turnstile, of, until };
}

describe('the inputs of a relay board', () => {
  test('that the board has are read also when another one is configured that it has not', async () => {
    const board = new RelayBoard();
    board.inputs = [false, false, false, false];
    const { turnstile, of, until } = scene(5, board.openLink);
    await until(() => of('fire')[0] === false && of('door')[1] !== null);
    expect(of('door')).toEqual([null, 'relay.rejected']);
    board.inputs = [true, false, false, false];
    await until(() => of('fire')[0] === true);
    expect(turnstile.state().state).toBe('ok');
  });

  test('are lost, and say why, where the board was never reached', async () => {
    const { of, until } = scene(1, () => Promise.reject(new Error('no such port')));
    await until(() => of('fire')[1] !== null);
    expect([of('fire'), of('door')]).toEqual([
      [null, 'link.openFailed'],
      [null, 'link.openFailed'],
    ]);
  });

  test('are lost where the board is silent, and read again when it speaks', async () => {
    const board = new RelayBoard();
    board.inputs = [false, true];
    const { of, until } = scene(1, board.openLink);
    await until(() => of('door')[0] === true);
    board.isDeaf = true;
    await until(() => of('fire')[1] !== null);
    expect(of('fire')).toEqual([null, 'relay.timeout']);
    board.isDeaf = false;
    await until(() => of('door')[0] === true);
    expect(of('fire')).toEqual([false, null]);
  });
});

describe('how many inputs are asked for', () => {
  test('goes down to the next wired one when the board refuses, and back to all of them after a while', () => {
    const span = new InputSpan([0, 5, 2, 5]);
    expect([span.count(0), span.isShort]).toEqual([6, false]);
    expect(span.refused(0)).toBe(true);
    expect([span.count(0), span.isShort]).toEqual([3, true]);
    expect(span.refused(100)).toBe(true);
    expect(span.refused(200)).toBe(false);
    expect(span.count(9_999)).toBe(1);
    expect([span.count(10_000), span.isShort]).toEqual([6, false]);
  });
});
