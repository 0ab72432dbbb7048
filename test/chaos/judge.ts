import { summary } from '../bench/percentiles.ts';
import type { Arrival } from './chaos-platform.ts';
import type { Presentation } from './driven-terminal.ts';

/** What was seen of one terminal from outside. Times are ms since the epoch. */
export interface Evidence {
  readonly sn: string;
  /** Who was put before its camera, in order. */
  readonly presentations: readonly Presentation[];
  /** When its board was told to switch on, in order. */
  readonly pulses: readonly number[];
  /** Punches on its disk at the end. */
  readonly recorded: readonly { readonly workerId: string; readonly atMs: number; readonly upload: string }[];
}

export interface Judgement {
  readonly passages: number;
  readonly pulses: number;
  /** Different punches at the platform. */
  readonly punches: number;
  /** Recorded, but the terminal was killed before the pulse. */
  readonly punchesWithoutPulse: number;
  /** Punches that came again: the reply was lost on its way, or the connection or the terminal ended before it was read. */
  readonly repeats: { readonly replyLost: number; readonly replyNotRead: number };
  /** From the passage to the first arrival, ms; outages and restarts included. */
  readonly arrivalMs: { readonly n: number; readonly p50: number; readonly p95: number };
  readonly promises: Promises;
}

/** Each counts how often a promise was broken: all are 0. */
export interface Promises {
  readonly pulsesWithoutPunch: number;
  readonly pulsesTooMany: number;
  /** On the terminal's disk, but not at the platform. */
  readonly punchesLost: number;
  readonly punchesInvented: number;
  /** Of one person, behind a later one. */
  readonly punchesOutOfOrder: number;
  readonly repeatsWithoutReason: number;
  /** Arrivals that a strict reader minds, repeats that differ among them. */
  readonly remarks: number;
}

/**
 * Holds what the boards and the platform saw against each other. Where punches are sent with times in multiples of
 * `timeStepMs` (default 1), the terminal's disk says when within that step they were made.
 */
