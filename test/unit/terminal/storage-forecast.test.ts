import { describe, expect, it } from 'vitest';
import { forecast } from '../../../src/terminal/storage-forecast.ts';

const DAY_MS = 86_400_000;
const MB = 2 ** 20;
const now = 1_000 * DAY_MS;
const limits = { punchDays: 100, leastFreeMb: 50 };
const use = { freeBytes: 1_050 * MB, recentBytes: 70 * MB, measuredMs: 7 * DAY_MS, oldestPunchMs: now - 7 * DAY_MS };

describe('the forecast', () => {
  it('says when the free space is used up at the measured pace', () => {
    const soon = forecast({ ...use, freeBytes: 460 * MB }, limits, now);
    expect(soon).toEqual({ kind: 'fullIn', days: 41, perDayBytes: 10 * MB });
  });

  it('says never where the records to come fit before the first ones leave', () => {
    expect(forecast(use, limits, now)).toEqual({ kind: 'never', perDayBytes: 10 * MB });
    expect(forecast({ ...use, freeBytes: 51 * MB, oldestPunchMs: now - 100 * DAY_MS }, limits, now).kind).toBe('never');
  });

  it('says nothing by an hour’s records, nor by none', () => {
    expect(forecast({ ...use, measuredMs: DAY_MS / 24 }, limits, now)).toEqual({ kind: 'unknown' });
    expect(forecast({ ...use, recentBytes: 0 }, limits, now)).toEqual({ kind: 'unknown' });
  });
});
