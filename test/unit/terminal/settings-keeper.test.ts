import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { loadStoredConfig } from '../../../src/config/stored-config.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { SettingTiming } from '../../../src/shared/settings.ts';
import { KeptPin } from '../../../src/terminal/kept-pin.ts';
import { SettingsKeeper } from '../../../src/terminal/settings-keeper.ts';

let file: string;
let running: Config;
let applied: SettingTiming[];
const keeper = (): SettingsKeeper =>
  new SettingsKeeper({
    file,
    config: () => running,
    log: silentLog,
    apply: async (config, timing) => {
      running = config;
      applied.push(timing);
    },
  });
const written = (): unknown => JSON.parse(readFileSync(file, 'utf8'));

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ device: { sn: '7' } }));
  running = Config.parse({ device: { sn: '7' } });
  applied = [];
});

describe('a saved setting', () => {
  it('stands in the file, and nothing else was added to it', async () => {
    expect(await keeper().save({ changes: { 'turnstile.pulseMs': 800 }, reset: [] })).toEqual({
      kind: 'saved',
      timing: 'restart',
    });
    expect(written()).toEqual({ device: { sn: '7' }, turnstile: { pulseMs: 800 } });
    expect([applied, running.turnstile.pulseMs]).toEqual([['restart'], 800]);
  });

  it('counts at once where nothing has to start anew', async () => {
    const saved = await keeper().save({
      changes: { 'device.siteName': '一号工地', 'device.maskNames': true },
      reset: [],
    });
    expect(saved).toEqual({ kind: 'saved', timing: 'now' });
  });

  it('that was changed to what it is already starts nothing anew', async () => {
    expect(await keeper().save({ changes: { 'turnstile.pulseMs': 500 }, reset: [] })).toEqual({
      kind: 'saved',
      timing: 'now',
    });
  });

  it('is shown as saved before it counts, and what is saved on top of it waits for it and is compared with it', async () => {
    const applying: (() => void)[] = [];
    const slow = new SettingsKeeper({
      file,
      config: () => running,
      log: silentLog,
      apply: (config, timing) =>
        new Promise((done) =>
          applying.push(() => {
            running = config;
            applied.push(timing);
            done();
          }),
        ),
    });
    const first = slow.save({ changes: { 'turnstile.pulseMs': 800 }, reset: [] });
    const second = slow.save({ changes: {}, reset: ['turnstile.pulseMs'] });
    await expect.poll(() => applying.length).toBe(1);
    expect([slow.view().values['turnstile.pulseMs'], running.turnstile.pulseMs]).toEqual([800, 500]);
    applying[0]?.();
    expect(await first).toEqual({ kind: 'saved', timing: 'restart' });
    await expect.poll(() => applying.length).toBe(2);
    applying[1]?.();
    await second;
    expect([slow.view().values['turnstile.pulseMs'], running.turnstile.pulseMs, applied]).toEqual([
      500,
      500,
      ['restart', 'restart'],
    ]);
  });

  it('leaves the file when it is reset', async () => {
    await keeper().save({ changes: { 'turnstile.pulseMs': 800 }, reset: [] });
    await keeper().save({ changes: {}, reset: ['turnstile.pulseMs'] });
    expect(written()).toEqual({ device: { sn: '7' }, turnstile: {} });
    expect(running.turnstile.pulseMs).toBe(500);
  });
});

describe('what the terminal cannot run with', () => {
  const stuck = (): SettingsKeeper =>
    new SettingsKeeper({
      file,
      config: () => running,
      log: silentLog,
      apply: () => Promise.reject(new Fault('store.failed', 'it does not open')),
    });

  it('is refused with the fault, shown no more, and the file is as it was to the byte', async () => {
    const before = readFileSync(file, 'utf8');
    const failing = stuck();
    expect(await failing.save({ changes: { 'turnstile.pulseMs': 800 }, reset: [] })).toEqual({
      kind: 'notApplied',
      code: 'store.failed',
    });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(failing.view().values['turnstile.pulseMs']).toBe(500);
  });

  it('is not what the terminal falls back to at the next start either', async () => {
    await keeper().save({ changes: { 'turnstile.pulseMs': 700 }, reset: [] });
    await stuck().save({ changes: { 'turnstile.pulseMs': 800 }, reset: [] });
    writeFileSync(file, 'torn');
    expect(loadStoredConfig(dirname(file)).config.turnstile.pulseMs).toBe(700);
  });

  it('leaves what is saved after it alone', async () => {
    let fails = true;
    const once = new SettingsKeeper({
      file,
      config: () => running,
      log: silentLog,
      apply: async (config) => {
        if (fails) throw new Error('no');
        running = config;
      },
    });
    const failing = once.save({ changes: { 'turnstile.pulseMs': 800 }, reset: [] });
    const working = failing.then(() => (fails = false)).then(() => once.save({ changes: { 'turnstile.coil': 3 }, reset: [] }));
    expect([(await failing).kind, (await working).kind]).toEqual(['notApplied', 'saved']);
    expect(written()).toEqual({ device: { sn: '7' }, turnstile: { coil: 3 } });
  });
});