export function judge(evidence: readonly Evidence[], arrivals: readonly Arrival[], timeStepMs = 1): Judgement {
  const parts = evidence.map((one) =>
    judgeOne(
      one,
      exactly(
        arrivals.filter(({ sn }) => sn === one.sn),
        one.recorded,
        timeStepMs,
      ),
    ),
  );
  const sum = (of: (part: ReturnType<typeof judgeOne>) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const known = new Set(evidence.map(({ sn }) => sn));
  return {
    passages: sum(({ passages }) => passages),
    pulses: sum(({ pulses }) => pulses),
    punches: sum(({ punches }) => punches),
    punchesWithoutPulse: sum(({ punchesWithoutPulse }) => punchesWithoutPulse),
    repeats: {
      replyLost: sum(({ repeats }) => repeats.replyLost),
      replyNotRead: sum(({ repeats }) => repeats.replyNotRead),
    },
    arrivalMs: summary(
      parts.flatMap(({ arrivalMs }) => arrivalMs),
      0,
    ),
    promises: {
      pulsesWithoutPunch: sum(({ pulsesWithoutPunch }) => pulsesWithoutPunch),
      pulsesTooMany: sum(({ pulsesTooMany }) => pulsesTooMany),
      punchesLost: sum(({ punchesLost }) => punchesLost),
      punchesInvented: sum(({ punchesInvented }) => punchesInvented) + arrivals.filter(({ sn }) => !known.has(sn)).length,
      punchesOutOfOrder: sum(({ punchesOutOfOrder }) => punchesOutOfOrder),
      repeatsWithoutReason: sum(({ repeats }) => repeats.withoutReason),
      remarks: arrivals.filter(({ remarks }) => remarks.length > 0).length,
    },
  };
}

/** Those with a record of the same worker and step get its time: what has none keeps its own, and fits no passage. */
function exactly(arrivals: readonly Arrival[], recorded: Evidence['recorded'], stepMs: number): readonly Arrival[] {
  const stepOf = ({ workerId, atMs }: { readonly workerId: string; readonly atMs: number }): string =>
    keyOf({ workerId, atMs: Math.floor(atMs / stepMs) });
  const exactMs = new Map(recorded.map((punch) => [stepOf(punch), punch.atMs]));
  return arrivals.map((arrival) => ({ ...arrival, atMs: exactMs.get(stepOf(arrival)) ?? arrival.atMs }));
}

function judgeOne({ presentations, pulses, recorded }: Evidence, arrivals: readonly Arrival[]) {
  /** Index of the presentation that something at this moment belongs to. */
  const passageAt = (atMs: number): number => presentations.findLastIndex((one) => one.atMs <= atMs);
  const first = new Map<string, Arrival>();
  for (const arrival of arrivals) if (!first.has(keyOf(arrival))) first.set(keyOf(arrival), arrival);
  const punchOf = new Map<number, Arrival>();
  let punchesInvented = 0;
  for (const punch of first.values()) {
    const passage = passageAt(punch.atMs);
    if (presentations[passage]?.workerId !== punch.workerId || punchOf.has(passage)) punchesInvented += 1;
    else punchOf.set(passage, punch);
  }
  const pulsed = new Set<number>();
  let pulsesWithoutPunch = 0;
  let pulsesTooMany = 0;
  for (const atMs of pulses) {
    const passage = passageAt(atMs);
    const punch = punchOf.get(passage);
    if (pulsed.has(passage)) pulsesTooMany += 1;
    else if (punch === undefined || punch.atMs > atMs) pulsesWithoutPunch += 1;
    pulsed.add(passage);
  }
  return {
    passages: presentations.length,
    pulses: pulses.length,
    punches: first.size,
    punchesWithoutPulse: [...punchOf.keys()].filter((passage) => !pulsed.has(passage)).length,
    pulsesWithoutPunch,
    pulsesTooMany,
    punchesInvented,
    punchesLost: recorded.filter((punch) => punch.upload !== 'sent' || !first.has(keyOf(punch))).length,
    punchesOutOfOrder: outOfOrder(arrivals),
    repeats: repeatsOf(arrivals),
    arrivalMs: [...first.values()].map(({ arrivedAtMs, atMs }) => arrivedAtMs - atMs),
  };
}

/** A passage's punch: no one stands before the same terminal twice in one millisecond. */
const keyOf = ({ workerId, atMs }: { readonly workerId: string; readonly atMs: number }): string => `${String(atMs)} ${workerId}`;

/** A packet that comes again begins with punches older than its last: what came in one call with the newest is not behind it. */
function outOfOrder(arrivals: readonly Arrival[]): number {
  const cameWith = new Set(arrivals.map((arrival) => `${String(arrival.call)} ${keyOf(arrival)}`));
  const newest = new Map<string, Arrival>();
  let count = 0;
  for (const arrival of arrivals) {
    const last = newest.get(arrival.workerId);
    if (last === undefined || arrival.atMs >= last.atMs) newest.set(arrival.workerId, arrival);
    else if (!cameWith.has(`${String(last.call)} ${keyOf(arrival)}`)) count += 1;
  }
  return count;
}

function repeatsOf(arrivals: readonly Arrival[]) {
  const lastCallOf = new Map<string, number>();
  for (const { channel, call } of arrivals) lastCallOf.set(channel, Math.max(call, lastCallOf.get(channel) ?? 0));
  const before = new Map<string, Arrival>();
  const count = { replyLost: 0, replyNotRead: 0, withoutReason: 0 };
  for (const arrival of arrivals) {
    const earlier = before.get(keyOf(arrival));
    before.set(keyOf(arrival), arrival);
    if (earlier === undefined) continue;
    if (earlier.isReplyLost) count.replyLost += 1;
    else if (earlier.call === lastCallOf.get(earlier.channel) && earlier.channel !== arrival.channel) count.replyNotRead += 1;
    else count.withoutReason += 1;
  }
  return count;
}
