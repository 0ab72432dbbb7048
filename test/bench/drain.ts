import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import { openStore } from '../../src/store/store.ts';
import { DrivenTerminal } from '../chaos/driven-terminal.ts';
import { startDelayRelay } from './delay-relay.ts';
import { drainPlatforms, type DrainPlatform } from './drain-platform.ts';
import { pingPong } from './ping-pong.ts';
import { cpuMs, residentMb } from './process-use.ts';

const PUNCHES = 60_000;
const PICTURE_BYTES = 30_000;
const WORKERS = 1_000;
const SN = '1388186';
const DELAYS_MS = [100, 20];
const PING_MS = 5_000;
const DRAINS_WITHIN_MS = 30 * 60_000;

/**
 * Punches made offline leave after reconnection. The bound of each delay is one full request per round trip, measured in
 * the same run by bare exchanges of the same sizes. `count`: punches; default 60,000. `platform`: default `zhejiang`.
 */
export async function benchDrain(options: {
  readonly count: number | null;
  readonly platform: string | null;
}): Promise<Record<string, unknown>> {
  const { count, platform: province } = options;
  const start = drainPlatforms[province ?? 'zhejiang'];
  if (start === undefined) throw new Error(`there is no such platform; there are ${Object.keys(drainPlatforms).join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'bench-drain-'));
  const punches = count ?? PUNCHES;
  const platform = await start();
  try {
    const makingMs = makePunches(join(folder, 'data'), platform.protocol, punches);
    const delayed = await drainDelayed(folder, platform);
    const left = punches - platform.punches.length;
    const direct = await drainToTheEnd(folder, platform, punches);
    const bounds: Record<number, number> = {};
    for (const roundTripMs of [0, ...DELAYS_MS])
      bounds[roundTripMs] = platform.punchesPerRequest * (await pingPong({ ...delayed.sizes, roundTripMs, lastsMs: PING_MS }));
    const against = (roundTripMs: number, perSecond: number) => ({
      punchesPerSecond: rounded(perSecond),
      boundPerSecond: rounded(bounds[roundTripMs] ?? Number.NaN),
      ratio: rounded(perSecond / (bounds[roundTripMs] ?? Number.NaN), 3),
    });
    return {
      what: `${String(punches)} punches with pictures of ${String(PICTURE_BYTES)} bytes, made in ${rounded(makingMs / 1_000)} s, to the bench platform of ${platform.protocol}; bound: bare exchanges of the same sizes, ${String(platform.punchesPerRequest)} punches each`,
      ...delayed.sizes,
      delay0: { ...against(0, direct.perSecond), punches: left, ...direct.details },
      ...Object.fromEntries(
        delayed.rates.map(({ roundTripMs, perSecond }) => [
          `delay${String(roundTripMs)}`,
          { ...against(roundTripMs, perSecond), forSeconds: platform.delayedMs / 1_000 },
        ]),
      ),
      repeats: platform.punches.filter(({ isRepeat }) => isRepeat).length,
      remarks: platform.punches.filter(({ remarks }) => remarks.length > 0).length,
    };
  } finally {
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Over the days before, by the product's own store, each durable like any other. @returns ms that it took. */
function makePunches(dataDir: string, platform: DrainPlatform['protocol'], count: number): number {
  const beganMs = performance.now();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const store = openStore({ dir: dataDir, clock: systemClock, log: silentLog, platform });
  const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(PICTURE_BYTES - 4)]);
  const everyMs = 4_000;
  const sinceMs = Date.now() - (count + 100) * everyMs;
  for (let n = 0; n < count; n++) {
    const atMs = sinceMs + n * everyMs;
    const workerId = `w${String(n % WORKERS)}`;
    const { openingId } = store.recordPunch({
      ...{ workerId, atMs, direction: 'in', score: 0.8, threshold: 0.58, picture, isClockDoubtful: false },
    });
    store.markOpening(openingId, 'opened');
  }
  store.close();
  return performance.now() - beganMs;
}

const terminalOn = (folder: string, platform: DrainPlatform, port: number): Promise<DrivenTerminal> =>
  DrivenTerminal.create({ folder, sn: SN, workers: 1, platform: platform.config(port) });

async function drainDelayed(folder: string, platform: DrainPlatform) {
  const relay = await startDelayRelay(platform.port);
  const terminal = await terminalOn(folder, platform, relay.port);
  const rates: { readonly roundTripMs: number; readonly perSecond: number }[] = [];
  try {
    relay.roundTripMs = DELAYS_MS[0] ?? 0;
    await terminal.start();
    for (const roundTripMs of DELAYS_MS) {
      relay.roundTripMs = roundTripMs;
      const settledAt = platform.punches.length + 10;
      await platform.until(() => platform.punches.length >= settledAt, 60_000);
      const [before, beganMs] = [platform.punches.length, performance.now()];
      await pause(platform.delayedMs);
      rates.push({
        roundTripMs,
        perSecond: ((platform.punches.length - before) * 1_000) / (performance.now() - beganMs),
      });
    }
    const requests = platform.punches.length / platform.punchesPerRequest;
    const { there, back } = relay.bytes;
    return { rates, sizes: { requestBytes: Math.round(there / requests), replyBytes: Math.round(back / requests) } };
  } finally {
    await terminal.stop();
    await terminal.close();
    await relay.close();
  }
}

async function drainToTheEnd(folder: string, platform: DrainPlatform, total: number) {
  const terminal = await terminalOn(folder, platform, platform.port);
  const distinct = (): number => platform.punches.filter(({ isRepeat }) => !isRepeat).length;
  try {
    const before = platform.punches.length;
    const cpuBefore = process.cpuUsage();
    await terminal.start();
    const pid = terminal.pid ?? 0;
    const terminalBeforeMs = cpuMs(pid);
    await platform.until(() => platform.punches.length >= total && distinct() >= total, DRAINS_WITHIN_MS);
    const terminalMs = cpuMs(pid) - terminalBeforeMs;
    const { user, system } = process.cpuUsage(cpuBefore);
    const memoryMb = residentMb(pid);
    const arrivals = platform.punches.slice(before).map(({ arrivedAtMs }) => arrivedAtMs);
    const rate = (times: readonly number[]): number =>
      ((times.length - 1) * 1_000) / ((times.at(-1) ?? Number.NaN) - (times[0] ?? Number.NaN));
    const tenth = Math.floor(arrivals.length / 10);
    return {
      perSecond: rate(arrivals),
      details: {
        firstTenthPerSecond: rounded(rate(arrivals.slice(0, tenth))),
        lastTenthPerSecond: rounded(rate(arrivals.slice(-tenth))),
        terminalCpuMsPerPunch: rounded(terminalMs / arrivals.length, 2),
        platformCpuMsPerPunch: rounded((user + system) / 1_000 / arrivals.length, 2),
        terminalMemoryMb: memoryMb,
      },
    };
  } finally {
    await terminal.stop();
    await terminal.close();
  }
}

const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));
