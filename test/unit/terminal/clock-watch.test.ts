import { expect, it } from 'vitest';
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

it('does not take the small steps of a time server for a jump', () => {
  const { clock, jump } = handClock();
  const watch = new ClockWatch(clock);
  jump(900);
  expect(watch.check()).toBeNull();
});
