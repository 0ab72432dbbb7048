import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createTurnstile } from '../../../src/hardware/create-turnstile.ts';
import { startSimulatedBoard, type SimulatedBoard } from '../../../src/hardware/simulated-board.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { patience } from '../../fakes/patient-board.ts';
import { hasSocat } from '../../fakes/pty.ts';
import { untilState } from './turnstile.contract.ts';

async function open(board: SimulatedBoard, settings: Record<string, unknown>): Promise<() => Promise<void>> {
  const { turnstile } = Config.parse({ turnstile: { driver: 'modbus-rtu', port: board.port, ...settings } });
  const created = createTurnstile(turnstile, { log: silentLog, clock: systemClock, patience });
  await untilState(created, 'ok');
  expect(await created.open()).toBe('opened');
  return () => created.close();
}

describe.skipIf(!hasSocat)('the simulated board', () => {
  test.each(['coil', 'flash-on'])('tells of one pulse for an opening by %s, and the coil goes off again', async (pulse) => {
    const board = await startSimulatedBoard({ log: silentLog });
    const pulses: number[] = [];
    board.onPulse(({ coil }) => pulses.push(coil));
    const close = await open(board, { pulse, pulseMs: 1_500, coil: 3 });
    expect(board.isCoilOn(3)).toBe(true);
    await expect.poll(() => board.isCoilOn(3), { interval: 10 }).toBe(false);
    await close();
    await board.stop();
    expect(pulses).toEqual([3]);
  });

  test('serves one terminal after the other and leaves no port behind', async () => {
    const board = await startSimulatedBoard({ log: silentLog });
    for (let count = 0; count < 3; count += 1) {
      const close = await open(board, { pulseMs: 50 });
      await close();
    }
    await board.stop();
    expect(existsSync(board.port)).toBe(false);
    await board.stop();
  });

  test('without socat is a coded fault', async () => {
    const before = process.env['PATH'];
    process.env['PATH'] = '/nonexistent';
    try {
      await expect(startSimulatedBoard({ log: silentLog })).rejects.toMatchObject({ code: 'link.openFailed' });
    } finally {
      process.env['PATH'] = before;
    }
  });
});
