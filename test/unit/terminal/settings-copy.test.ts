import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { DeriveKey } from '../../../src/config/settings-file.ts';
import type { NetworkDevice } from '../../../src/shared/setup.ts';
import { runExport } from '../../../src/terminal/exports/run-export.ts';
import { SettingsCopy } from '../../../src/terminal/settings-copy.ts';
import { planSettings } from '../../../src/terminal/settings-plan.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { SettingsKeeper } from '../../../src/terminal/settings-keeper.ts';
import { setUpSystem } from '../../../src/terminal/settings-system.ts';
import { runOnStopped } from '../../../src/terminal/stopped-terminal.ts';

const PASSPHRASE = 'eight words';
/** As unlike for other words as the real one, and quick. */
const quick: DeriveKey = async (passphrase, { salt }) => createHash('sha256').update(passphrase).update(salt).digest();

/** A terminal as far as its settings go: a folder with a configuration file. */
class Bench {
  readonly dir = mkdtempSync(join(tmpdir(), 'settings-copy-'));
  readonly file = join(this.dir, 'config.json');
  readonly answeredInVain: string[] = [];
  readonly keeper: SettingsKeeper;
  readonly copy: SettingsCopy;
  #running: Config;

  constructor(
    written: object,
    derive: DeriveKey = quick,
    apply: (config: Config) => Promise<void> = async (config) => void (this.#running = config),
  ) {
    onTestFinished(() => rmSync(this.dir, { recursive: true, force: true }));
    writeFileSync(this.file, JSON.stringify(written));
    this.#running = Config.parse(written);
    this.keeper = new SettingsKeeper({
      file: this.file,
      config: () => this.#running,
      log: silentLog,
      apply,
      onAnsweredInVain: (code) => void this.answeredInVain.push(code),
    });
    this.copy = new SettingsCopy({ keeper: this.keeper, dir: this.dir, version: '1.2.3', derive });
  }

  get written(): unknown {
    return JSON.parse(readFileSync(this.file, 'utf8'));
  }
}

const sichuan = {
  device: { sn: '7', direction: 'out', siteName: '一号工地' },
  platform: { protocol: 'sichuan', sichuan: { baseUrl: 'https://platform.example/api', secret: 'only-here' } },
  turnstile: { driver: 'modbus-rtu', pulseMs: 800 },
  admin: { pinHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g' },
};
const own = { device: { sn: '8' } };
const file = (settings: object, more: object = {}): string =>
  JSON.stringify({ kind: 'site-gate-terminal settings', version: 1, settings, ...more });
const codeOf = (failing: Promise<unknown>): Promise<string> =>
  failing.then(
    () => 'nothing failed',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );

let source: Bench;
beforeEach(() => {
  source = new Bench(sichuan);
});

describe('an exported file', () => {
  it('holds no secret, nothing of this one terminal and no PIN', async () => {
    const text = await source.copy.write(null);
    expect(text).toContain('platform.example');
    expect(text).not.toMatch(/only-here|argon2id|"sn"|"direction"/);
  });

  it('holds secrets only sealed', async () => {
    const text = await source.copy.write(PASSPHRASE);
    expect(text).toContain('"sealed"');
    expect(text).not.toContain('only-here');
  });

  it('is refused a passphrase of seven characters', async () => {
    expect(await codeOf(source.copy.write('sevenxx'))).toBe('settings.passphraseShort');
  });

  it('makes another terminal the same in all but what is its own', async () => {
    const other = new Bench(own);
    const reading = await other.copy.read(await source.copy.write(PASSPHRASE), PASSPHRASE);
    expect(reading.view).toMatchObject({ secrets: 'open', problems: [], timing: 'restart' });
    expect((await other.copy.apply(reading)).kind).toBe('saved');
    expect(other.written).toEqual({
      device: { sn: '8', siteName: '一号工地' },
      platform: sichuan.platform,
      turnstile: sichuan.turnstile,
      admin: sichuan.admin,
    });
  });

  it('brings the PIN to another terminal sealed alone, shown as a change and never as what it is', async () => {
    const other = new Bench(own);
    const { view } = await other.copy.read(await source.copy.write(PASSPHRASE), PASSPHRASE);
    expect(view.changes.find(({ row }) => row.key === 'admin.pinHash')).toMatchObject({
      row: { isSecret: true },
      before: null,
      after: null,
    });
    expect(JSON.stringify(view)).not.toContain('$argon2id$');
    const without = await other.copy.read(await source.copy.write(null), null);
    expect(without.view.changes.some(({ row }) => row.key === 'admin.pinHash')).toBe(false);
  });

  it.each([
    ['no hash', '246810'],
    ['a hash that would stop the gate', '$argon2id$v=19$m=4000000,t=900,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g'],
  ])('brings no PIN that is %s', async (_what, pinHash) => {
    const other = new Bench(own);
    const plan = planSettings({ settings: {}, files: {} }, other.keeper.running, other.dir, pinHash);
    expect(plan.problems).toEqual([{ key: 'admin.pinHash', code: 'unfit', detail: 'no hash of a PIN' }]);
    const view = { secrets: 'open', changes: [], problems: [...plan.problems], timing: plan.timing, system: [] } as const;
    expect(
      (await other.copy.apply({ plan, view: { ...view, changes: [], problems: [...plan.problems], system: [] } })).kind,
    ).toBe('refused');
    expect(other.written).toEqual(own);
  });

  it('takes its certificates along', async () => {
    const ca = join(source.dir, 'ca.pem');
    writeFileSync(ca, 'a certificate');
    await source.keeper.save({ changes: { 'platform.sichuan.caFile': ca }, reset: [] });
    const other = new Bench(own);
    const reading = await other.copy.read(await source.copy.write(PASSPHRASE), PASSPHRASE);
    expect(reading.view.changes.find(({ row }) => row.key === 'platform.sichuan.caFile')).toMatchObject({ before: null });
    expect(existsSync(join(other.dir, 'settings-files'))).toBe(false);
    await other.copy.apply(reading);
    const [name = ''] = readdirSync(join(other.dir, 'settings-files'));
    expect(readFileSync(join(other.dir, 'settings-files', name), 'utf8')).toBe('a certificate');
    expect(other.written).toMatchObject({ platform: { sichuan: { caFile: join(other.dir, 'settings-files', name) } } });
  });

  it('changes nothing where it has been imported before', async () => {
    const text = await source.copy.write(PASSPHRASE);
    expect((await source.copy.read(text, PASSPHRASE)).view).toMatchObject({ changes: [], problems: [] });
  });

  it('brings what the other one changed back to the default', async () => {
    const other = new Bench({ ...own, turnstile: { unit: 9 } });
    const { view } = await other.copy.read(await source.copy.write(PASSPHRASE), PASSPHRASE);
    expect(view.changes.find(({ row }) => row.key === 'turnstile.unit')).toMatchObject({ before: 9, after: 1 });
  });
});

describe('what does not fit', () => {
  it('names each key and leaves the file as it was', async () => {
    const other = new Bench(own);
    const reading = await other.copy.read(
      file({ turnstile: { pulsMs: 800 }, admin: { pinHash: 'x' }, device: { sn: '9' } }),
      null,
    );
    expect(reading.view.problems.map(({ key, code }) => `${key} ${code}`)).toEqual([
      'turnstile.pulsMs unknown',
      'admin.pinHash own',
      'device.sn own',
    ]);
    expect((await other.copy.apply(reading)).kind).toBe('refused');
    expect(other.written).toEqual(own);
  });

  it('by its value, or without the secret that it needs, is refused whole', async () => {
    const other = new Bench(own);
    const wrong = await other.copy.read(file({ turnstile: { pulseMs: 5 }, device: { siteName: 'A' } }), null);
    expect(wrong.view.problems.map(({ key }) => key)).toEqual(['turnstile.pulseMs']);
    const closed = await other.copy.read(await source.copy.write(PASSPHRASE), null);
    expect(closed.view).toMatchObject({ secrets: 'closed', problems: [{ key: 'platform.sichuan.secret', code: 'needed' }] });
    expect(other.written).toEqual(own);
  });

  it.each([
    ['no JSON', '{"kind": ', 'settings.fileUnreadable'],
    ['another kind of file', '{"device": {"sn": "7"}}', 'settings.fileUnreadable'],
    ['a key beside the known ones', file({}, { setings: {} }), 'settings.fileUnreadable'],
    ['a newer form', JSON.stringify({ kind: 'site-gate-terminal settings', version: 2, parts: [] }), 'settings.fileNewer'],
    [
      'a file that would leave its folder',
      file({}, { files: { 'platform.sichuan.caFile': { name: '../ca.pem', base64: '' } } }),
      'settings.fileUnreadable',
    ],
  ])('with %s is a fault with a code', async (_, text, code) => {
    expect(await codeOf(source.copy.read(text, null))).toBe(code);
  });

  it('does not open with other words, nor when an address was changed since', async () => {
    const text = await source.copy.write(PASSPHRASE);
    expect(await codeOf(source.copy.read(text, 'other words'))).toBe('settings.wrongPassphrase');
    const changed = text.replace('platform.example', 'elsewhere.example');
    expect(await codeOf(source.copy.read(changed, PASSPHRASE))).toBe('settings.wrongPassphrase');
  });

  it('is a file for a program: no setting takes one along that is not known for it', async () => {
    const program = { 'readers.identityCard.decoderFile': { name: 'decoder', base64: 'AAAA' } };
    const { view } = await source.copy.read(file({}, { files: program }), null);
    expect(view.problems).toMatchObject([{ key: 'readers.identityCard.decoderFile', code: 'unknown' }]);
  });
});

it('what cannot be applied is taken back whole, with the certificates that came along', async () => {
  const source = new Bench(sichuan);
  const ca = join(source.dir, 'ca.pem');
  writeFileSync(ca, 'a certificate');
  await source.keeper.save({ changes: { 'platform.sichuan.caFile': ca }, reset: [] });
  const other = new Bench(own, quick, () => Promise.reject(new Fault('store.failed', 'it does not open')));
  const reading = await other.copy.read(await source.copy.write(PASSPHRASE), PASSPHRASE);
  expect(await other.copy.apply(reading)).toEqual({ kind: 'notApplied', code: 'store.failed' });
  expect([other.written, readdirSync(join(other.dir, 'settings-files'))]).toEqual([own, []]);
  expect(other.answeredInVain).toEqual([]);

  // Whoever was answered first has gone: it is told to the terminal.
  expect(await other.copy.apply(reading, { isAnsweredFirst: true })).toEqual({ kind: 'saved', timing: 'restart' });
  expect(readdirSync(join(other.dir, 'settings-files'))).toHaveLength(1);
  await expect.poll(() => other.answeredInVain).toEqual(['store.failed']);
  expect([other.written, readdirSync(join(other.dir, 'settings-files'))]).toEqual([own, []]);
});

it('a number is given to a terminal that has none yet', async () => {
  const fresh = new Bench({});
  const reading = await fresh.copy.read(file({ device: { sn: '9' } }), null);
  await fresh.copy.apply(reading);
  expect(fresh.written).toEqual({ device: { sn: '9' } });
});

it('argon2id in its thread opens what it sealed', async () => {
  const derive: DeriveKey = (passphrase, cost) => runExport({ kind: 'key', passphrase, ...cost });
  const real = new Bench(sichuan, derive);
  const { view } = await real.copy.read(await real.copy.write(PASSPHRASE), PASSPHRASE);
  expect(view).toMatchObject({ secrets: 'open', changes: [], problems: [] });
});

it('a stopped terminal that was never configured is set up by a file', async () => {
  const { dir: dataDir } = new Bench({});
  rmSync(join(dataDir, 'config.json'));
  const place = { dataDir, configFile: null };
  const text = file({ device: { sn: '9', siteName: '二号工地' } });
  const shown = await runOnStopped(place, 'settings.import', { text });
  expect([shown, existsSync(join(dataDir, 'config.json'))]).toMatchObject([{ isApplied: false, changes: [{}, {}] }, false]);
  expect(await runOnStopped(place, 'settings.import', { text, isConfirmed: true })).toMatchObject({ isApplied: true });
  expect(JSON.parse(readFileSync(join(dataDir, 'config.json'), 'utf8'))).toEqual({ device: { sn: '9', siteName: '二号工地' } });
});

describe('what a file says of the system', () => {
  const tools = (manager: 'here' | 'missing') => {
    const asked: unknown[] = [];
    const change = async (wanted: unknown) => {
      asked.push(wanted);
      return { kind: 'done', detail: null } as const;
    };
    const cable: NetworkDevice = {
      name: 'eth7',
      kind: 'ethernet',
      state: 'connected',
      connection: null,
      addresses: [],
      gateway: null,
      dns: [],
    };
    const view = async () => ({ manager, devices: manager === 'here' ? [cable] : [] });
    return { asked, network: { view, change }, time: { change } };
  };
  const system = { timeServer: 'ntp.site', network: { kind: 'fixed', address: '192.168.1.20/24', gateway: '192.168.1.1' } };

  it('is set up in order, the network last and at the first cable', async () => {
    const reading = await source.copy.read(file({}, { system }), null);
    expect(reading.view).toMatchObject({ changes: [], system: ['timeServer', 'network'] });
    const there = tools('here');
    expect(await setUpSystem(reading.system, there)).toMatchObject([{ part: 'timeServer' }, { part: 'network' }]);
    expect(there.asked).toEqual([
      { kind: 'server', server: 'ntp.site' },
      { ...system.network, dns: [], device: 'eth7' },
    ]);
  });

  it('says so where there is nothing to set it up with', async () => {
    const reading = await source.copy.read(file({}, { system }), null);
    const [, network] = await setUpSystem(reading.system, tools('missing'));
    expect(network).toEqual({ part: 'network', outcome: { kind: 'missing', detail: null } });
  });
});
