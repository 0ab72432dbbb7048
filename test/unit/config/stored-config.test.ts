import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hasStoredConfig, loadStoredConfig, storedConfigPath, writeConfigFile } from '../../../src/config/stored-config.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';

const clock: Clock = { now: () => Date.UTC(2026, 4, 1, 8), monotonic: () => 0 };
const asideName = 'config.bad-2026-05-01T08-00-00.000Z.json';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'config-test-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
const write = (dir: string, content: unknown, name = 'config.json'): void =>
  writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
const read = (dir: string, name = 'config.json'): unknown => JSON.parse(readFileSync(join(dir, name), 'utf8'));
const codeOf = (fault: unknown): unknown => (fault instanceof Fault ? fault.code : fault);

it('a directory without a configuration has never been configured', () => {
  expect(hasStoredConfig(folder())).toBe(false);
});

it('a good configuration is used and kept as the last good one', () => {
  const dir = folder();
  write(dir, { device: { sn: '7' } });
  const stored = loadStoredConfig(dir, clock);
  expect([stored.config.device.sn, stored.source, stored.fault]).toEqual(['7', 'stored', null]);
  expect(read(dir, 'config.good.json')).toEqual({ device: { sn: '7' } });
});

it.each([
  ['is broken', '{"device":'],
  ['has an unknown key', { devise: {} }],
  ['names a file that is not there', { update: { publicKeyFile: 'no.pub' } }],
])('when the stored configuration %s, the last good one runs with a fault and the bad one is kept aside', (_, bad) => {
  const dir = folder();
  write(dir, { device: { sn: '7' } });
  loadStoredConfig(dir, clock);
  write(dir, bad);
  const content = readFileSync(join(dir, 'config.json'), 'utf8');
  const stored = loadStoredConfig(dir, clock);
  expect([stored.config.device.sn, stored.source, codeOf(stored.fault)]).toEqual(['7', 'lastGood', 'config.invalid']);
  expect(stored.keptAside).toBe(join(dir, asideName));
  expect(readFileSync(join(dir, asideName), 'utf8')).toBe(content);
  expect(existsSync(storedConfigPath(dir))).toBe(false);
});

it('the fault stays at every later start until a good configuration is stored', () => {
  const dir = folder();
  write(dir, { device: { sn: '7' } });
  loadStoredConfig(dir, clock);
  write(dir, 'bad');
  loadStoredConfig(dir, clock);
  expect(hasStoredConfig(dir)).toBe(true);
  expect(codeOf(loadStoredConfig(dir, clock).fault)).toBe('config.invalid');
  writeConfigFile(storedConfigPath(dir), { device: { direction: 'out' } });
  const stored = loadStoredConfig(dir, clock);
  expect([stored.fault, stored.config.device]).toMatchObject([null, { sn: '7', direction: 'out' }]);
});

it('a bad configuration without a last good one stays where it is, and the defaults open no gate', () => {
  const dir = folder();
  write(dir, 'bad');
  const stored = loadStoredConfig(dir, clock);
  expect([stored.source, codeOf(stored.fault), stored.config.turnstile.driver]).toEqual(['defaults', 'config.invalid', 'none']);
  expect([readdirSync(dir), hasStoredConfig(dir)]).toEqual([['config.json'], true]);
});

it('a bad configuration never becomes the last good one', () => {
  const dir = folder();
  write(dir, { device: { sn: '7' } });
  loadStoredConfig(dir, clock);
  write(dir, { device: { sn: 7 } });
  loadStoredConfig(dir, clock);
  expect(read(dir, 'config.good.json')).toEqual({ device: { sn: '7' } });
});

it('the last good configuration runs even when a file that it names is gone', () => {
  const dir = folder();
  write(dir, '', 'update.pub');
  write(dir, { device: { sn: '7' }, update: { publicKeyFile: 'update.pub' } });
  loadStoredConfig(dir, clock);
  rmSync(join(dir, 'update.pub'));
  const stored = loadStoredConfig(dir, clock);
  expect([stored.source, stored.config.device.sn, codeOf(stored.fault)]).toEqual(['lastGood', '7', 'config.invalid']);
});

it('a change keeps what the file had, adds the patch and no default', () => {
  const file = join(folder(), 'terminal.json');
  writeFileSync(file, '{"turnstile":{"unit":3,"driver":"none"},"speech":{"surnames":{"黑":"he4"}}}');
  const { config } = writeConfigFile(file, { turnstile: { driver: 'modbus-rtu' }, admin: { pinHash: '$argon2id$x' } });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    turnstile: { unit: 3, driver: 'modbus-rtu' },
    speech: { surnames: { 黑: 'he4' } },
    admin: { pinHash: '$argon2id$x' },
  });
  expect([config.turnstile.unit, config.turnstile.pulseMs]).toEqual([3, 500]);
});

it('a changed file is for its owner only, and nothing else is left in the directory', () => {
  const dir = folder();
  writeFileSync(join(dir, 'terminal.json'), '{}', { mode: 0o644 });
  writeConfigFile(join(dir, 'terminal.json'), { device: { sn: '1' } });
  expect(statSync(join(dir, 'terminal.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir)).toEqual(['terminal.json']);
});

it('a change to the stored configuration of a fresh directory makes it a configured terminal', () => {
  const dir = join(folder(), 'data');
  writeConfigFile(storedConfigPath(dir), { device: { sn: '1' } });
  expect([read(dir), read(dir, 'config.good.json'), hasStoredConfig(dir)]).toEqual([
    { device: { sn: '1' } },
    { device: { sn: '1' } },
    true,
  ]);
});

it.each([
  ['out of bounds', { turnstile: { unit: 300 } }],
  ['wrong together with what is there', { platform: { protocol: 'sichuan' } }],
] as const)('a change that is %s is refused and the file stays', (_, patch) => {
  const dir = folder();
  write(dir, { device: { sn: '1' } });
  expect(() => writeConfigFile(join(dir, 'config.json'), patch)).toThrow('[config.invalid]');
  expect([read(dir), readdirSync(dir)]).toEqual([{ device: { sn: '1' } }, ['config.json']]);
});

it('a file that is already bad is not written over', () => {
  const dir = folder();
  write(dir, 'bad');
  expect(() => writeConfigFile(join(dir, 'config.json'), { device: { sn: '1' } })).toThrow('[config.invalid]');
  expect(readFileSync(join(dir, 'config.json'), 'utf8')).toBe('bad');
});

it('a configuration behind a symbolic link is changed where it lies', () => {
  const dir = folder();
  write(dir, {}, 'real.json');
  symlinkSync(join(dir, 'real.json'), join(dir, 'link.json'));
  writeConfigFile(join(dir, 'link.json'), { device: { sn: '1' } });
  expect(read(dir, 'real.json')).toEqual({ device: { sn: '1' } });
});

it('the half-written file of a killed program does not stand in the way', () => {
  const dir = folder();
  write(dir, {});
  write(dir, '{"dev', 'config.json.new');
  writeConfigFile(join(dir, 'config.json'), { device: { sn: '1' } });
  expect(read(dir)).toEqual({ device: { sn: '1' } });
});
