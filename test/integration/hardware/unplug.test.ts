import { afterEach, describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createTurnstile } from '../../../src/hardware/create-turnstile.ts';
import { serialLink } from '../../../src/hardware/serial-link.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { patience } from '../../fakes/patient-board.ts';
import { hasSocat, openPty, type Pty } from '../../fakes/pty.ts';
import { RelayBoard } from '../../fakes/relay-board.ts';
import { untilState } from './turnstile.contract.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function line(): Promise<{ readonly board: RelayBoard; readonly pty: Pty }> {
  const board = new RelayBoard();
  const pty = await openPty((far) => board.attach(far.incoming, (bytes) => void far.outgoing.write(bytes)));
  cleanups.push(pty.close);
  return { board, pty };
}

function start(port: string, pulseMs = 100) {
  const { turnstile } = Config.parse({ turnstile: { driver: 'modbus-rtu', port, pulseMs } });
  const created = createTurnstile(turnstile, { log: silentLog, clock: systemClock, patience });
  cleanups.push(() => created.close());
  return created;
}

describe.skipIf(!hasSocat)('a serial line that comes and goes', () => {
  test('unplugged: not answering; replugged: the coil is off first and the next opening works', async () => {
    const { board, pty } = await line();
    const turnstile = start(pty.port, 5_000);
    await untilState(turnstile, 'ok');
    expect(await turnstile.open()).toBe('opened');
    await pty.unplug();
    await untilState(turnstile, 'notAnswering');
    expect(await turnstile.open()).toBe('notAnswering');
    expect(board.coils.get(0)).toBe(true);
    board.requests.length = 0;
    await pty.plugIn();
    await untilState(turnstile, 'ok');
    expect(board.writes()[0]).toBe(false);
    expect(await turnstile.open()).toBe('opened');
    expect(turnstile.diagnostics()?.connections).toBeGreaterThanOrEqual(2);
  });

  test('a port that is absent at the start is found when it appears', async () => {
    const { pty } = await line();
    await pty.unplug();
    const turnstile = start(pty.port);
    await untilState(turnstile, 'notAnswering');
    expect(turnstile.state().detail).toBe(`${pty.port}: link.openFailed`);
    await pty.plugIn();
    await untilState(turnstile, 'ok');
  });

  test('a line that is pulled ten times in a row is found again each time', async () => {
    const { pty } = await line();
    const turnstile = start(pty.port);
    for (let round = 0; round < 10; round += 1) {
      await untilState(turnstile, 'ok');
      await pty.unplug();
      await untilState(turnstile, 'notAnswering');
      await pty.plugIn();
    }
    await untilState(turnstile, 'ok');
    expect(await turnstile.open()).toBe('opened');
  });

  test('a port is not shared: the second user gets a coded fault that names it', async () => {
    const { pty } = await line();
    const open = serialLink({ port: pty.port, baudRate: 9600 });
    const first = await open(AbortSignal.timeout(30_000));
    await expect(open(AbortSignal.timeout(30_000))).rejects.toMatchObject({
      code: 'link.openFailed',
      message: expect.stringContaining(pty.port),
    });
    await first.close();
    const again = await open(AbortSignal.timeout(30_000));
    await again.close();
  });

  test('a link that is lost refuses the next bytes, and then its incoming bytes end', async () => {
    const { pty } = await line();
    const link = await serialLink({ port: pty.port, baudRate: 9600 })(AbortSignal.timeout(30_000));
    const received: number[] = [];
    const reading = (async () => {
      for await (const chunk of link.incoming) received.push(...chunk);
    })();
    await pty.unplug();
    await expect(link.send(Uint8Array.of(1))).rejects.toMatchObject({ code: 'link.closed' });
    await reading;
    expect(received).toEqual([]);
    await link.close();
  });

  test('a path that is no serial port is a coded fault', async () => {
    await expect(serialLink({ port: '/dev/null', baudRate: 9600 })(AbortSignal.timeout(30_000))).rejects.toMatchObject({
      code: 'link.openFailed',
    });
  });
});
