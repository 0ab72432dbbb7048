import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { lackingAreas, notSteady, stepSteadiness } from '../../../src/update/health.ts';
import type { UpdateHost } from '../../../src/update/ports.ts';
import { isQuiet } from '../../../src/update/quiet-hours.ts';
import { trustedKeys } from '../../../src/update/trusted-keys.ts';
import { Updater } from '../../../src/update/updater.ts';
import { MemoryFiles } from '../../fakes/memory-files.ts';
import { makeKeys, writeGoodPackage, type KeyPair } from '../../fakes/update-package.ts';

const keys = makeKeys();
const next = makeKeys();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'updater-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A terminal of 1.0.0 under a launcher, with nobody at its gate. */
function scene(changes: Partial<UpdateHost> = {}, settings: Partial<UpdateHost['settings']> = {}) {
  const files = new MemoryFiles();
  files.write('/update.pub', Buffer.from(keys.publicText));
  const notes = new Map<string, string>();
  let restarts = 0;
  const host: UpdateHost = {
    files,
    dataDir: '/data',
    settings: {
      publicKeyFile: '/update.pub',
      channel: 'stable',
      when: 'atOnce',
      quietFrom: '01:00',
      quietTo: '04:00',
      healthMinutes: 5,
      steadySeconds: 0,
      mostKilobytesPerSecond: 1_000_000,
      proxy: null,
      ...settings,
    },
    leastFreeMb: 1,
    running: { version: '1.0.0', slot: 'base', launcherPid: 1 },
    databaseVersion: 1_000,
    copyDatabase: () => Promise.resolve(),
    notes: { get: (name) => notes.get(name) ?? null, set: (name, value) => void notes.set(name, value) },
    isCarriedOver: () => true,
    idleForMs: () => 60_000,
    areas: () => ({ terminal: 'running' }),
    selfTest: () => Promise.resolve(),
    restart: () => void (restarts += 1),
    onProgress: () => undefined,
    clock: { now: () => 1, monotonic: () => 1 },
    log: silentLog,
    ...changes,
  };
  const updater = new Updater({ host, newId: () => 'id', watchEveryMs: 1 });
  return { files, host, updater, restarts: () => restarts };
}

async function offer(
  at: ReturnType<typeof scene>,
  by: KeyPair = keys,
  changes: Readonly<Record<string, unknown>> = {},
  version: string | null = null,
): Promise<string> {
  const file = join(folder, 'p.tgz');
  await writeGoodPackage(file, by.secret, changes);
  at.files.write('/stick/p.tgz', readFileSync(file));
  return at.updater.install({ orderId: 'o', version, when: 'atOnce', source: { kind: 'file', path: '/stick/p.tgz' } }).then(
    ({ version: taken }) => taken,
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );
}

