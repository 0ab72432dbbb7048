import { describe, expect, test, vi, afterEach } from 'vitest';
import { Pace } from '../../../../src/platform/sichuan/pace.ts';
import { PlatformClock } from '../../../../src/platform/platform-clock.ts';
import { timestampText } from '../../../../src/platform/sichuan/requests.ts';
import { silentLog } from '../../../../src/shared/log.ts';

afterEach(() => void vi.useRealTimers());

function pace(random = () => 1) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  return { pace: new Pace({ firstMs: 1_000, mostMs: 8_000 }, clock, random), clock };
}
const never = new AbortController().signal;

describe('the pace of calls', () => {
  test('is free until a call came too soon', async () => {
    const { pace: free, clock } = pace();
    const begun = clock.monotonic();
    for (let n = 0; n < 100; n += 1) free.fine(await free.turn(never));
    expect(clock.monotonic()).toBe(begun);
  });

  test('slows down every call alike: the gaps double up to the longest, and halve with each call that is taken', async () => {
    const { pace: slow, clock } = pace();
    const gaps: number[] = [];
    const call = async (isTaken: boolean): Promise<void> => {
      const begun = clock.monotonic();
      const turn = slow.turn(never);
      await vi.runAllTimersAsync();
      const level = await turn;
      gaps.push(clock.monotonic() - begun);
      if (isTaken) slow.fine(level);
      else slow.tooOften(level);
    };
    for (const isTaken of [false, false, false, false, false, true, true, true, true, true, true]) await call(isTaken);
    expect(gaps).toEqual([0, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 4_000, 2_000, 1_000]);
  });

  test('lets waiting calls through one by one', async () => {
    const { pace: slow, clock } = pace();
    slow.tooOften(await slow.turn(never));
    const begun = clock.monotonic();
    const through: number[] = [];
    const calls = [1, 2, 3].map(() => slow.turn(never).then(() => through.push(clock.monotonic() - begun)));
    await vi.runAllTimersAsync();
    await Promise.all(calls);
    expect(through).toEqual([1_000, 2_000, 3_000]);
  });

  test('counts calls that were refused together once', async () => {
    const { pace: slow } = pace();
    const together = [await slow.turn(never), await slow.turn(never), await slow.turn(never)];
    for (const level of together) slow.tooOften(level);
    const next = slow.turn(never);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await next).toBe(1);
  });

  test('has gaps that differ from terminal to terminal', async () => {
    const { pace: slow } = pace(() => 0);
    slow.tooOften(await slow.turn(never));
    const turn = slow.turn(never);
    await vi.advanceTimersByTimeAsync(500);
    expect(await turn).toBe(1);
  });

  test('holds nobody when the terminal stops', async () => {
    const { pace: slow } = pace();
    slow.tooOften(await slow.turn(never));
    const stop = new AbortController();
    const turn = slow.turn(stop.signal);
    stop.abort();
    await expect(turn).rejects.toMatchObject({ code: 'platform.offline' });
  });
});

describe('the platform’s clock', () => {
  const at = Date.UTC(2023, 10, 14, 22, 13, 20);
  const clock = { now: () => at, monotonic: () => 0 };
  const make = (timestamp: 'seconds' | 'yyyyMMddHHmmss') =>
    new PlatformClock(clock, (atMs) => timestampText(atMs, timestamp, 480), silentLog);

  test('gives Unix seconds, or Beijing time when so configured', () => {
    expect(make('seconds').timestamp()).toBe('1700000000');
    expect(make('yyyyMMddHHmmss').timestamp()).toBe('20231115061320');
  });

  test('is corrected from the header and can be put back', () => {
    const there = make('seconds');
    const takeBack = there.correct(new Date(at + 3_600_000).toUTCString(), 0);
    expect(there.timestamp()).toBe('1700003600');
    takeBack?.();
    expect(there.timestamp()).toBe('1700000000');
  });

  test('tells each request that was sent with the wrong time to be sent again', () => {
    const there = make('seconds');
    const header = new Date(at + 3_600_000).toUTCString();
    expect([there.correct(header, 0), there.correct(header, 0)]).not.toContain(null);
    expect(there.correct(header, there.aheadMs)).toBeNull();
  });

  test('is right when the header says the same, or nothing', () => {
    const there = make('seconds');
    for (const header of [new Date(at + 1_000).toUTCString(), undefined, 'yesterday'])
      expect(there.correct(header, 0)).toBeNull();
  });
});
