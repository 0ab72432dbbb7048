import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { issueCode } from '../../../src/hardware/qr/issue-code.ts';
import { punchParam } from '../../../src/platform/zhejiang/punch-param.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { noAdmin } from '../../fakes/no-admin.ts';
import { patience } from '../../fakes/patient-board.ts';
import { hasSocat, openPty } from '../../fakes/pty.ts';
import { hasSamModule, startSamModule } from '../../fakes/sam-module.ts';
import { RelayBoard } from '../../fakes/relay-board.ts';

// As a reader of this format sends it: start, length, kind, number, check, end.
const frame = Uint8Array.from(Buffer.from('020A0206008E6D5DB003', 'hex'));
const cardNumber = String(0x8e6d5d);

const identityCard = {
  name: '单雄信',
  sex: '1',
  nation: '01',
  birth: '19491231',
  address: '北京市朝阳区某街1号',
  number: '11010519491231002X',
  authority: '北京市公安局朝阳分局',
  from: '20200102',
  to: '长期',
};
const inTime = { timeout: 60_000, interval: 5 };

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A whole terminal below the camera, with a relay board on a pseudo-terminal, and whatever reads there. */
async function terminalWith(own: {
  readonly readers: object;
  readonly opensWith: string;
  /** The board is not plugged in before `plug` is called. */
  readonly isUnplugged?: boolean;
  /** What an earlier run left. */
  readonly before?: (store: Store) => void;
}) {
  const board = new RelayBoard();
  const gateLine = await openPty((far) => board.attach(far.incoming, (bytes) => void far.outgoing.write(bytes)));
  closers.push(() => gateLine.close());
  const dir = mkdtempSync(path.join(tmpdir(), 'terminal-'));
  closers.push(() => rmSync(dir, { recursive: true, force: true }));
  const port = path.join(dir, 'tty');
  const plug = (): void => symlinkSync(gateLine.port, port);
  if (own.isUnplugged !== true) plug();
  if (own.before !== undefined) {
    const store = openStore({ dir, clock: systemClock, log: silentLog, leastFreeMb: 1 });
    own.before(store);
    store.close();
  }
  const terminal = new Terminal({
    config: Config.parse({
      device: { sn: '1388186' },
      // Nobody answers there: the punch stays in the outbox.
      platform: { protocol: 'zhejiang', zhejiang: { tcp: '127.0.0.1:9', http: 'http://127.0.0.1:9/api' } },
      turnstile: { driver: 'modbus-rtu', port, pulseMs: 50 },
      readers: { repeatMs: 200, ...own.readers },
      attendance: { opensWith: own.opensWith },
      speech: { enabled: false },
    }),
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
  terminal.store.people.put(
    { id: 'w', name: '单雄信', origin: 'console', barredReason: null, photographs: [] },
    { replace: false },
  );
  const isReading = (name: string, state: string) =>
    vi.waitFor(() => {
      expect(terminal.board.stateOf('gate')).toBe('ok');
      expect(terminal.presenting.reports()).toMatchObject({ [name]: { state } });
    }, inTime);
  const shows = (view: object) => vi.waitFor(() => expect(terminal.gate.view()).toMatchObject(view), inTime);
  const showFace = (workerId = 'w', track = 1): void =>
    terminal.gate.see({ kind: 'recognised', track, workerId, score: 0.8, threshold: 0.6, picture: null });
  const owed = (): unknown => {
    const [punch] = terminal.store.outbox.next(1, new Set());
    if (punch === undefined) throw new Error('nothing is owed to the platform');
    return JSON.parse(punchParam(punch, 'table').param);
  };
  return { terminal, board, plug, isReading, shows, showFace, owed };
}

/** An office that issues codes for worker `w`, and what a terminal is told of it. */
function officeOf(place: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'key-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const publicKeyFile = path.join(folder, 'qr-public.pem');
  writeFileSync(publicKeyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  const issue = (): string => {
    const times = { notBeforeMs: Date.now() - 1_000, expiresMs: Date.now() + 600_000 };
    return issueCode({ workerId: 'w', place, nonce: '00112233aabbccdd', ...times }, privateKey);
  };
  return { qr: { enabled: true, publicKeyFile, place }, issue };
}

test.skipIf(!hasSocat)('a card opens with its holder’s face only: one pulse at the board, bitType 3 for Zhejiang', async () => {
  const line = await openPty(() => undefined);
  closers.push(() => line.close());
  const { terminal, board, isReading, shows, showFace, owed } = await terminalWith({
    readers: { card: { first: { driver: 'serial', port: line.port } } },
    opensWith: 'cardAndFace',
  });
  await isReading('first', 'silent');
  const hold = (): void => void line.far.outgoing.write(frame);
  hold();
  await shows({ state: 'refused', reason: 'cardUnknown' });
  await shows({ state: 'idle', wants: ['icCard'] });
  terminal.store.cards.add('w', { number: cardNumber, bits: 32 });
  hold();
  await shows({ state: 'wanted', kinds: ['face'] });
  expect(board.openings().length).toBe(0);
  showFace();
  await board.until(() => board.openings().length === 1);
  expect(owed()).toMatchObject({ personId: 'w', type: '1', bitType: '3' });
});

test.skipIf(!hasSocat)(
  'a card that was refused with another’s face counts with its holder’s, though it never left the reader',
  async () => {
    const line = await openPty(() => undefined);
    closers.push(() => line.close());
    const { terminal, board, isReading, shows, showFace } = await terminalWith({
      // A moment in which nothing is read must not look as if it had left.
      readers: { repeatMs: 5_000, card: { first: { driver: 'serial', port: line.port } } },
      opensWith: 'cardAndFace',
    });
    terminal.store.people.put(
      { id: 'b', name: '李四', origin: 'console', barredReason: null, photographs: [] },
      { replace: false },
    );
    terminal.store.cards.add('w', { number: cardNumber, bits: 32 });
    await isReading('first', 'silent');
    const lying = setInterval(() => void line.far.outgoing.write(frame), 50);
    closers.push(() => clearInterval(lying));
    await shows({ state: 'wanted', kinds: ['face'] });
    showFace('b');
    await shows({ state: 'refused', reason: 'notHolder' });
    await shows({ state: 'idle' });
    expect(board.openings().length).toBe(0);
    showFace('w', 2);
    await board.until(() => board.openings().length === 1);
  },
);

test.skipIf(!hasSamModule)(
  'identity card, green health code and face open together: one pulse, bitType 13 and the colour for Zhejiang; a red code does not count',
  async () => {
    const module = await startSamModule();
    closers.push(() => module.close());
    const { terminal, board, isReading, shows, showFace, owed } = await terminalWith({
      readers: {
        identityCard: { enabled: true, port: module.port },
        qr: { enabled: true, healthPrefix: 'HC:v1?', healthGreen: 'color=green', healthRed: 'color=red' },
      },
      opensWith: 'idCardAndHealthCodeAndFace',
    });
    await isReading('identityCard', 'ok');
    module.lay(identityCard);
    await shows({ state: 'wanted', kinds: ['face', 'healthCode'] });
    terminal.codes.take('HC:v1?id=1&color=red');
    await shows({ state: 'refused', reason: 'healthRefused' });
    showFace();
    expect(board.openings().length).toBe(0);
    terminal.codes.take('HC:v1?id=1&color=green');
    await board.until(() => board.openings().length === 1);
    expect(owed()).toMatchObject({
      personId: 'w',
      type: '1',
      bitType: '13',
      qrCodeInfo: { type: '2', codeColor: 'green', codeValue: 'HC:v1?id=1&color=green', cityCode: '100000' },
    });
  },
);

test.skipIf(!hasSocat)(
  'a terminal whose clock is behind its own records believes no code, and marks the punches that it makes',
  async () => {
    const office = officeOf('A');
    const nowMs = Date.now();
    const { terminal, board, shows, showFace } = await terminalWith({
      readers: { qr: office.qr },
      opensWith: 'faceOrCode',
      before: (store) => store.audit.add({ atMs: nowMs + 2 * 86_400_000, actor: 'admin', action: 'gate.normal', subject: null }),
    });
    await vi.waitFor(() => {
      expect([terminal.board.stateOf('gate'), terminal.board.stateOf('clock')]).toEqual(['ok', 'jumped']);
    }, inTime);
    terminal.codes.take(office.issue());
    await shows({ state: 'refused', reason: 'codeRefused' });
    expect(terminal.store.refusals.list({ limit: 1 })).toMatchObject([{ detail: 'clockDoubtful' }]);
    showFace();
    await board.until(() => board.openings().length === 1);
    expect(terminal.store.punches.list({ limit: 1 })).toMatchObject([{ workerId: 'w', isClockDoubtful: true }]);
  },
);

test.skipIf(!hasSocat)('a one-time code that is held up while the board is unplugged opens when it is back, once', async () => {
  const office = officeOf('A');
  const { terminal, board, plug, shows } = await terminalWith({
    readers: { qr: office.qr },
    opensWith: 'code',
    isUnplugged: true,
  });
  await vi.waitFor(() => expect(terminal.board.stateOf('gate')).toBe('notAnswering'), inTime);
  const text = office.issue();
  const held = setInterval(() => terminal.codes.take(text), 50);
  closers.push(() => clearInterval(held));
  await shows({ state: 'admitted', gate: 'notAnswering' });
  plug();
  await board.until(() => board.openings().length === 1);
  clearInterval(held);
  await vi.waitFor(() => {
    terminal.codes.forget();
    terminal.codes.take(text);
    expect(terminal.store.refusals.list({ limit: 1 })).toMatchObject([{ reason: 'codeRefused', detail: 'replayed' }]);
  }, inTime);
  expect([board.openings().length, terminal.store.punches.count()]).toEqual([1, 1]);
});
