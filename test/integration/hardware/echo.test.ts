import { afterEach, describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createTurnstile } from '../../../src/hardware/create-turnstile.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { hasSocat, openPty } from '../../fakes/pty.ts';
import { RelayBoard } from '../../fakes/relay-board.ts';
import { untilState } from './turnstile.contract.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A turnstile on a line whose far end only sends back what it hears, until `answer` puts a board there. */
async function echoingLine() {
  const board = new RelayBoard();
  board.isDeaf = true;
  let hears: (bytes: number) => void = () => undefined;
  const pty = await openPty((far) => {
    far.incoming.on('data', (chunk: Uint8Array) => {
      if (board.isDeaf) far.outgoing.write(chunk);
      hears(chunk.length);
    });
    board.attach(far.incoming, (bytes) => void far.outgoing.write(bytes));
  });
  closing.push(pty.close);
  const { turnstile: settings } = Config.parse({ turnstile: { driver: 'modbus-rtu', port: pty.port, pulseMs: 100 } });
  const turnstile = createTurnstile(settings, { log: silentLog, clock: systemClock });
  closing.push(() => turnstile.close());
  /** Resolves when the line was echoed for so long. */
  const echoedFor = (ms: number) =>
    new Promise<void>((resolve) => {
      const sinceMs = performance.now();
      hears = () => {
        if (performance.now() - sinceMs >= ms) resolve();
      };
    });
  return { board, turnstile, echoedFor };
}

describe.skipIf(!hasSocat)('a line that only echoed', () => {
  test.each([0, 600, 1_200, 2_500, 4_000])('works once the board answers, after %i ms', async (ms) => {
    const { board, turnstile, echoedFor } = await echoingLine();
    await echoedFor(ms);
    board.isDeaf = false;
    await untilState(turnstile, 'ok');
    expect(await turnstile.open()).toBe('opened');
    expect(board.openings().length).toBe(1);
  });
});
