import { spawn } from 'node:child_process';
import { closeSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config } from '../../src/config/schema.ts';
import { Gate } from '../../src/gate/gate.ts';
import { defaultLimits } from '../../src/gate/passage-state.ts';
import { createTurnstile } from '../../src/hardware/create-turnstile.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import { openStore } from '../../src/store/store.ts';
import { preferGate } from '../../src/terminal/prefer-gate.ts';
import { controllerFrames, hasFrameController, startFrameController } from '../fakes/frame-controller.ts';
import { type BenchOptions, onlyCount } from './bench-options.ts';
import { percentile } from './percentiles.ts';

const PASSAGES = 300;
const PULSE_MS = 50;
const OPEN = 1;
const PICTURE_BYTES = 40_000;
/** Of the write-ahead log: picture, rows and indices in pages of 4 KiB. */
const PUNCH_BYTES = 90_000;

/** The board is told to switch off when it is met; what is asked of it meanwhile waits, ms. */
const SETTLED_MS = 500;
/** Niceness of a program that nobody has put before others. */
const USUAL = 0;

/**
 * From the verdict (a recognised worker is told to the gate) over the durable punch to the first byte at the far end of a
 * pseudo-terminal, where an independent program (Python) takes the time: once alone, and once while as many programs as there are
 * cores compute without pause, which is more than analysis ever takes. This thread and the far end stand before them, as the gate does in the terminal. `count`: passages; default 300.
 * Where the time goes: `recorded` is the punch with its picture made durable, `sent` the rest to the far end. `bareFlush` is as many bytes written
 * over what a file holds already and flushed, between the passages: what this disk takes at that time without any database.
 */
export async function benchRelay(options: BenchOptions): Promise<Record<string, unknown>> {
  if (!hasFrameController) return { skipped: 'no socat or python3' };
  const count = onlyCount(options, PASSAGES);
  preferGate(silentLog);
  return {
    what: 'verdict → punch on disk → first byte at the far end of a pseudo-terminal; ms',
    alone: await measure(count, 0),
    allCoresBusy: await measure(count, cpus().length),
  };
}

function spread(values: readonly number[]): Record<string, number> {
  const at = (share: number): number => Number(percentile(values, share).toFixed(2));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1) };
}

/** As much as a punch with its picture writes into the log of the database, over what stands there: nothing grows. */
function bareFlush(path: string): { once(): number; close(): void } {
  const file = openSync(path, 'w');
  const bytes = Buffer.alloc(PUNCH_BYTES, 7);
  writeSync(file, bytes);
  fsyncSync(file);
  return {
    once: () => {
      const beganMs = performance.now();
      writeSync(file, bytes, 0, bytes.length, 0);
      fdatasyncSync(file);
      return performance.now() - beganMs;
    },
    close: () => closeSync(file),
  };
}

async function measure(count: number, busyPrograms: number): Promise<Record<string, unknown>> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-relay-'));
  const controller = await startFrameController();
  const load = Array.from({ length: busyPrograms }, () =>
    spawn(process.execPath, ['-e', 'for (;;) Math.sqrt(Math.random());'], { stdio: 'ignore' }),
  );
  for (const { pid } of load) if (pid !== undefined) setPriority(pid, USUAL);
  const store = openStore({ dir, clock: systemClock, log: silentLog, leastFreeMb: 1 });
  const flush = bareFlush(join(dir, 'bare'));
  const frames = { ...controllerFrames, poll: '', pollReply: '' };
  const settings = { driver: 'command-frames', port: controller.port, pulseMs: PULSE_MS, frames };
  const turnstile = createTurnstile(Config.parse({ turnstile: settings }).turnstile, { log: silentLog, clock: systemClock });
  try {
    store.people.put({ id: 'w', name: '单雄信', origin: 'console', barredReason: null, photographs: [] }, { replace: false });
    await controller.until(() => controller.frames.length > 0, 20_000);
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    const recorded: number[] = [];
    const gate = new Gate({
      turnstile,
      journal: {
        recordPunch: (punch) => {
          const beganMs = performance.now();
          const made = store.recordPunch(punch);
          recorded.push(performance.now() - beganMs);
          return made;
        },
        recordRepeat: (punchId, atMs) => store.recordRepeat(punchId, atMs),
        markOpening: (openingId, outcome) => store.markOpening(openingId, outcome),
        markTaken: (openingId, isTaken) => store.markTaken(openingId, isTaken),
        recordRefusal: (refusal) => store.recordRefusal(refusal),
      },
      roster: store,
      voice: { say: () => undefined },
      clock: systemClock,
      log: silentLog,
      limits: { ...defaultLimits, repeatMs: 0 },
      direction: 'in',
      isClockDoubtful: () => false,
      onView: () => undefined,
      onStoreFault: (fault) => {
        throw fault;
      },
    });
    const picture = new Uint8Array(PICTURE_BYTES).fill(7);
    const delays: number[] = [];
    const flushed: number[] = [];
    for (let track = 1; track <= count; track += 1) {
      const opens = (): number => controller.frames.filter(({ cmd }) => cmd === OPEN).length;
      const before = opens();
      const verdictAtMs = performance.timeOrigin + performance.now();
      gate.see({ kind: 'recognised', track, workerId: 'w', score: 0.9, threshold: 0.5, picture });
      await controller.until(() => opens() > before, 20_000);
      const { t = Number.NaN } = controller.frames.findLast(({ cmd }) => cmd === OPEN) ?? {};
      delays.push(t * 1_000 - verdictAtMs);
      // The pulse and the gap behind it are not what is measured.
      await new Promise((resolve) => setTimeout(resolve, PULSE_MS + 150));
      flushed.push(flush.once());
    }
    const sent = delays.map((delay, index) => delay - (recorded[index] ?? Number.NaN));
    return { n: delays.length, ...spread(delays), recorded: spread(recorded), sent: spread(sent), bareFlush: spread(flushed) };
  } finally {
    flush.close();
    for (const child of load) child.kill('SIGKILL');
    await turnstile.close();
    await controller.close();
    store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
