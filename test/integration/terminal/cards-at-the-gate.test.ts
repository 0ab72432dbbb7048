import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { punchParam } from '../../../src/platform/zhejiang/punch-param.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { noAdmin } from '../../fakes/no-admin.ts';
import { hasSocat, openPty } from '../../fakes/pty.ts';
import { RelayBoard } from '../../fakes/relay-board.ts';

// As a reader of this format sends it: start, length, kind, number, check, end.
const frame = Uint8Array.from(Buffer.from('020A0206008E6D5DB003', 'hex'));
const cardNumber = String(0x8e6d5d);

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A whole terminal below the camera, with a relay board and a card reader on two pseudo-terminals. */
async function terminalWithReader() {
  const board = new RelayBoard();
  const gateLine = await openPty((far) => board.attach(far.incoming, (bytes) => void far.outgoing.write(bytes)));
  closers.push(() => gateLine.close());
  const readerLine = await openPty(() => undefined);
  closers.push(() => readerLine.close());
  const dir = mkdtempSync(path.join(tmpdir(), 'terminal-'));
  closers.push(() => rmSync(dir, { recursive: true, force: true }));
  const terminal = new Terminal({
    config: Config.parse({
      device: { sn: '1388186' },
      // Nobody answers there: the punch stays in the outbox.
      platform: { protocol: 'zhejiang', zhejiang: { tcp: '127.0.0.1:9', http: 'http://127.0.0.1:9/api' } },
      turnstile: { driver: 'modbus-rtu', port: gateLine.port, pulseMs: 50 },
      readers: { repeatMs: 200, card: { first: { driver: 'serial', port: readerLine.port } } },
      attendance: { opensWith: 'cardAndFace' },
      speech: { enabled: false },
    }),
    dir,
    modelsDir: '',
    version: 'test',
    isDemo: false,
    configFault: null,
    ...noAdmin,
    clock: systemClock,
    log: silentLog,
    onView: () => undefined,
    play: () => undefined,
    startRecognition: () => Promise.reject(new Fault('model.missing', 'there is no camera here')),
  });
  closers.push(() => terminal.close());
  await terminal.start();
  const inTime = { timeout: 20_000, interval: 5 };
  await vi.waitFor(() => {
    expect(terminal.board.stateOf('gate')).toBe('ok');
    expect(terminal.presenting.reports()).toMatchObject({ first: { state: 'silent' } });
  }, inTime);
  const hold = (): void => void readerLine.far.outgoing.write(frame);
  const shows = (view: object) => vi.waitFor(() => expect(terminal.gate.view()).toMatchObject(view), inTime);
  return { terminal, board, hold, shows };
}

test.skipIf(!hasSocat)('a card opens with its holder’s face only: one pulse at the board, bitType 3 for Zhejiang', async () => {
  const { terminal, board, hold, shows } = await terminalWithReader();
  terminal.store.people.put(
    { id: 'w', name: '单雄信', origin: 'console', barredReason: null, photographs: [] },
    { replace: false },
  );
  hold();
  await shows({ state: 'refused', reason: 'cardUnknown' });
  await shows({ state: 'idle', wants: ['icCard'] });
  terminal.store.cards.add('w', { number: cardNumber, bits: 32 });
  hold();
  await shows({ state: 'wanted', kinds: ['face'] });
  expect(board.openings().length).toBe(0);
  terminal.gate.see({ kind: 'recognised', track: 1, workerId: 'w', score: 0.8, threshold: 0.6, picture: null });
  await board.until(() => board.openings().length === 1);
  const [owed] = terminal.store.outbox.next(1, new Set());
  if (owed === undefined) throw new Error('nothing is owed to the platform');
  expect(JSON.parse(punchParam(owed, 'table').param)).toMatchObject({ personId: 'w', type: '1', bitType: '3' });
});
