import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { confirmSwitch, openForPlatform } from '../../../src/terminal/platform-switch.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'switch-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const open = (platform: 'zhejiang' | 'sichuan' | 'none') =>
  openForPlatform({ dir, log: silentLog, clock: systemClock, platform, leastFreeMb: 1 });

/** A terminal that worked for Zhejiang: one person of its, one of the site's own, one punch that it has not taken. */
function workedForZhejiang(): void {
  const { store } = open('zhejiang');
  store.people.amend({ id: 'z1', name: '甲', origin: 'zhejiang', barredReason: null });
  store.people.amend({ id: 'own', name: '乙', origin: 'console', barredReason: null });
  store.recordPunch({ workerId: 'z1', atMs: 1, direction: 'in', score: 1, threshold: 0, picture: null, isClockDoubtful: false });
  store.close();
}

it('a terminal without leftovers changes its platform without a question', () => {
  open('zhejiang').store.close();
  const { store, pending } = open('sichuan');
  expect(pending).toBeNull();
  store.close();
});

it('nothing happens before it is confirmed: the old people pass, the old punches wait', () => {
  workedForZhejiang();
  const { store, pending } = open('sichuan');
  expect(pending).toEqual({ from: 'zhejiang', to: 'sichuan', punches: 1, people: 1 });
  expect(store.find('z1')?.name).toBe('甲');
  expect(store.outbox.waiting()).toBe(1);
  store.close();
});

it('once confirmed, neither people nor punches of the old platform are there for the new one, and both come back', () => {
  workedForZhejiang();
  const before = open('sichuan');
  confirmSwitch(before.store, 'sichuan');
  before.store.close();

  const { store, pending } = open('sichuan');
  expect(pending).toBeNull();
  expect([store.find('z1'), store.find('own')?.name]).toEqual([null, '乙']);
  expect(store.people.list().map(({ id }) => id)).toEqual(['own']);
  expect(store.outbox.next(10, new Set())).toEqual([]);
  expect(store.people.remove('z1')).toBe(false);
  // The same id from the new platform is another person.
  store.people.amend({ id: 's1', name: '丙', origin: 'sichuan', barredReason: null });
  confirmSwitch(store, 'zhejiang');
  store.close();

  const back = open('zhejiang').store;
  expect(back.people.list().map(({ id }) => id)).toEqual(['own', 'z1']);
  expect(back.outbox.waiting()).toBe(1);
  back.close();
});

it('a person of the same id whom the new platform sends has nothing of the old one’s', () => {
  const { store } = open('zhejiang');
  const photographs = [{ jpeg: new Uint8Array([1]), embeddings: [new Float32Array([1])], modelHash: 'm' }];
  store.people.put({ id: 'x', name: '甲', origin: 'zhejiang', barredReason: null, photographs }, { replace: true });
  confirmSwitch(store, 'sichuan');
  store.close();
  const other = open('sichuan').store;
  other.people.amend({ id: 'x', name: '丁', origin: 'sichuan', barredReason: null });
  expect(other.people.get('x')).toMatchObject({ name: '丁', photographs: 0, templates: 0 });
  expect([...other.templates.all()]).toEqual([]);
  other.close();
});
