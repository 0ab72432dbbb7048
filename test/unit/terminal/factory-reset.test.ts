import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { placesIn } from '../../../src/launcher/places.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { openStore } from '../../../src/store/store.ts';
import { carryOutReset, orderReset, tellReset } from '../../../src/terminal/factory-reset.ts';

const order = { atMs: Date.UTC(2026, 4, 1), language: 'zh', people: 3, punches: 40, unsent: 2 } as const;

/** A data directory with everything that a terminal leaves in one, and a file of somebody else. */
function usedTerminal(): string {
  const dir = mkdtempSync(join(tmpdir(), 'reset-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  openStore({ dir, clock: systemClock, log: silentLog }).close();
  for (const name of ['config.json', 'config.good.json', 'config.bad-2026.json', 'terminal.db-wal', 'stranger.txt']) {
    writeFileSync(join(dir, name), '{}');
  }
  for (const name of ['logs', 'exports', 'voice', 'chromium', 'settings-files', 'slots', 'update']) {
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, 'something'), 'x');
  }
  return dir;
}

it('a reset leaves a terminal with its language, its version and the files of others, and tells the audit log once', () => {
  const dir = usedTerminal();
  orderReset(dir, order);
  expect(existsSync(join(dir, 'key'))).toBe(true);
  carryOutReset(dir, null);
  expect(readdirSync(dir).toSorted()).toEqual(['config.json', 'lock.db', 'reset.json', 'slots', 'stranger.txt', 'update']);
  expect(JSON.parse(readFileSync(join(dir, 'config.json'), 'utf8'))).toEqual({ device: { language: 'zh' } });
  const told: string[] = [];
  tellReset(dir, (action, subject) => told.push(`${action} ${subject}`));
  tellReset(dir, () => told.push('twice'));
  expect(told).toEqual(['terminal.reset 2026-05-01T00:00:00.000Z: 3 people, 40 punches, 2 unsent']);
  expect(existsSync(join(dir, 'reset.json'))).toBe(false);
});

it('a configuration that lies elsewhere loses its secrets too', () => {
  const dir = usedTerminal();
  const file = join(dir, 'stranger.txt');
  writeFileSync(file, '{"platform": {"sichuan": {"secret": "x"}}}');
  orderReset(dir, order);
  carryOutReset(dir, file);
  expect(readFileSync(file, 'utf8')).not.toContain('secret');
});

it('a reset that was cut off is begun anew, one that was never ordered erases nothing', () => {
  const dir = usedTerminal();
  const before = readdirSync(dir).length;
  carryOutReset(dir, null);
  expect(readdirSync(dir).length).toBe(before);
  orderReset(dir, order);
  rmSync(join(dir, 'key'));
  carryOutReset(dir, null);
  expect(existsSync(join(dir, 'terminal.db'))).toBe(false);
});

it('a reset waits for the trial of a new version, whose way back it would erase', () => {
  const dir = usedTerminal();
  mkdirSync(placesIn(dir).copy);
  expect(() => orderReset(dir, order)).toThrow(expect.objectContaining({ code: 'update.busy' }));
});
