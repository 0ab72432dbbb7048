import { describe, expect, it } from 'vitest';
import { arrows } from '../../../renderer/kiosk/challenge-arrows.ts';
import { tapCorner, type CornerTaps } from '../../../renderer/kiosk/corner-taps.ts';
import { maskName } from '../../../renderer/kiosk/mask-name.ts';
import { nameSize } from '../../../renderer/kiosk/name-size.ts';
import { isGateInBand } from '../../../renderer/kiosk/gate-in-band.ts';
import { shownMarks } from '../../../renderer/kiosk/shown-marks.ts';
import { themeAt } from '../../../renderer/ui/theme-at.ts';
import type { Status } from '../../../src/shared/status.ts';

describe('maskName', () => {
  it.each([
    ['单雄信', '单＊信'],
    ['王伟', '王伟'],
    ['尉迟敬德', '尉迟＊德'],
    ['欧阳修', '欧阳修'],
    ['阿卜杜拉·买买提', '阿卜杜拉·＊＊提'],
    ['Maria Lopez', 'Maria ＊＊＊＊z'],
    ['𠮷田健一', '𠮷＊＊一'],
    ['', ''],
  ])('shows %s as %s', (name, shown) => {
    expect(maskName(name)).toBe(shown);
  });
});

describe('nameSize', () => {
  it.each([
    ['单雄信', 'short'],
    ['尉迟敬德', 'short'],
    ['Li Wei', 'short'],
    ['迪丽热巴提', 'medium'],
    ['阿卜杜拉·买买提明', 'long'],
  ])('writes %s %s', (name, size) => {
    expect(nameSize(name)).toBe(size);
  });
});

describe('the corner', () => {
  const tap = (times: readonly number[]): boolean[] => {
    let taps: CornerTaps = [];
    return times.map((atMs) => {
      const after = tapCorner(taps, atMs);
      taps = after.taps;
      return after.isOpened;
    });
  };

  it('opens at the fifth tap within three seconds and counts anew', () => {
    expect(tap([0, 700, 1_400, 2_100, 2_800, 2_900])).toEqual([false, false, false, false, true, false]);
  });

  it('stays shut when the taps are slower', () => {
    expect(tap([0, 800, 1_600, 2_400, 3_200, 4_000, 4_800])).not.toContain(true);
  });
});

describe('the arrows of a challenge', () => {
  /** x of the tip and of the ends of a chevron. */
  const xsOf = (path: string | null): number[] => [...(path ?? '').matchAll(/[ML](-?[\d.]+)/g)].map(([, x = '']) => Number(x));

  it.each([
    ['turnLeft', -1],
    ['turnRight', 1],
  ] as const)('point to the worker’s own side as he sees himself in the mirror (%s)', (action, side) => {
    const [end = 0, tip = 0, otherEnd = 0] = xsOf(arrows[action]);
    expect(Math.sign(tip)).toBe(side);
    expect(Math.abs(tip)).toBeGreaterThan(Math.abs(end));
    expect(otherEnd).toBe(end);
  });
});

describe('themeAt', () => {
  it('is night from 19:00 to 6:00 and whenever the system asks for dark', () => {
    expect([5, 6, 18, 19].map((hour) => themeAt(hour, false))).toEqual(['night', 'day', 'day', 'night']);
    expect(themeAt(12, true)).toBe('night');
  });
});

describe('the band of a lane', () => {
  const areas = { gate: { state: 'notAnswering', sinceMs: 0, detail: null }, gate2: { state: 'ok', sinceMs: 0, detail: null } };
  const status: Status = {
    version: '',
    sn: '',
    direction: 'in',
    startedAtMs: 0,
    areas,
    counts: { workers: 0, templates: 0, punches: 0, refusals: 0, outboxWaiting: 0, outboxSetAside: 0 },
  };

  it('speaks of its own gate, and of the passage rather than of the gate while somebody passes', () => {
    const idle = { state: 'idle' } as const;
    expect([isGateInBand(idle, status, 1), isGateInBand(idle, status, 2)]).toEqual([true, false]);
    const passing = { state: 'admitted', name: 'A', direction: 'in', picture: null, gate: 'opened', atMs: 0 } as const;
    expect(isGateInBand(passing, status, 1)).toBe(false);
  });
});

describe('shownMarks', () => {
  const statusOf = (states: Readonly<Record<string, string>>): Status => ({
    version: '',
    sn: '',
    direction: 'in',
    startedAtMs: 0,
    areas: Object.fromEntries(Object.entries(states).map(([area, state]) => [area, { state, sinceMs: 0, detail: null }])),
    counts: { workers: 0, templates: 0, punches: 0, refusals: 0, outboxWaiting: 0, outboxSetAside: 0 },
  });

  it('draws nothing when all is well', () => {
    expect(shownMarks(statusOf({ terminal: 'running', gate: 'ok', platform: 'notConfigured' }))).toEqual([]);
  });

  it('never keeps demo, replay and liveness off to itself', () => {
    const shown = shownMarks(statusOf({ terminal: 'demo', cameraVisible: 'replay', liveness: 'off' }));
    expect(shown.map(({ area }) => area)).toEqual(['terminal', 'cameraVisible', 'liveness']);
  });

  it('puts faults before notices', () => {
    const shown = shownMarks(statusOf({ terminal: 'demo', platform: 'offline' }));
    expect(shown.map(({ area, severity }) => [area, severity])).toEqual([
      ['platform', 'fault'],
      ['terminal', 'notice'],
    ]);
  });

  it('treats a state that it does not know as a fault', () => {
    expect(shownMarks(statusOf({ gate: 'melted' }))).toEqual([{ area: 'gate', state: 'melted', severity: 'fault' }]);
  });
});
