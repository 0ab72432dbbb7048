import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { SettingTiming } from '../../../src/shared/settings.ts';
import { SettingsKeeper } from '../../../src/terminal/settings-keeper.ts';

let file: string;
let running: Config;
let applied: SettingTiming[];
const keeper = (): SettingsKeeper =>
  new SettingsKeeper({
    file,
    config: () => running,
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
    expect(await keeper().saveAndApply({ changes: { 'turnstile.pulseMs': 800 }, reset: [] })).toEqual({
      kind: 'saved',
      timing: 'restart',
    });
    expect(written()).toEqual({ device: { sn: '7' }, turnstile: { pulseMs: 800 } });
    expect([applied, running.turnstile.pulseMs]).toEqual([['restart'], 800]);
  });

  it('counts at once where nothing has to start anew', async () => {
    const saved = await keeper().saveAndApply({
      changes: { 'device.siteName': '一号工地', 'device.maskNames': true },
      reset: [],
    });
    expect(saved).toEqual({ kind: 'saved', timing: 'now' });
  });

  it('that was changed to what it is already starts nothing anew', async () => {
    expect(await keeper().saveAndApply({ changes: { 'turnstile.pulseMs': 500 }, reset: [] })).toEqual({
      kind: 'saved',
      timing: 'now',
    });
  });

  it('is shown as saved before it counts, and what is saved on top of it is compared with it', async () => {
    const applying: (() => void)[] = [];
    const slow = new SettingsKeeper({
      file,
      config: () => running,
      apply: (config, timing) =>
        new Promise((done) =>
          applying.push(() => {
            running = config;
            applied.push(timing);
            done();
          }),
        ),
    });
    const first = slow.saveAndApply({ changes: { 'turnstile.pulseMs': 800 }, reset: [] });
    expect([slow.view().values['turnstile.pulseMs'], running.turnstile.pulseMs]).toEqual([800, 500]);
    const second = slow.saveAndApply({ changes: {}, reset: ['turnstile.pulseMs'] });
    for (const apply of applying) apply();
    await Promise.all([first, second]);
    expect([slow.view().values['turnstile.pulseMs'], running.turnstile.pulseMs, applied]).toEqual([
      500,
      500,
      ['restart', 'restart'],
    ]);
  });

  it('leaves the file when it is reset', async () => {
    await keeper().saveAndApply({ changes: { 'turnstile.pulseMs': 800 }, reset: [] });
    await keeper().saveAndApply({ changes: {}, reset: ['turnstile.pulseMs'] });
    expect(written()).toEqual({ device: { sn: '7' }, turnstile: {} });
    expect(running.turnstile.pulseMs).toBe(500);
  });
});

describe('what does not fit', () => {
  it('is refused key by key, and the file stays as it was', async () => {
    const outcome = await keeper().saveAndApply({ changes: { 'turnstile.pulseMs': 5, 'device.siteName': 'A' }, reset: [] });
    expect(outcome).toMatchObject({ kind: 'refused', problems: [{ key: 'turnstile.pulseMs', code: 'unfit' }] });
    expect(written()).toEqual({ device: { sn: '7' } });
    expect(applied).toEqual([]);
  });

  it('by itself but not together names the key that is missing', async () => {
    const outcome = await keeper().saveAndApply({ changes: { 'platform.protocol': 'sichuan' }, reset: [] });
    expect(outcome.kind === 'refused' && outcome.problems.map(({ key, code }) => `${key} ${code}`)).toEqual([
      'platform.sichuan.baseUrl needed',
      'platform.sichuan.secret needed',
    ]);
  });

  it('includes the PIN, which has a way of its own, and any key that does not exist', async () => {
    for (const key of ['admin.pinHash', 'device.nothing', '__proto__.x']) {
      expect((await keeper().saveAndApply({ changes: { [key]: 'x' }, reset: [] })).kind).toBe('refused');
    }
  });
});

it('a secret goes in and never comes out', async () => {
  await keeper().saveAndApply({ changes: { 'platform.sichuan.secret': 'hunter2hunter2' }, reset: [] });
  const view = keeper().view();
  expect(JSON.stringify(view)).not.toContain('hunter2');
  expect(view.secretsSet).toEqual(['platform.sichuan.secret']);
});
