import { afterEach, describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { HoldReason, OpeningOutcome } from '../../../src/gate/ports.ts';
import type { OpenLink } from '../../../src/hardware/byte-link.ts';
import { ModbusTurnstile } from '../../../src/hardware/modbus/turnstile.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { RelayBoard } from '../../fakes/relay-board.ts';

const opened: ModbusTurnstile[] = [];
afterEach(async () => {
  for (const turnstile of opened.splice(0)) await turnstile.close();
});

function start(
  board: RelayBoard,
  settings: Record<string, unknown> = {},
  { openLink = board.openLink, hold = null }: { readonly openLink?: OpenLink; readonly hold?: HoldReason | null } = {},
): ModbusTurnstile {
  const { turnstile } = Config.parse({ turnstile: { driver: 'modbus-rtu', pulseMs: 100, ...settings } });
  const created = new ModbusTurnstile({ turnstile, openLink, log: silentLog, clock: systemClock, random: () => 0, hold });
  opened.push(created);
  return created;
}

async function untilState(turnstile: ModbusTurnstile, state: string): Promise<void> {
  const listening = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`still ${turnstile.state().state}`)), 30_000);
      const look = (): void => {
        if (turnstile.state().state !== state) return;
        clearTimeout(timer);
        resolve();
      };
      turnstile.onChange(look, listening.signal);
      look();
    });
  } finally {
    listening.abort();
  }
}

async function ready(board: RelayBoard, settings: Record<string, unknown> = {}): Promise<ModbusTurnstile> {
  const turnstile = start(board, settings);
  await untilState(turnstile, 'ok');
  return turnstile;
}

/** Asks for an opening in the moment in which a new connection sends its first request. `loses`: what the line swallows. */
function openOnConnect(
  board: RelayBoard,
  settings: Record<string, unknown> = {},
  loses: (bytes: Uint8Array) => boolean = () => false,
): Promise<OpeningOutcome> {
  const { promise, resolve } = Promise.withResolvers<OpeningOutcome>();
  let isAsked = false;
  const turnstile = start(board, settings, {
    openLink: async (signal) => {
      const link = await board.openLink(signal);
      return {
        ...link,
        send: (bytes) => {
          if (!isAsked) void turnstile.open().then(resolve);
          isAsked = true;
          return loses(bytes) ? Promise.resolve() : link.send(bytes);
        },
      };
    },
  });
  return promise;
}

