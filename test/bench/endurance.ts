import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';
import { Config } from '../../src/config/schema.ts';
import { Gate } from '../../src/gate/gate.ts';
import { defaultLimits } from '../../src/gate/passage-state.ts';
import { createTurnstile } from '../../src/hardware/create-turnstile.ts';
import { SimulatedGpio } from '../../src/hardware/gpio/simulated-gpio.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import { openStore } from '../../src/store/store.ts';
import { PageServer } from '../integration/screens/page-server.ts';
import { type BenchOptions, onlyCount } from './bench-options.ts';
import { residentMb } from './process-use.ts';

const PASSAGES = 10_000;
/** Memory after these many is compared with that at the end. */
const WARM = 1_000;
const PULSE_MS = 50;
const PICTURE_BYTES = 40_000;
const executablePath = process.env['TERMINAL_CHROMIUM'] ?? '/usr/bin/chromium';

interface Memory {
  /** After a collection, MB. */
  readonly heapMb: number;
  readonly residentMb: number;
}

/**
 * Passages back to back: what the gate's side (state machine, punches with pictures in a real database, turnstile on a simulated line) and the
 * kiosk's page (real Chromium, fed by an imagined main process) keep of them. `count`: passages; default 10,000.
 */
export async function benchEndurance(options: BenchOptions): Promise<Record<string, unknown>> {
  const count = onlyCount(options, PASSAGES);
  const warm = Math.min(WARM, Math.floor(count / 2));
  return {
    what: `memory after ${String(warm)} and after ${String(count)} passages; heap after a collection`,
    gateSide: growth(await gateSide(warm, count)),
    page: growth(await page(warm, count)),
  };
}

function growth([before, after]: readonly [Memory, Memory]) {
  const percent = (from: number, to: number): number => Number((100 * (to / from - 1)).toFixed(1));
  return {
    ...{ before, after },
    heapGrewPercent: percent(before.heapMb, after.heapMb),
    residentGrewPercent: percent(before.residentMb, after.residentMb),
  };
}

const mb = (bytes: number): number => Number((bytes / 1_048_576).toFixed(1));

async function gateSide(warm: number, count: number): Promise<[Memory, Memory]> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-endurance-'));
  const store = openStore({ dir, clock: systemClock, log: silentLog, leastFreeMb: 1 });
  const settings = { driver: 'gpio', pulseMs: PULSE_MS, gpio: { chip: '/dev/gpiochip0', line: 0 } };
  const gpio = new SimulatedGpio();
  const turnstile = createTurnstile(Config.parse({ turnstile: settings }).turnstile, {
    log: silentLog,
    clock: systemClock,
    gpio,
  });
  try {
    store.people.put({ id: 'w', name: '单雄信', origin: 'console', barredReason: null, photographs: [] }, { replace: false });
    let opened: () => void = () => undefined;
    const gate = new Gate({
      ...{ turnstile, journal: store, roster: store, clock: systemClock, log: silentLog },
      voice: { say: () => undefined },
      limits: { ...defaultLimits, repeatMs: 0 },
      direction: 'in',
      isClockDoubtful: () => false,
      onView: (view) => {
        if (view.state === 'admitted' && view.gate === 'opened') opened();
      },
      onStoreFault: (fault) => {
        throw fault;
      },
    });
    const pass = async (track: number): Promise<void> => {
      const isOpen = new Promise<void>((resolve) => (opened = resolve));
      const picture = new Uint8Array(PICTURE_BYTES).fill(track % 256);
      gate.see({ kind: 'recognised', track, workerId: 'w', score: 0.9, threshold: 0.5, picture });
      await isOpen;
      // What a meter saw at the pin is the simulation's, not the gate's.
      gpio.levels.length = 0;
      await new Promise((resolve) => setTimeout(resolve, PULSE_MS));
    };
    return await twice(warm, count, pass, () => Promise.resolve(ownMemory()));
  } finally {
    await turnstile.close();
    store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Runs `pass` for 1, 2, 3 … `count`; memory after `warm` and at the end. */
async function twice(
  warm: number,
  count: number,
  pass: (number: number) => Promise<void>,
  measure: () => Promise<Memory>,
): Promise<[Memory, Memory]> {
  for (let number = 1; number <= warm; number += 1) await pass(number);
  const before = await measure();
  for (let number = warm + 1; number <= count; number += 1) await pass(number);
  return [before, await measure()];
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function ownMemory(): Memory {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return { heapMb: mb(heapUsed + external), residentMb: residentMb(process.pid).now };
}

async function page(warm: number, count: number): Promise<[Memory, Memory]> {
  const server = await PageServer.start();
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath, chromiumSandbox: !isRoot, args: ['--disable-gpu'] });
  try {
    const context = await browser.newContext({ viewport: { width: 800, height: 1280 } });
    const shown = await context.newPage();
    await shown.goto(server.address);
    await shown.waitForFunction(() => 'fakeTerminal' in window);
    const devtools = await context.newCDPSession(shown);
    const pid = await rendererOf(browser);
    return await inTurns(shown, warm, count, () => pageMemory(devtools, pid));
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The same as `twice`, but the page counts by itself: a message for each step would take longer than the step. */
async function inTurns(shown: Page, warm: number, count: number, measure: () => Promise<Memory>): Promise<[Memory, Memory]> {
  await passInPage(shown, warm);
  const before = await measure();
  await passInPage(shown, count - warm);
  return [before, await measure()];
}

/** Idle, approaching, admitted with a picture, gate open, idle: each is drawn before the next one comes. */
async function passInPage(shown: Page, count: number): Promise<void> {
  await shown.evaluate(async (passages) => {
    const drawn = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
    const { fakeTerminal } = window as { fakeTerminal?: { tell(name: string, value: unknown): void } };
    const canvas = new OffscreenCanvas(480, 360);
    const paint = canvas.getContext('2d');
    for (let passage = 0; passage < passages; passage += 1) {
      if (paint) paint.fillStyle = `hsl(${String(passage % 360)} 50% 50%)`;
      paint?.fillRect(0, 0, 480, 360);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
      const picture = new Uint8Array(await blob.arrayBuffer());
      const worker = { name: `单雄信${String(passage)}`, direction: 'in', picture, atMs: Date.now() } as const;
      const views = [
        { state: 'approaching', hint: passage % 3 === 0 ? 'comeCloser' : null },
        { state: 'admitted', ...worker, gate: 'opening' },
        { state: 'admitted', ...worker, gate: 'opened' },
        { state: 'idle' },
      ] as const;
      for (const view of views) {
        fakeTerminal?.tell('gate.view', view);
        await drawn();
      }
    }
  }, count);
}

async function rendererOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  // The one with the page in it is the largest.
  const [largest] = renderers.toSorted((a, b) => residentMb(b).now - residentMb(a).now);
  if (largest === undefined) throw new Error('Chromium tells of no page');
  return largest;
}

async function pageMemory(devtools: CDPSession, pid: number): Promise<Memory> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return { heapMb: mb(usedSize), residentMb: residentMb(pid).now };
}
