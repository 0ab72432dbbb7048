import { describe, expect, test } from 'vitest';
import * as plans from '../../../src/hardware/modbus/pulse-plan.ts';

const coil: plans.PulseTimes = { pulseMs: 500, pulse: 'coil' };
const flash: plans.PulseTimes = { pulseMs: 500, pulse: 'flash-on' };
const door: plans.PulseTimes = { pulseMs: 5_000, pulse: 'coil' };
/** Connected, switched off and read back at 0. */
const quiet = plans.polled(plans.switchedOff(plans.connected(0), 0), coil, false, 0);

describe('the plan of the line', () => {
  test('a new connection switches off before it opens, although somebody waits', () => {
    expect(plans.nextJob(plans.connected(0), coil, true, 0)).toEqual({ kind: 'off' });
  });

  test('after switching off the coil is read back at once', () => {
    expect(plans.nextJob(plans.switchedOff(plans.connected(0), 10), coil, false, 10)).toEqual({ kind: 'poll' });
  });

  test('an opening goes before a poll that is due', () => {
    expect(plans.nextJob(quiet, coil, true, 5_000)).toEqual({ kind: 'on' });
    expect(plans.nextJob(quiet, coil, false, 5_000)).toEqual({ kind: 'poll' });
  });

  test('an opening does not wait for a board that fails to switch off', () => {
    const failing = plans.offFailed(plans.connected(0), 300);
    expect(plans.nextJob(failing, coil, true, 400)).toEqual({ kind: 'on' });
  });

  test('the pulse ends after its length, counted from the confirmation', () => {
    const running = plans.opened(quiet, coil, 2_000);
    expect(plans.nextJob(running, coil, false, 2_000)).toEqual({ kind: 'wait', untilMs: 2_500 });
    expect(plans.nextJob(running, coil, false, 2_500)).toEqual({ kind: 'off' });
  });

  test('a second opening waits for the end of the pulse and a gap of 100 ms', () => {
    const running = plans.opened(quiet, coil, 2_000);
    expect(plans.nextJob(running, coil, true, 2_100)).toEqual({ kind: 'wait', untilMs: 2_500 });
    const off = plans.polled(plans.switchedOff(running, 2_510), coil, false, 2_515);
    expect(plans.nextJob(off, coil, true, 2_515)).toEqual({ kind: 'wait', untilMs: 2_610 });
    expect(plans.nextJob(off, coil, true, 2_610)).toEqual({ kind: 'on' });
  });

  test('an opening during a pulse of 2 s or more renews it at once', () => {
    const running = plans.opened(quiet, door, 2_000);
    expect(plans.nextJob(running, door, true, 3_000)).toEqual({ kind: 'on' });
    const renewed = plans.opened(running, door, 3_010);
    expect(renewed.pulseEndsAtMs).toBe(8_010);
  });

  test('no poll is sent shortly before a pulse ends, but during a long one it is', () => {
    const running = plans.opened(quiet, door, 2_000);
    expect(plans.nextJob(running, door, false, 3_000)).toEqual({ kind: 'poll' });
    expect(plans.nextJob({ ...running, pollAtMs: 6_700 }, door, false, 6_700)).toEqual({ kind: 'wait', untilMs: 7_000 });
  });

  test('an opening whose fate is unknown is followed by switching off, before the next opening', () => {
    const perhaps = plans.openedPerhaps(quiet, coil, 2_300);
    expect(plans.nextJob(perhaps, coil, true, 2_300)).toEqual({ kind: 'off' });
  });

  test('switching off is tried again until confirmed, after 250 ms, then 500 ms, then every second', () => {
    let plan = plans.openedPerhaps(quiet, coil, 0);
    const waits = [0, 1, 2, 3].map(() => {
      plan = plans.offFailed(plan, 10_000);
      return plan.offDueAtMs - 10_000;
    });
    expect(waits).toEqual([250, 500, 1_000, 1_000]);
    expect(plans.mayBeOn(plan, 20_000)).toBe(true);
    expect(plans.mayBeOn(plans.switchedOff(plan, 20_000), 20_000)).toBe(false);
  });

  test('a coil that reads on without a pulse is switched off, without keeping openings from the line', () => {
    const stuck = plans.polled(quiet, coil, true, 1_000);
    expect(plans.nextJob(stuck, coil, true, 1_000)).toEqual({ kind: 'on' });
    expect(plans.nextJob(stuck, coil, false, 1_250)).toEqual({ kind: 'off' });
  });

  test('a pulse that the board times itself is not switched off by us', () => {
    const running = plans.opened(quiet, flash, 2_000);
    const jobs = [2_000, 2_500, 2_700, 2_900].map((atMs) => plans.nextJob(running, flash, false, atMs).kind);
    expect(jobs).toEqual(['wait', 'wait', 'wait', 'wait']);
    expect(plans.nextJob(running, flash, true, 2_599)).toEqual({ kind: 'wait', untilMs: 2_600 });
    expect(plans.nextJob(running, flash, true, 2_600)).toEqual({ kind: 'on' });
    expect(plans.polled(running, flash, false, 3_000).pulseEndsAtMs).toBeNull();
  });

  test('a board whose own timer does not end the pulse is switched off after a grace of 300 ms', () => {
    const running = plans.opened(quiet, flash, 2_000);
    expect(plans.polled(running, flash, true, 2_700).isOffDue).toBe(false);
    expect(plans.polled(running, flash, true, 2_900).isOffDue).toBe(true);
  });
});
