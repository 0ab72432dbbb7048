import { describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createTurnstile, createTurnstiles } from '../../../src/hardware/create-turnstile.ts';
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

  test('where that of the second lane cannot be made, that of the first lets go of its line', async () => {
    const board = new RelayBoard();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    let opens = 0;
    const openLink: RelayBoard['openLink'] = async (signal) => {
      opens += 1;
      const link = await board.openLink(signal);
      const close = async (): Promise<void> => {
        await link.close();
        resolve();
      };
      return { ...link, close };
    };
    const all = [{ coil: 0 }, { board: 'juying-dam', coil: 20 }].map(
      (turnstile) => Config.parse({ turnstile: { driver: 'modbus-rtu', ...turnstile } }).turnstile,
    );
    expect(() => createTurnstiles(all, { openLink, log: silentLog, clock: systemClock })).toThrow(
      'turnstile.coil: this board has 16 relays',
    );
    await closed;
    expect(opens).toBe(1);
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
