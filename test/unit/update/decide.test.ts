import { describe, expect, it } from 'vitest';
import {
  afterEnd,
  beforeStart,
  MOST_FAILED_STARTS,
  MOST_TRIAL_STARTS,
  starting,
  type Ending,
  type Seen,
} from '../../../src/launcher/decide.ts';
import { firstState, readState, type SlotState, type TrialRequest } from '../../../src/launcher/slot-state.ts';
import { compareVersions, isNewer } from '../../../src/launcher/version.ts';

const request: TrialRequest = {
  id: 't1',
  orderId: 'task-1',
  slot: 'a',
  version: '2.0.0',
  fromVersion: '1.0.0',
  databaseVersion: 5,
  healthSeconds: 600,
  before: {},
};
const versions: Readonly<Record<string, string>> = { base: '1.0.0', a: '2.0.0' };
const seen = (changes: Partial<Seen> = {}): Seen => ({
  request: null,
  healthyId: null,
  versionIn: (slot) => versions[slot] ?? null,
  databaseVersion: 5,
  nowMs: 1,
  ...changes,
});
const ended = (changes: Partial<Ending> = {}): Ending => ({
  code: 1,
  isLate: false,
  isStopping: false,
  ranMs: 1_000,
  healthyId: null,
  databaseVersion: 5,
  nowMs: 2,
  ...changes,
});
const onTrial = starting(beforeStart(firstState, seen({ request })));

describe('the launcher', () => {
  it('starts what is installed when it knows nothing, or what it knows cannot be read', () => {
    expect(beforeStart(firstState, seen())).toEqual(firstState);
    expect([undefined, 'x', {}, { format: 2, current: 'a' }, { format: 1, current: 'c' }].map(readState)).toEqual(
      Array(5).fill(null),
    );
    expect(readState(JSON.parse(JSON.stringify(onTrial)))).toEqual(onTrial);
  });

  it('gives a requested version its trial, once', () => {
    expect(onTrial.trial).toMatchObject({ id: 't1', starts: 1 });
    const over = afterEnd(onTrial, ended({ code: 3 }));
    expect(over).toMatchObject({
      trial: null,
      current: 'base',
      restore: { databaseVersion: 5 },
      outcome: { code: 'update.newCannotRun' },
    });
    expect(beforeStart({ ...over, restore: null }, seen({ request })).trial).toBeNull();
  });

  it('keeps a version that reported healthy, whatever ended it then', () => {
    for (const code of [null, 0, 1, 3]) {
      expect(afterEnd(onTrial, ended({ code, healthyId: 't1' }))).toMatchObject({
        current: 'a',
        trial: null,
        outcome: { result: 'healthy' },
      });
    }
    expect(beforeStart(onTrial, seen({ healthyId: 't1' }))).toMatchObject({
      current: 'a',
      previous: { slot: 'base', version: '1.0.0' },
    });
    expect(afterEnd(onTrial, ended({ healthyId: 'another' })).current).toBe('base');
  });

  it('starts a version that crashes so often and not once more, then goes back', () => {
    let state: SlotState = onTrial;
    let starts = 1;
    for (; state.trial !== null && starts < 10; starts++) state = starting(beforeStart(afterEnd(state, ended()), seen()));
    expect(starts).toBe(MOST_TRIAL_STARTS + 1);
    expect(state).toMatchObject({ current: 'base', outcome: { result: 'rolledBack', code: 'update.newCrashed' } });
  });

  it('goes back at once from a version that is not healthy in time, or is not in its slot', () => {
    expect(afterEnd(onTrial, ended({ code: null, isLate: true })).outcome?.code).toBe('update.newUnhealthy');
    expect(beforeStart(onTrial, seen({ versionIn: (slot) => (slot === 'base' ? '1.0.0' : '1.9.0') })).outcome?.code).toBe(
      'update.slotBroken',
    );
  });

  it('does not hold it against a version that the machine was told to stop', () => {
    expect(afterEnd(onTrial, ended({ code: 0, isStopping: true })).trial?.starts).toBe(0);
  });

  it('falls back to the version before when the current one does not start any more', () => {
    let state = afterEnd(onTrial, ended({ code: 0, healthyId: 't1' }));
    for (let n = 0; n < MOST_FAILED_STARTS; n++) state = afterEnd(starting(beforeStart(state, seen())), ended());
    expect(state.current).toBe('a');
    expect(beforeStart(state, seen())).toMatchObject({ current: 'base', previous: null, failedStarts: 0 });
  });

  it('does not fall back to a version that cannot read the database any more, nor to another one in its slot', () => {
    const migrated = afterEnd(onTrial, ended({ code: 0, healthyId: 't1', databaseVersion: 6 }));
    expect(migrated.previous).toBeNull();
    const failing: SlotState = {
      ...firstState,
      current: 'a',
      previous: { slot: 'b', version: '1.5.0' },
      failedStarts: MOST_FAILED_STARTS,
    };
    expect(beforeStart(failing, seen({ versionIn: (slot) => (slot === 'b' ? '9.0.0' : '1.0.0') })).current).toBe('a');
    const second = beforeStart(failing, seen({ request: { ...request, slot: 'b' }, versionIn: () => '1.0.0' }));
    expect(second.previous).toBeNull();
  });

  it('counts a start as good once the program ran long enough', () => {
    const failing = starting(starting(firstState));
    expect(afterEnd(failing, ended({ ranMs: 1_000 })).failedStarts).toBe(2);
    expect(afterEnd(failing, ended({ ranMs: 10 * 60_000 })).failedStarts).toBe(0);
  });

  it('prefers a newer version that a technician installed, and the installed one to an empty slot', () => {
    const current: SlotState = { ...firstState, current: 'a' };
    expect(beforeStart(current, seen({ versionIn: (slot) => (slot === 'base' ? '2.0.1' : '2.0.0') })).current).toBe('base');
    expect(beforeStart(current, seen({ versionIn: (slot) => (slot === 'base' ? '1.0.0' : null) })).current).toBe('base');
    expect(beforeStart(current, seen()).current).toBe('a');
  });
});

describe('versions', () => {
  it.each<[string, string, number]>([
    ['1.2.3', '1.2.3', 0],
    ['v1.2.3', '1.2.3', 0],
    ['1.2', '1.2.0', 0],
    ['1.10.0', '1.9.9', 1],
    ['1.0.0-rc.1', '1.0.0', -1],
    ['1.0.0-rc.2', '1.0.0-rc.10', -1],
    ['1.0.0-1', '1.0.0-a', -1],
    ['1.0.0-a.1', '1.0.0-a', 1],
  ])('%s against %s: %d', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(sign === 0 ? 0 : -sign);
  });

  it('what is no version is newer than nothing', () => {
    expect([isNewer('x', '1.0.0'), isNewer('2.0.0', 'x'), isNewer(null, '1.0.0'), isNewer('1.0.0', null)]).toEqual(
      Array(4).fill(false),
    );
  });
});