describe('the Modbus turnstile', () => {
  test('switches the coil off and reads it back before anything else', async () => {
    const board = new RelayBoard();
    board.coils.set(0, true);
    await ready(board);
    expect(board.requests.slice(0, 2).map((r) => [r.functionCode, r.value])).toEqual([
      [5, 0],
      [1, 1],
    ]);
    expect(board.coils.get(0)).toBe(false);
  });

  test('tells when the board answered last', async () => {
    const board = new RelayBoard();
    const { turnstile } = Config.parse({ turnstile: { driver: 'modbus-rtu' } });
    const clock = { ...systemClock, now: () => 1_234, monotonic: () => systemClock.monotonic() };
    const created = new ModbusTurnstile({ turnstile, openLink: board.openLink, log: silentLog, clock });
    opened.push(created);
    expect(created.diagnostics().lastAnswerMs).toBeNull();
    await untilState(created, 'ok');
    expect(created.diagnostics().lastAnswerMs).toBe(1_234);
  });

  test('one opening is one pulse: on, then off after the pulse length', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board, { pulseMs: 200 });
    board.requests.length = 0;
    expect(await turnstile.open()).toBe('opened');
    expect(board.coils.get(0)).toBe(true);
    await board.until(() => board.writes().length === 2);
    expect(board.writes()).toEqual([true, false]);
    const [on, off] = board.requests.filter((r) => r.functionCode === 5);
    expect((off?.atMs ?? 0) - (on?.atMs ?? 0)).toBeGreaterThanOrEqual(199);
  });

  test('openings during a pulse get pulses of their own with a gap, the fourth shares the third', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board);
    board.requests.length = 0;
    const outcomes = [turnstile.open()];
    await board.until(() => board.openings().length === 1);
    for (let more = 0; more < 3; more += 1) outcomes.push(turnstile.open());
    expect(await Promise.all(outcomes)).toEqual(['opened', 'opened', 'opened', 'opened']);
    await board.until(() => board.writes().length === 6);
    expect(board.writes()).toEqual([true, false, true, false, true, false]);
    const writes = board.requests.filter((r) => r.functionCode === 5);
    const gaps = [2, 4].map((next) => (writes[next]?.atMs ?? 0) - (writes[next - 1]?.atMs ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(99);
  });

  test('a board that acts but does not answer leaves the fate unknown, and is switched off at once', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board);
    board.requests.length = 0;
    board.misbehave({ kind: 'silent' });
    expect(await turnstile.open()).toBe('unknown');
    await board.until(() => board.writes().length === 2);
    expect(board.writes()).toEqual([true, false]);
    expect(await turnstile.open()).toBe('opened');
  });

  test('the late answer to an unanswered opening does not confirm the next one', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board);
    board.requests.length = 0;
    // The first opening and both tries to switch off get no answer in time; the answer to the first arrives during the second.
    board.misbehave({ kind: 'late', ms: 700 }, { kind: 'deaf' }, { kind: 'deaf' }, { kind: 'deaf' });
    expect(await turnstile.open()).toBe('unknown');
    await board.until(() => board.requests.length === 2);
    const second = turnstile.open();
    await board.until(() => board.openings().length === 2);
    expect(await second).toBe('unknown');
  });

  test.each([
    ['an answer with a wrong checksum', { kind: 'wrongCrc' }, 'unknown'],
    ['half an answer', { kind: 'halfFrame' }, 'unknown'],
    ['noise before the answer', { kind: 'noiseBefore', bytes: [0, 1, 5, 0xff] }, 'opened'],
    ['an answer in two parts', { kind: 'inTwoParts', ms: 20 }, 'opened'],
    ['an exception that says "not done"', { kind: 'exception', code: 2 }, 'notAnswering'],
    ['an exception that says "failed while doing"', { kind: 'exception', code: 4 }, 'unknown'],
  ] as const)('%s gives the outcome that is true of the gate', async (_, how, outcome) => {
    const board = new RelayBoard();
    const turnstile = await ready(board);
    board.misbehave(how);
    expect(await turnstile.open()).toBe(outcome);
    expect(await turnstile.open()).toBe('opened');
  });

  test('a silent board is not answering after two misses, and is found again by itself', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board);
    board.isDeaf = true;
    await untilState(turnstile, 'notAnswering');
    expect(turnstile.state().detail).toContain('relay.timeout');
    expect(turnstile.diagnostics().timeouts).toBeGreaterThanOrEqual(2);
    board.isDeaf = false;
    await untilState(turnstile, 'ok');
    expect(await turnstile.open()).toBe('opened');
  });

  test('the coil is switched off first thing when the line comes back in the middle of a pulse', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board, { pulseMs: 1_500 });
    expect(await turnstile.open()).toBe('opened');
    board.requests.length = 0;
    board.hangUp();
    await untilState(turnstile, 'notAnswering');
    expect(await turnstile.open()).toBe('notAnswering');
    await board.until(() => board.requests.length > 0);
    expect(board.writes()[0]).toBe(false);
    expect(board.coils.get(0)).toBe(false);
    await untilState(turnstile, 'ok');
  });

  test('a line lost between the order and the answer leaves the fate unknown', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board);
    board.misbehave({ kind: 'silent' });
    const outcome = turnstile.open();
    await board.until(() => board.openings().length === 1);
    board.hangUp();
    expect(await outcome).toBe('unknown');
  });

  test('an opening waits for no more than the running poll of a silent board', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board);
    const before = board.requests.length;
    board.misbehave({ kind: 'deaf' });
    await board.until(() => board.requests.length > before);
    expect(await turnstile.open()).toBe('opened');
    expect(board.requests.slice(before).findIndex(({ functionCode }) => functionCode === 5)).toBe(1);
  });

  test('a port that cannot be opened is not answering, and is tried again', async () => {
    const board = new RelayBoard();
    let tries = 0;
    const turnstile = start(
      board,
      {},
      {
        openLink: (signal) => {
          tries += 1;
          return tries < 3 ? Promise.reject(new Error('no such port')) : board.openLink(signal);
        },
      },
    );
    await untilState(turnstile, 'notAnswering');
    expect(turnstile.state().detail).toContain('link.openFailed');
    expect(await turnstile.open()).toBe('notAnswering');
    await untilState(turnstile, 'ok');
    expect(tries).toBe(3);
  });

  test('an adapter that hears its own sending does not pass for a board', async () => {
    const board = new RelayBoard();
    board.hasLocalEcho = true;
    board.isDeaf = true;
    const turnstile = start(board);
    await untilState(turnstile, 'notAnswering');
    expect(await turnstile.open()).toBe('unknown');
    board.isDeaf = false;
    await untilState(turnstile, 'ok');
    expect(await turnstile.open()).toBe('opened');
  });

  test('an adapter that no longer hears its own sending does not make the board look silent', async () => {
    const board = new RelayBoard();
    board.hasLocalEcho = true;
    board.isDeaf = true;
    const turnstile = start(board);
    await untilState(turnstile, 'notAnswering');
    board.hasLocalEcho = false;
    board.isDeaf = false;
    await untilState(turnstile, 'ok');
    expect(await turnstile.open()).toBe('opened');
    expect(turnstile.diagnostics().connections).toBe(1);
  });

  test('noise before the echo does not make the echo an answer', async () => {
    const board = new RelayBoard();
    board.hasLocalEcho = true;
    const turnstile = start(
      board,
      {},
      {
        openLink: async (signal) => {
          const link = await board.openLink(signal);
          return {
            ...link,
            send: (bytes) => {
              link.incoming.push(Uint8Array.of(0));
              return link.send(bytes);
            },
          };
        },
      },
    );
    await untilState(turnstile, 'ok');
    // No poll is under way now, so that the misbehaviour falls to the opening.
    await board.until(() => board.requests.length >= 4);
    board.misbehave({ kind: 'deaf' });
    expect(await turnstile.open()).toBe('unknown');
  });

  test.each([
    ['that reads', false],
    ['without reading', true],
  ])(
    'the first opening on a board %s does not wait for the first answer to a read, only its outcome does',
    async (_, cannotRead) => {
      const board = new RelayBoard();
      board.cannotRead = cannotRead;
      board.misbehave({ kind: 'ok' }, { kind: 'deaf' });
      expect(await openOnConnect(board)).toBe('opened');
      expect(board.requests.slice(0, 4).map((r) => [r.functionCode, r.value])).toEqual([
        [5, 0],
        [1, 1],
        [5, 0xff00],
        [1, 1],
      ]);
    },
  );

  test.each([{ pulse: 'coil' }, { pulse: 'flash-on' }])(
    'an echo does not confirm an opening before the first answer to a read ($pulse)',
    async (settings) => {
      const board = new RelayBoard();
      board.hasLocalEcho = true;
      board.isDeaf = true;
      let reads = 0;
      const losesFirstRead = (bytes: Uint8Array): boolean => bytes[1] === 1 && (reads += 1) === 1;
      expect(await openOnConnect(board, settings, losesFirstRead)).toBe('unknown');
      expect(reads).toBeGreaterThanOrEqual(2);
    },
  );

  test('a board that never confirms switching off is failing, and its line is opened anew', async () => {
    const board = new RelayBoard();
    let links = 0;
    const turnstile = start(
      board,
      {},
      {
        openLink: async (signal) => {
          const link = await board.openLink(signal);
          links += 1;
          const isDeafToWrites = links === 1;
          return { ...link, send: (bytes) => (isDeafToWrites && bytes[1] === 5 ? Promise.resolve() : link.send(bytes)) };
        },
      },
    );
    await untilState(turnstile, 'notAnswering');
    expect(links).toBe(1);
    expect(turnstile.diagnostics().answers).toBeGreaterThan(0);
    await untilState(turnstile, 'ok');
    expect(links).toBe(2);
  });

  test('a board that refuses to switch off keeps its line', async () => {
    const board = new RelayBoard();
    const refuse = { kind: 'exception', code: 2 } as const;
    board.misbehave(...Array.from({ length: 40 }, () => refuse));
    const turnstile = start(board);
    await board.until(() => board.writes().length >= 6);
    expect(turnstile.diagnostics().connections).toBe(1);
    expect(turnstile.state().state).toBe('notAnswering');
  });

  test('a board without reading works', async () => {
    const board = new RelayBoard();
    board.cannotRead = true;
    const turnstile = await ready(board);
    expect(await turnstile.open()).toBe('opened');
  });

  test('a board that refuses the coil is shown as failing, with the reason', async () => {
    const board = new RelayBoard();
    board.misbehave({ kind: 'exception', code: 2 }, { kind: 'exception', code: 2 });
    const turnstile = start(board);
    await untilState(turnstile, 'notAnswering');
    expect(turnstile.state().detail).toContain('relay.rejected');
  });

  test('a relay that reads on for ever is told to switch off again and again, and openings still go out', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board);
    board.isStuckOn = true;
    board.requests.length = 0;
    await board.until(() => board.writes().length >= 3);
    expect(board.writes().every((isOn) => !isOn)).toBe(true);
    expect(board.requests.length).toBeLessThan(20);
    expect(await turnstile.open()).toBe('opened');
  });

  test('a board with its own timer gets one timed write and no switching off', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board, { pulse: 'flash-on', pulseMs: 300, coil: 2 });
    board.requests.length = 0;
    expect(await turnstile.open()).toBe('opened');
    await board.until(() => board.requests.some((r) => r.functionCode === 1));
    const writes = board.requests.filter((r) => r.functionCode === 5);
    expect(writes.map((r) => [r.address, r.value])).toEqual([[0x0202, 3]]);
  });

  test.each([
    ['open', false],
    ['release', true],
  ] as const)('held for the reason %s when the program ends, the gate stays open: %s', async (reason, isOpen) => {
    const board = new RelayBoard();
    const turnstile = await ready(board);
    turnstile.hold(reason);
    await board.until(() => board.coils.get(0) === true);
    board.requests.length = 0;
    await turnstile.close();
    expect(board.coils.get(0)).toBe(isOpen);
    expect(board.writes().includes(false)).toBe(!isOpen);
  });

  test('a gate that a program before left open is not shut for a moment where it is kept open from the start', async () => {
    const board = new RelayBoard();
    board.coils.set(0, true);
    const turnstile = start(board, {}, { hold: 'release' });
    await untilState(turnstile, 'ok');
    await board.until(() => board.requests.length >= 4);
    expect(new Set(board.writes())).toEqual(new Set([true]));
    turnstile.hold(null);
    await board.until(() => board.coils.get(0) === false);
  });

  test('a gate that is kept open is open again first thing when the line comes back', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board);
    turnstile.hold('release');
    await board.until(() => board.coils.get(0) === true);
    board.hangUp();
    board.coils.set(0, false);
    board.requests.length = 0;
    await board.until(() => board.requests.length > 0);
    expect(board.writes()).toEqual([true]);
    expect(board.coils.get(0)).toBe(true);
  });

  test.each([
    ['that reads', false],
    ['without reading', true],
  ])('a gate that is kept open by a board %s is opened again when the board has lost its power', async (_, cannotRead) => {
    const board = new RelayBoard();
    board.cannotRead = cannotRead;
    const turnstile = await ready(board);
    turnstile.hold('release');
    await board.until(() => board.coils.get(0) === true);
    board.coils.set(0, false);
    await board.until(() => board.coils.get(0) === true);
    expect(turnstile.diagnostics().connections).toBe(1);
  });

  test('closing in the middle of a pulse switches the coil off', async () => {
    const board = new RelayBoard();
    const turnstile = await ready(board, { pulseMs: 5_000 });
    expect(await turnstile.open()).toBe('opened');
    await turnstile.close();
    expect(board.coils.get(0)).toBe(false);
    expect(await turnstile.open()).toBe('notAnswering');
  });
});