describe('an order of an update', () => {
  it('that is good is handed to the launcher once nobody is at the gate', async () => {
    const at = scene();
    expect(await offer(at)).toBe('2.0.0');
    while (at.restarts() === 0) await new Promise((done) => setTimeout(done, 1));
    const request = JSON.parse(Buffer.from(at.files.read('/data/update/request.json') ?? []).toString()) as object;
    expect(request).toMatchObject({
      id: 'id',
      slot: 'a',
      version: '2.0.0',
      fromVersion: '1.0.0',
      before: { terminal: 'running' },
    });
    at.updater.close();
  });

  it.each<[string, Partial<UpdateHost>, Partial<UpdateHost['settings']>, Readonly<Record<string, unknown>>, string | null]>([
    ['update.noLauncher', { running: { version: '1.0.0', slot: 'base', launcherPid: null } }, {}, {}, null],
    ['update.noKey', {}, { publicKeyFile: null }, {}, null],
    ['update.keyUnreadable', {}, { publicKeyFile: '/nowhere' }, {}, null],
    ['update.wrongVersion', {}, {}, {}, '2.0.1'],
    ['update.sameVersion', {}, {}, { version: '1.0.0' }, null],
    ['update.olderVersion', {}, {}, { version: '0.9.0' }, null],
    ['update.wrongArchitecture', {}, {}, { arch: 'mips' }, null],
    ['update.wrongChannel', {}, { channel: 'beta' }, {}, null],
    ['update.keysWrong', {}, {}, { retireKeys: [keys.key.number] }, null],
    ['update.keysWrong', {}, {}, { trustKeys: ['nonsense'] }, null],
  ])('is refused with %s, and the reason is kept for the admin side', async (code, changes, settings, manifest, version) => {
    const at = scene(changes, settings);
    expect(await offer(at, keys, manifest, version)).toBe(code);
    expect(at.updater.view().history[0]).toMatchObject({ result: 'refused', code });
    expect(at.files.names().filter((name) => name.startsWith('/data/slots'))).toEqual([]);
    expect(at.restarts()).toBe(0);
  });

  it('of another key is refused until a healthy version has brought that key along', async () => {
    const at = scene();
    expect(await offer(at, next)).toBe('update.unknownKey');
    at.files.write(
      '/data/update/keys.json',
      Buffer.from(JSON.stringify({ trusted: [next.key.base64], retired: [keys.key.number] })),
    );
    expect(await offer(at, next)).toBe('2.0.0');
    expect(trustedKeys({ files: at.files, dataDir: '/data', publicKeyFile: '/update.pub' }).map(({ number }) => number)).toEqual([
      next.key.number,
    ]);
    at.updater.close();
  });

  it('that was rolled back is not tried again, and its code is told again', async () => {
    const at = scene();
    const outcome = { id: 't', orderId: 'task', version: '2.0.0', result: 'rolledBack', code: 'update.newCannotRun', atMs: 5 };
    const state = { format: 1, current: 'base', previous: null, failedStarts: 0, trial: null, restore: null, outcome };
    at.files.makeFolder('/data/update');
    at.files.write('/data/update/slots.json', Buffer.from(JSON.stringify(state)));
    at.updater.begin();
    const again = at.updater.order({ orderId: 'task', version: '2.0.0', when: 'atOnce', source: { kind: 'file', path: '/x' } });
    await expect(again).rejects.toMatchObject({ code: 'update.newCannotRun' });
    expect(at.updater.view().history).toHaveLength(1);
  });
});

describe('quiet hours', () => {
  const at = (time: string): Date => new Date(`2026-11-28T${time}:00`);
  it.each([
    ['02:00', '01:00', '04:00', true],
    ['04:00', '01:00', '04:00', false],
    ['23:30', '23:00', '02:00', true],
    ['01:59', '23:00', '02:00', true],
    ['12:00', '23:00', '02:00', false],
    ['12:00', '03:00', '03:00', true],
  ])('at %s, from %s to %s: %s', (time, from, to, isIt) => {
    expect(isQuiet(at(time), from, to)).toBe(isIt);
  });
});

describe('the health of a new version', () => {
  it('asks for no more than was well before, and never for less', () => {
    const before = { platform: 'offline', cameraVisible: 'ok', gate: 'ok', recognition: 'ok' };
    expect(lackingAreas(before, { ...before })).toEqual([]);
    expect(lackingAreas(before, { ...before, platform: 'ok' })).toEqual([]);
    expect(lackingAreas(before, { ...before, cameraVisible: 'notFound' })).toEqual(['cameraVisible']);
    expect(lackingAreas(before, { ...before, recognition: 'starting' })).toEqual(['recognition']);
    // The first version that measures the site is not to blame for what it finds.
    expect(lackingAreas(before, { ...before, recognition: 'falseMatches' })).toEqual([]);
    expect(lackingAreas(before, { ...before, recognition: 'renewing' })).toEqual([]);
    expect(lackingAreas({ ...before, recognition: 'falseMatches' }, { ...before, recognition: 'failed' })).toEqual([
      'recognition',
    ]);
    // Night fell meanwhile.
    expect(lackingAreas(before, { ...before, cameraVisible: 'dark' })).toEqual([]);
    expect(lackingAreas(before, { platform: 'offline', cameraVisible: 'ok', recognition: 'ok' })).toEqual(['gate']);
    expect(lackingAreas({ ...before, gate2: 'ok' }, { ...before, gate2: 'notAnswering' })).toEqual(['gate2']);
  });

  it('must hold without a break', () => {
    const well = stepSteadiness(notSteady, true, 1_000, 500);
    expect(well.isHealthy).toBe(false);
    expect(stepSteadiness(well, true, 1_500, 500).isHealthy).toBe(true);
    expect(stepSteadiness(stepSteadiness(well, false, 1_400, 500), true, 1_500, 500).isHealthy).toBe(false);
  });
});
