import { finding, trialFault, type Trial, type TrialHost } from '../connection-trial.ts';
import { CallWatch } from '../call-watch.ts';
import { PlatformClock } from '../platform-clock.ts';
import { isReadableOnTheWay, Problems } from '../problems.ts';
import { Calls } from './calls.ts';
import { settle, usualTiming, type SichuanConfig } from './config.ts';
import { results } from './dictionaries.ts';
import { Pace } from './pace.ts';
import { onlineFields, timestampText } from './requests.ts';
import type { Refusal } from './result-policy.ts';
import { sm4KeyOf } from './sm4-key.ts';
import { Sm4Thread } from './sm4-thread.ts';

/** A technician waits before the screen, ms. */
const trialTiming = { ...usualTiming, httpMs: 6_000, idleMs: 6_000, sm4Ms: 6_000 };

/**
 * Tries the settings with the real call: 5.3.1 Online, which changes nothing but that the terminal was seen; says what is
 * wrong first. Only mistakes of the program are thrown.
 */
export async function trySichuan(config: SichuanConfig, host: TrialHost): Promise<Trial> {
  let thread: Sm4Thread | null = null;
  try {
    const settings = settle(config);
    const { clock, log, signal } = host;
    thread = new Sm4Thread({ ...sm4KeyOf(config), encoding: settings.sm4Encoding }, trialTiming.sm4Ms, log);
    const write = (atMs: number): string => timestampText(atMs, settings.timestamp, settings.utcOffsetMinutes);
    const platformClock = new PlatformClock(clock, write, log);
    const baseUrl = new URL(settings.baseUrl);
    const calls = new Calls({
      settings,
      clock: platformClock,
      pace: new Pace(trialTiming.tooOften, clock, () => 0.5),
      thread,
      problems: new Problems(() => undefined, baseUrl),
      timing: trialTiming,
      watch: new CallWatch(clock, host.called),
      log,
      signal,
    });
    const outcome = await calls.call({
      method: 'Online',
      fields: onlineFields(settings.sn),
      wants: 'value',
      contentAt: [results.tasksWaiting],
    });
    const { aheadMs } = platformClock;
    if (outcome.kind === 'refused') return refusal(outcome, aheadMs);
    if (aheadMs !== 0) return { ...finding('clock', 'Online'), clockAheadMs: aheadMs };
    return finding(isReadableOnTheWay(baseUrl) ? 'unencrypted' : 'ok', 'Online');
  } catch (error) {
    return trialFault(error, 'Online');
  } finally {
    await thread?.close();
  }
}

const meanings = {
  serialNumber: 'serialNumber',
  signature: 'signature',
  stale: 'clock',
  tooOften: 'platform',
  platform: 'platform',
  unlisted: 'refused',
} as const satisfies Record<Refusal['reason'], Trial['kind']>;

const refusal = ({ result, reason, message }: Refusal, aheadMs: number): Trial => ({
  kind: meanings[reason],
  at: 'Online',
  clockAheadMs: reason === 'stale' && aheadMs !== 0 ? aheadMs : null,
  detail: message === '' ? String(result) : `${String(result)} ${message.slice(0, 120)}`,
});
