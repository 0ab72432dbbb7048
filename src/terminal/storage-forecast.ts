import type { Forecast } from '../shared/storage-view.ts';
import type { StorageUse } from '../store/usage.ts';

const DAY_MS = 86_400_000;
/** Below this a pace says nothing, ms. */
const LEAST_MEASURED_MS = 6 * 3_600_000;

/**
 * When the disk is full at the measured pace. Records leave after `punchDays`: once the oldest is that old, as much goes as
 * comes, and only what is still to come until then must fit. Refusals, which stay shorter, are reckoned as if they stayed as long.
 */
export function forecast(
  use: Pick<StorageUse, 'freeBytes' | 'recentBytes' | 'measuredMs' | 'oldestPunchMs'>,
  limits: { readonly punchDays: number; readonly leastFreeMb: number },
  nowMs: number,
): Forecast {
  if (use.measuredMs < LEAST_MEASURED_MS || use.recentBytes === 0) return { kind: 'unknown' };
  const perDayBytes = Math.round((use.recentBytes / use.measuredMs) * DAY_MS);
  const roomBytes = Math.max(0, use.freeBytes - limits.leastFreeMb * 2 ** 20);
  const ageDays = use.oldestPunchMs === null ? 0 : (nowMs - use.oldestPunchMs) / DAY_MS;
  const toComeBytes = Math.max(0, limits.punchDays - ageDays) * perDayBytes;
  if (toComeBytes <= roomBytes) return { kind: 'never', perDayBytes };
  return { kind: 'fullIn', days: Math.floor(roomBytes / perDayBytes), perDayBytes };
}