describe('what does not fit', () => {
  it('is refused key by key, and the file stays as it was', async () => {
    const outcome = await keeper().save({ changes: { 'turnstile.pulseMs': 5, 'device.siteName': 'A' }, reset: [] });
    expect(outcome).toMatchObject({ kind: 'refused', problems: [{ key: 'turnstile.pulseMs', code: 'unfit' }] });
    expect(written()).toEqual({ device: { sn: '7' } });
    expect(applied).toEqual([]);
  });

  it('by itself but not together names the key that is missing', async () => {
    const outcome = await keeper().save({ changes: { 'platform.protocol': 'sichuan' }, reset: [] });
    expect(outcome.kind === 'refused' && outcome.problems.map(({ key, code }) => `${key} ${code}`)).toEqual([
      'platform.sichuan.baseUrl needed',
      'platform.sichuan.secret needed',
    ]);
  });

  it('includes the PIN, which has a way of its own, and any key that does not exist', async () => {
    for (const key of ['admin.pinHash', 'device.nothing', '__proto__.x']) {
      expect((await keeper().save({ changes: { [key]: 'x' }, reset: [] })).kind).toBe('refused');
    }
  });
});

const OLD = '$argon2id$old';
const NEW = '$argon2id$new';

describe('a PIN that is set while a setting is being applied', () => {
  const setUp = () => {
    const { promise: replaced, resolve: runs, reject: failsWith } = Promise.withResolvers<void>();
    const slow: SettingsKeeper = new SettingsKeeper({
      file,
      config: () => running,
      log: silentLog,
      apply: async (config, timing) => {
        if (timing === 'restart') await replaced;
        running = config;
        pin.take(config.admin.pinHash);
      },
    });
    const ended: string[] = [];
    const pin = new KeptPin({ hash: OLD, keeper: () => slow, onChanged: () => void ended.push(String(pin.hash())) });
    const saving = slow.save({ changes: { 'turnstile.pulseMs': 800 }, reset: [] });
    const setting = pin.save(NEW);
    return { pin, ended, saving, setting, runs, failsWith };
  };
  beforeEach(() => {
    writeFileSync(file, JSON.stringify({ admin: { pinHash: OLD } }));
    running = Config.parse({ admin: { pinHash: OLD } });
  });

  it('stays in the file and counts where the setting cannot be applied', async () => {
    const { pin, saving, setting, failsWith } = setUp();
    failsWith(new Fault('store.failed', 'it does not open'));
    expect((await saving).kind).toBe('notApplied');
    await setting;
    expect([written(), pin.hash()]).toEqual([{ admin: { pinHash: NEW } }, NEW]);
    writeFileSync(file, 'torn');
    expect(loadStoredConfig(dirname(file)).config.admin.pinHash).toBe(NEW);
  });

  it('is not put back to the one before when the setting counts, and ends the sessions of that one once', async () => {
    const { pin, ended, saving, setting, runs } = setUp();
    runs();
    expect([(await saving).kind, pin.hash()]).toEqual(['saved', OLD]);
    await setting;
    expect([written(), pin.hash(), running.admin.pinHash]).toEqual([
      { admin: { pinHash: NEW }, turnstile: { pulseMs: 800 } },
      NEW,
      NEW,
    ]);
    expect(ended).toEqual([NEW]);
  });
});

it('the demo keeps a PIN as long as it runs', async () => {
  const nowhere = new SettingsKeeper({ file: null, config: () => running, log: silentLog, apply: async () => undefined });
  const pin = new KeptPin({ hash: null, keeper: () => nowhere, onChanged: () => undefined });
  await pin.save(NEW);
  expect(pin.hash()).toBe(NEW);
});

it('a PIN that cannot be kept does not count', async () => {
  const pin = new KeptPin({ hash: OLD, keeper, onChanged: () => undefined });
  writeFileSync(file, 'torn');
  await expect(pin.save(NEW)).rejects.toThrow('config.invalid');
  expect(pin.hash()).toBe(OLD);
});

it('a secret goes in and never comes out', async () => {
  await keeper().save({ changes: { 'platform.sichuan.secret': 'hunter2hunter2' }, reset: [] });
  const view = keeper().view();
  expect(JSON.stringify(view)).not.toContain('hunter2');
  expect(view.secretsSet).toEqual(['platform.sichuan.secret']);
});
