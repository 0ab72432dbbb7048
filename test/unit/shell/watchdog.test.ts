import { describe, expect, it } from 'vitest';
import { startWatching, stepWatchdog, watchdogTiming, type WatchdogEvent } from '../../../src/shell/watchdog.ts';

const { tickMs } = watchdogTiming;
/** From the moment a page is lost until it must be back: what the design promises, less what loading takes. */
const LIMIT_MS = 5_000 - 1_000;

/** Runs the watchdog tick by tick; `events` come at their time, between ticks. Answers the effects with theirs. */
function play(untilMs: number, events: readonly WatchdogEvent[], isStill: (atMs: number) => boolean = () => false): string[] {
  const ticks = Array.from(
    { length: Math.floor(untilMs / tickMs) },
    (_, at) => ({ kind: 'tick', atMs: (at + 1) * tickMs }) as const,
  );
  const script = [...ticks.filter(({ atMs }) => !isStill(atMs)), ...events].sort((a, b) => a.atMs - b.atMs);
  let state = startWatching(0);
  const effects: string[] = [];
  for (const event of script) {
    const [next, done] = stepWatchdog(state, event);
    state = next;
    effects.push(...done.map((effect) => `${String(event.atMs)} ${effect}`));
  }
  return effects;
}

/** A sign of life every half second. */
const alive = (fromMs: number, untilMs: number): WatchdogEvent[] =>
  Array.from({ length: Math.floor((untilMs - fromMs) / 500) + 1 }, (_, at) => ({ kind: 'heard', atMs: fromMs + at * 500 }));

const named = (effects: readonly string[], name: string): number[] =>
  effects.filter((effect) => effect.endsWith(` ${name}`)).map((effect) => Number(effect.split(' ')[0]));

describe('the watchdog of the page', () => {
  it('leaves a page alone that gives a sign of life in time', () => {
    expect(play(120_000, alive(300, 120_000))).toEqual(['300 ok']);
  });

  it('loads a page again at once when its process is gone', () => {
    const effects = play(3_000, [...alive(300, 1_300), { kind: 'gone', atMs: 1_400 }, ...alive(1_900, 3_000)]);
    expect(effects).toEqual(['300 ok', '1400 restarting', '1400 load', '1900 ok']);
  });

  it('ends a frozen page and loads it again within the time promised, though nobody reports it gone', () => {
    const effects = play(10_000, alive(300, 2_300));
    const [killedMs = Infinity] = named(effects, 'kill');
    const [loadedMs = Infinity] = named(effects, 'load');
    expect(killedMs).toBeGreaterThanOrEqual(2_300 + watchdogTiming.silentMs);
    expect(loadedMs - 2_300).toBeLessThanOrEqual(LIMIT_MS);
  });

  it('loads once for one frozen page, although ending it is reported as well', () => {
    const effects = play(7_000, [...alive(300, 1_300), { kind: 'gone', atMs: 4_600 }, ...alive(5_000, 7_000)]);
    expect(effects).toEqual(['300 ok', '4500 restarting', '4500 kill', '4600 load', '5000 ok']);
  });

  it('does not take the last words of a page that is being ended for a sign of life', () => {
    const effects = play(4_900, [...alive(300, 1_300), { kind: 'heard', atMs: 4_550 }]);
    expect(named(effects, 'ok')).toEqual([300]);
  });

  it('gives a page that loads slowly its time', () => {
    expect(play(9_900, [{ kind: 'heard', atMs: 9_800 }])).toEqual(['9800 ok']);
  });

  it('never gives up on a page that does not come up, and pauses longer each time', () => {
    const loads = named(play(600_000, []), 'load');
    const gaps = loads.slice(1).map((atMs, at) => atMs - (loads[at] ?? 0));
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(Math.max(...gaps)).toBe(watchdogTiming.loadingMs + watchdogTiming.killingMs + 30_000);
    expect(600_000 - (loads.at(-1) ?? 0)).toBeLessThan(60_000);
  });

  it('restarts at once again after a page has been steady for a while', () => {
    const crashes: WatchdogEvent[] = [1, 2, 3, 4].map((at) => ({ kind: 'gone', atMs: at * 100 }));
    const steady = alive(20_000, 85_000);
    const effects = play(90_000, [...crashes, ...steady, { kind: 'gone', atMs: 85_100 }]);
    expect(named(effects, 'load')).toContain(85_100);
  });

  it('does not blame the page when main itself stood still', () => {
    const stillMs = (atMs: number): boolean => atMs > 2_000 && atMs < 9_000;
    const events = [...alive(300, 2_000), ...alive(9_100, 12_000)];
    expect(play(12_000, events, stillMs)).toEqual(['300 ok']);
  });
});
