import { describe, expect, test } from 'vitest';
import { Problems } from '../../../src/platform/problems.ts';
import { TaskGuard } from '../../../src/platform/task-guard.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { openStore } from '../../../src/store/store.ts';
import { temporaryFolder } from '../store/fixture.ts';

const HOUR_MS = 3_600_000;

/** The terminal starts, again and again, over one data directory. */
function terminal() {
  const dir = temporaryFolder();
  const clock = { nowMs: 1_700_000_000_000, now: () => clock.nowMs, monotonic: () => clock.nowMs };
  const start = () => {
    const store = openStore({ dir, log: silentLog, clock, platform: 'sichuan', leastFreeMb: 1 });
    const states: string[] = [];
    const problems = new Problems((state, detail) => states.push(`${state} ${detail ?? ''}`.trim()), new URL('https://p.test'));
    problems.link('ok');
    const guard = new TaskGuard({ ledger: store.tasks, problems, clock, log: silentLog });
    guard.resume();
    return { store, guard, states };
  };
  /** One life that ends in the middle of the task: nothing after the beginning of the work happens. */
  const die = (taskId: string) => {
    const { store, guard } = start();
    store.tasks.accept(taskId, '{}');
    void guard.run(taskId, () => new Promise(() => undefined));
    store.close();
  };
  return { clock, start, die };
}

describe('a task in the middle of which the program ends', () => {
  test('is tried three times, then set aside, named to the technician at this start and the next', () => {
    const { start, die } = terminal();
    for (let n = 0; n < 3; n += 1) {
      const { store, guard, states } = start();
      store.tasks.accept('t1', '{}');
      expect([guard.isSetAside('t1'), states]).toEqual([false, ['ok']]);
      store.close();
      die('t1');
    }
    const { store, guard, states } = start();
    expect([guard.isSetAside('t1'), guard.isSetAside('another')]).toEqual([true, false]);
    guard.setAside('t1');
    const told = 'taskSetAside task t1: the program ended 3 times in it [platform.taskSetAside]';
    expect(states.at(-1)).toBe(told);
    store.tasks.finish('t1', 'failed', '{}');
    store.close();
    const again = start();
    expect(again.states.at(-1)).toBe(told);
    again.store.close();
  });

  test('is tried once more a day later, should it still be asked for; then its success clears everything', async () => {
    const { clock, start, die } = terminal();
    for (let n = 0; n < 3; n += 1) die('t1');
    clock.nowMs += 23 * HOUR_MS;
    const early = start();
    expect(early.guard.isSetAside('t1')).toBe(true);
    early.store.close();
    clock.nowMs += 2 * HOUR_MS;
    die('t1');
    const { store, guard, states } = start();
    expect(guard.isSetAside('t1')).toBe(true);
    guard.setAside('t1');
    clock.nowMs += 25 * HOUR_MS;
    expect(guard.isSetAside('t1')).toBe(false);
    expect(await guard.run('t1', () => Promise.resolve('done'))).toBe('done');
    expect([store.tasks.find('t1')?.interruptions, states.at(-1)]).toEqual([0, 'ok']);
    store.close();
  });

  test('is told of for a week', () => {
    const { clock, start, die } = terminal();
    for (let n = 0; n < 3; n += 1) die('t1');
    const { store, guard } = start();
    guard.setAside('t1');
    store.tasks.finish('t1', 'failed', '{}');
    store.close();
    clock.nowMs += 8 * 24 * HOUR_MS;
    const later = start();
    expect(later.states).toEqual(['ok']);
    later.store.close();
  });

  test('is not one whose work failed: that has ended', async () => {
    const { start } = terminal();
    const { store, guard } = start();
    store.tasks.accept('t1', '{}');
    for (let n = 0; n < 5; n += 1) {
      await expect(guard.run('t1', () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
    }
    expect(guard.isSetAside('t1')).toBe(false);
    store.close();
  });
});
