import { describe, expect, it } from 'vitest';
import { ClockWatch } from '../../../src/terminal/clock-watch.ts';

/** Both clocks in the test's hand. */
function handClock() {
  const time = { wall: 1_700_000_000_000, mono: 5_000 };
  return {
    clock: { now: () => time.wall, monotonic: () => time.mono },
    pass: (ms: number): void => {
      time.wall += ms;
      time.mono += ms;
    },
    jump: (ms: number): void => {
      time.wall += ms;
    },
  };
}

it('is quiet while both clocks run alike', () => {
  const { clock, pass } = handClock();
  const watch = new ClockWatch(clock);
  pass(3_600_000);
  expect(watch.check()).toBeNull();
  expect(watch.isDoubtful()).toBe(false);
});

it.each([3_600_000, -3_600_000])('notices a jump of %i ms and doubts the clock for a minute', (jumpMs) => {
  const { clock, pass, jump } = handClock();
  const watch = new ClockWatch(clock);
  jump(jumpMs);
  expect(watch.check()).toBe(jumpMs);
  pass(59_000);
  expect(watch.check()).toBeNull();
  expect(watch.isDoubtful()).toBe(true);
  pass(2_000);
  expect(watch.isDoubtful()).toBe(false);
});

describe('a clock that is wrong at the start', () => {
  const day = 86_400_000;

  it('is doubted for as long as it says a time that is over, however long it runs', () => {
    const { clock, pass } = handClock();
    const watch = new ClockWatch(clock, { knownMs: clock.now() + 2 * day });
    expect([watch.isDoubtful(), watch.behind()]).toEqual([true, clock.now() + 2 * day]);
    pass(day);
    expect([watch.check(), watch.isDoubtful(), watch.hasJumped()]).toEqual([null, true, false]);
  });

  it('is not doubted for the little that a time server took back before', () => {
    const { clock } = handClock();
    expect(new ClockWatch(clock, { knownMs: clock.now() + 59_000 }).isDoubtful()).toBe(false);
  });

  it('is believed a minute after it was set', () => {
    const { clock, pass, jump } = handClock();
    const watch = new ClockWatch(clock, { knownMs: clock.now() + 2 * day });
    jump(2 * day + 5_000);
    watch.check();
    pass(61_000);
    expect([watch.isDoubtful(), watch.behind()]).toEqual([false, null]);
  });

  it.each([
    ['what is known', 5_000, 2 * day],
    ['what it said itself', -day, 0],
  ])('is believed when it is set to before %s, and that is told once', (_, jumpMs, knownAheadMs) => {
    const { clock, pass, jump } = handClock();
    const knownMs = clock.now() + knownAheadMs;
    const told: number[] = [];
    const watch = new ClockWatch(clock, { knownMs, onSetBack: (ms) => told.push(ms) });
    jump(jumpMs);
    watch.check();
    pass(61_000);
    watch.check();
    expect([watch.isDoubtful(), told]).toEqual([false, [knownMs]]);
  });
});

it('does not take the small steps of a time server for a jump', () => {
  const { clock, jump } = handClock();
  const watch = new ClockWatch(clock);
  jump(900);
  expect(watch.check()).toBeNull();
});
