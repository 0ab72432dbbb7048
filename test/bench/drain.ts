import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import { openStore } from '../../src/store/store.ts';
import { DrivenTerminal } from '../chaos/driven-terminal.ts';
import type { BenchOptions } from './bench-options.ts';
import { startDelayRelay, type DelayRelay } from './delay-relay.ts';
import { pingPong } from './ping-pong.ts';
import { cpuMs, OthersOnMachine, residentMb } from './process-use.ts';
import { startProvince, type Province } from './province.ts';

const PUNCHES = 60_000;
const PICTURE_BYTES = 30_000;
const WORKERS = 1_000;
const SN = '1388186';
const DELAYS_MS = [0, 20, 100] as const;
/** Full delayed drains take up to two hours: without a count of their own, so many requests are worth measuring. */
const DELAYED_REQUESTS = { 0: PUNCHES, 20: 1_500, 100: 300 } as const;
const PING_MS = 5_000;
const DRAINS_WITHIN_MS = 3 * 3_600_000;

type DelayMs = (typeof DELAYS_MS)[number];

/**
 * Punches made offline leave after reconnection, each delay's to the last one, on a store of its own. The bound of each
 * delay is one full request per round trip, measured in the same run by bare exchanges of the same sizes. `counts`:
 * punches without delay, with 20 and with 100 ms; default 60,000, and with delay what takes about half a minute.
 * `platform`: default `zhejiang`.
 */
export async function benchDrain({ counts, platform }: BenchOptions): Promise<Record<string, unknown>> {
  const protocol = platform ?? 'zhejiang';
  const drained = [];
  for (const [index, roundTripMs] of DELAYS_MS.entries()) {
    const province = await startProvince(protocol);
    try {
      const most = counts?.[0] ?? PUNCHES;
      const usual = Math.min(most, DELAYED_REQUESTS[roundTripMs] * province.punchesPerRequest);
      drained.push(await drainOnce(province, roundTripMs, counts?.[index] ?? usual));
    } finally {
      await province.close();
    }
  }
  // Without delay nothing stands in between that could count bytes.
  const sizes = drained.findLast(({ bytes }) => bytes !== null)?.bytes;
  if (sizes === null || sizes === undefined) throw new Error('no bytes were counted');
  const lines = [];
  for (const { roundTripMs, requestPunches, perSecond, ...rest } of drained) {
    const bound = requestPunches * (await pingPong({ ...sizes, roundTripMs, lastsMs: PING_MS }));
    const figures = {
      punchesPerSecond: rounded(perSecond),
      boundPerSecond: rounded(bound),
      ratio: rounded(perSecond / bound, 4),
    };
    const { bytes: _, ...details } = rest;
    lines.push([
      `delay${String(roundTripMs)}`,
      { ...figures, ...(rest.punches < PUNCHES ? extrapolated(perSecond) : {}), ...details },
    ]);
  }
  return {
    what: `punches, stored with pictures of ${String(PICTURE_BYTES)} bytes each, drained to the last one, to the bench platform of ${protocol}; bound: bare exchanges of the same sizes, one request per round trip, ${String(drained[0]?.requestPunches)} punches each`,
    ...sizes,
    ...Object.fromEntries(lines),
  };
}

const extrapolated = (perSecond: number) => ({ extrapolatedMinutesFor60000: rounded(PUNCHES / perSecond / 60) });

async function drainOnce(province: Province, roundTripMs: DelayMs, punches: number) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-drain-'));
  let terminal: DrivenTerminal | null = null;
  let relay: DelayRelay | null = null;
  try {
    const makingMs = makePunches(join(folder, 'data'), province.protocol, punches);
    relay = roundTripMs === 0 ? null : await startDelayRelay(province.port);
    if (relay !== null) relay.roundTripMs = roundTripMs;
    const config = province.config(relay === null ? {} : { port: relay.port });
    terminal = await DrivenTerminal.create({ folder, sn: SN, workers: 1, platform: config });
    await terminal.start();
    const details = await untilDrained(province, terminal, punches);
    await terminal.stop();
    const requests = punches / province.punchesPerRequest;
    return {
      ...{ roundTripMs, punches, requestPunches: province.punchesPerRequest, madeInSeconds: rounded(makingMs / 1_000) },
      ...details,
      repeats: province.punches.filter(({ isRepeat }) => isRepeat).length,
      remarks: province.punches.filter(({ remarks }) => remarks.length > 0).length,
      bytes:
        relay === null
          ? null
          : { requestBytes: Math.round(relay.bytes.there / requests), replyBytes: Math.round(relay.bytes.back / requests) },
    };
  } finally {
    await terminal?.close();
    await relay?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Over the days before, by the product's own store, each durable like any other. @returns ms that it took. */
function makePunches(dataDir: string, platform: Province['protocol'], count: number): number {
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

async function untilDrained(province: Province, terminal: DrivenTerminal, total: number) {
  const distinct = (): number => province.punches.filter(({ isRepeat }) => !isRepeat).length;
  const pid = terminal.pid ?? 0;
  const cpuBefore = process.cpuUsage();
  const others = new OthersOnMachine();
  const terminalBeforeMs = cpuMs(pid);
  await province.until(() => province.punches.length >= total && distinct() >= total, DRAINS_WITHIN_MS);
  const terminalMs = cpuMs(pid) - terminalBeforeMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  const arrivals = province.punches.map(({ arrivedAtMs }) => arrivedAtMs);
  const rate = (times: readonly number[]): number =>
    ((times.length - 1) * 1_000) / ((times.at(-1) ?? Number.NaN) - (times[0] ?? Number.NaN));
  const tenth = Math.floor(arrivals.length / 10);
  return {
    perSecond: rate(arrivals),
    seconds: rounded(((arrivals.at(-1) ?? Number.NaN) - (arrivals[0] ?? Number.NaN)) / 1_000),
    firstTenthPerSecond: rounded(rate(arrivals.slice(0, tenth))),
    lastTenthPerSecond: rounded(rate(arrivals.slice(-tenth))),
    terminalCpuMsPerPunch: rounded(terminalMs / arrivals.length, 2),
    platformCpuMsPerPunch: rounded((user + system) / 1_000 / arrivals.length, 2),
    terminalMemoryMb: residentMb(pid),
    otherProgramsCores: others.cores(),
  };
}

const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));
