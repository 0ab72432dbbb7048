import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SettingsFiles } from '../../../src/terminal/settings-files.ts';

function stick(): { path: string; files: SettingsFiles } {
  const path = mkdtempSync(join(tmpdir(), 'stick-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return { path, files: new SettingsFiles({ sticks: () => [{ name: 'STICK', path }] }) };
}

it('files of settings are found by their name, links are not', () => {
  const { path, files } = stick();
  for (const name of ['terminal-settings.json', 'Terminal-Settings-2.JSON', 'notes.json']) writeFileSync(join(path, name), '{}');
  symlinkSync('/etc/hostname', join(path, 'terminal-settings-link.json'));
  const found = files.list();
  expect(found.map(({ name }) => name).toSorted()).toEqual(['Terminal-Settings-2.JSON', 'terminal-settings.json']);
  expect(found.map(({ token }) => files.read(token))).toEqual(['{}', '{}']);
});

it('a token stands for its file as long as it lies there, however often the list is asked for', () => {
  const { path, files } = stick();
  writeFileSync(join(path, 'terminal-settings.json'), '{}');
  const [before] = files.list();
  expect(files.list()).toEqual([before]);
  rmSync(join(path, 'terminal-settings.json'));
  expect(files.list()).toEqual([]);
  expect(() => files.read(before?.token ?? '')).toThrow(expect.objectContaining({ code: 'export.stickGone' }));
});

it('a file that is far too long is not read', () => {
  const { path, files } = stick();
  writeFileSync(join(path, 'terminal-settings.json'), ' '.repeat(1024 * 1024 + 1));
  const [found] = files.list();
  expect(() => files.read(found?.token ?? '')).toThrow(expect.objectContaining({ code: 'settings.fileUnreadable' }));
});
