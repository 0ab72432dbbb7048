import { describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createTurnstiles } from '../../../src/hardware/create-turnstile.ts';
import type { BoardPatience } from '../../../src/hardware/modbus/board-session.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { untilState } from '../../integration/hardware/turnstile.contract.ts';
import { RelayBoard } from '../../fakes/relay-board.ts';

/** Two relays on one line, connecting; how often the line was opened. */
function start(
  board: RelayBoard,
  onTestFinished: (end: () => Promise<void>) => void,
  second: Record<string, unknown> = { coil: 1 },
  more: { readonly patience?: BoardPatience } = {},
) {
  const all = [{}, second].map(
    (settings) => Config.parse({ turnstile: { driver: 'modbus-rtu', pulseMs: 80, ...settings } }).turnstile,
  );
  let opens = 0;
  const waiting: { readonly times: number; readonly resolve: () => void }[] = [];
  const openLink = (signal: AbortSignal) => {
    opens += 1;
    for (const { times, resolve } of waiting) if (opens >= times) resolve();
    return board.openLink(signal);
  };
  /** Resolves when the line was opened so many times. */
  const opened = (times: number) => new Promise<void>((resolve) => waiting.push({ times, resolve }));
  const [one, two] = createTurnstiles(all, { openLink, log: silentLog, clock: systemClock, ...more });
  if (!one || !two) throw new Error('no turnstiles');
  onTestFinished(async () => {
    await Promise.all([one.close(), two.close()]);
  });
  return { one, two, opens: () => opens, opened };
}

describe.concurrent('two relays on one serial line', () => {
  test('open at the same moment, each with one pulse of its own coil, over a line that is opened once', async ({
    onTestFinished,
  }) => {
    const board = new RelayBoard();
    const { one, two, opens } = start(board, onTestFinished);
    await Promise.all([untilState(one, 'ok'), untilState(two, 'ok')]);
    const before = board.requests.length;
    expect(await Promise.all([one.open(), two.open()])).toEqual(['opened', 'opened']);
    await board.until(() => board.coils.get(0) === false && board.coils.get(1) === false);
    const writes = board.requests.slice(before).filter(({ functionCode }) => functionCode === 5);
    expect(writes.slice(0, 2).map(({ address, value }) => [address, value])).toEqual([
      [0, 0xff00],
      [1, 0xff00],
    ]);
    expect([board.writes(0).filter((isOn) => isOn).length, board.writes(1).filter((isOn) => isOn).length]).toEqual([1, 1]);
    expect(opens()).toBe(1);
  });

  test('one whose board is not there is not answering, and the other goes on over the same line', async ({ onTestFinished }) => {
    const board = new RelayBoard();
    // Five answers in a row have to fail to come; one that is a little late must not count among them.
    const { one, two, opens } = start(board, onTestFinished, { unit: 2 }, { patience: { writeMs: 500, pollMs: 500 } });
    await Promise.all([untilState(one, 'ok'), untilState(two, 'notAnswering')]);
    // Long enough for the silent one to give up its connection and come back.
    await board.until(() => (two.diagnostics()?.connections ?? 0) >= 2);
    expect(await one.open()).toBe('opened');
    expect(one.state().state).toBe('ok');
    expect([one.diagnostics()?.connections, opens()]).toEqual([1, 1]);
    expect(one.diagnostics()?.timeouts).toBe(0);
  });

  test('a line on which nobody answers is opened anew', async ({ onTestFinished }) => {
    const board = new RelayBoard();
    const { one, two, opened } = start(board, onTestFinished);
    await Promise.all([untilState(one, 'ok'), untilState(two, 'ok')]);
    board.isDeaf = true;
    await opened(2);
    board.isDeaf = false;
    await Promise.all([untilState(one, 'ok'), untilState(two, 'ok')]);
    expect(await Promise.all([one.open(), two.open()])).toEqual(['opened', 'opened']);
  });

  test('an adapter that hears its own sending confirms neither opening, and both coils are switched off for real', async ({
    onTestFinished,
  }) => {
    const board = new RelayBoard();
    board.hasLocalEcho = true;
    board.coils.set(0, true).set(1, true);
    // The first orders are lost on the way to the board: only the echo answers them.
    board.misbehave({ kind: 'deaf' }, { kind: 'deaf' });
    const { one, two } = start(board, onTestFinished);
    await Promise.all([untilState(one, 'ok'), untilState(two, 'ok')]);
    expect([board.coils.get(0), board.coils.get(1)]).toEqual([false, false]);
    board.isDeaf = true;
    expect(await Promise.all([one.open(), two.open()])).toEqual(['unknown', 'unknown']);
  });

  test('closing both ends with both coils off', async ({ onTestFinished }) => {
    const board = new RelayBoard();
    const { one, two } = start(board, onTestFinished);
    await Promise.all([untilState(one, 'ok'), untilState(two, 'ok')]);
    await Promise.all([one.open(), two.open()]);
    await Promise.all([one.close(), two.close()]);
    expect([board.coils.get(0), board.coils.get(1)]).toEqual([false, false]);
  });
});
