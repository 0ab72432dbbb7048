import { describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createTurnstile } from '../../../src/hardware/create-turnstile.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { RelayBoard } from '../../fakes/relay-board.ts';

const create = (turnstile: Record<string, unknown>, more: { signal?: AbortSignal; openLink?: RelayBoard['openLink'] } = {}) =>
  createTurnstile(Config.parse({ turnstile }).turnstile, { log: silentLog, clock: systemClock, ...more });

describe('createTurnstile', () => {
  test('without a driver every opening is not answered', async () => {
    const turnstile = create({});
    expect(turnstile.state().state).toBe('notConfigured');
    expect(await turnstile.open()).toBe('notAnswering');
  });

  test.each(['gpio', 'wiegand'])('the driver %s on a machine without lines is not answering, and says why', async (driver) => {
    const turnstile = create({ driver });
    expect(turnstile.state()).toMatchObject({ state: 'notAnswering', detail: expect.stringContaining('gpio.openFailed') });
    expect(await turnstile.open()).toBe('notAnswering');
    await turnstile.close();
  });

  test('a coil that a timed write cannot reach is a coded fault', () => {
    expect(() => create({ driver: 'modbus-rtu', pulse: 'flash-on', coil: 256 })).toThrow(
      expect.objectContaining({ code: 'config.invalid' }),
    );
  });

  test('the signal closes the turnstile', async () => {
    const board = new RelayBoard();
    const stop = new AbortController();
    const turnstile = create({ driver: 'modbus-rtu' }, { openLink: board.openLink, signal: stop.signal });
    await board.until(() => board.requests.length >= 2);
    stop.abort();
    expect(await turnstile.open()).toBe('notAnswering');
    await turnstile.close();
  });
});
