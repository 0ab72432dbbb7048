import sharp from 'sharp';
import type { KioskSettings } from '../../src/shared/ipc/contract.ts';
import type { Status } from '../../src/shared/status.ts';
import { type Asked, BareChromium } from './bare-chromium.ts';
import type { ScreenSize } from './bench-options.ts';
import { BuiltPage } from './built-page.ts';
import { allocatorsMb, chromiumMemory, type ChromiumMemory, pidOfPage } from './chromium-memory.ts';
import { type Sampler, sampled } from './endurance-samples.ts';

/** A live picture and its analysis, as at a gate: Chromium's own drawn camera. */
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const PICTURES = 30;
/** As many passages as one question asks for: the answer of the page is not to be late. */
const STRETCH = 50;

/** What the page holds after so many passages; unused things were collected before. */
export interface PageSample {
  /** JavaScript's, MB. */
  readonly heapMb: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly documents: number;
  readonly processes: ChromiumMemory;
}

export interface PageEndurance {
  /** Passages after which is measured, ascending. */
  readonly counts: readonly number[];
  readonly screen: ScreenSize;
  readonly onSample: Sampler<PageSample>;
}

/** The kiosk's page as it is built, in a Chromium that nobody watches, with a camera that is analysed; main is an imagined one. */
export async function endurePage({ counts, screen, onSample }: PageEndurance) {
  const server = await BuiltPage.serve();
  const browser = await BareChromium.start({ size: screen, switches: CAMERA });
  try {
    const page = await browser.page();
    await page.send('Page.enable');
    await page.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `(${imagineMain.toString()})(${JSON.stringify(snapshot)})`,
    });
    await page.send('Page.navigate', { url: server.address });
    await evaluate(page, 'new Promise((ready) => { window.onReady = ready; if (window.isReady) ready(); })');
    await page.send('Page.disable');
    await evaluate(page, `window.passages.pictures = ${JSON.stringify(await pictures())}`);
    const pid = await pidOfPage(browser);
    // The first one brings the accounting itself into memory.
    await allocatorsMb(browser, pid);
    const pass = async (from: number, to: number): Promise<void> => {
      for (let next = from; next <= to; next += STRETCH) {
        await evaluate(page, `window.passages.run(${String(next)}, ${String(Math.min(to, next + STRETCH - 1))})`);
      }
    };
    const allocators: Readonly<Record<string, number>>[] = [];
    const samples = await sampled(
      counts,
      pass,
      () => measure(browser, page, pid),
      async (number, sample) => {
        await onSample(number, sample);
        if (number === counts[0] || number === counts.at(-1)) allocators.push(await allocatorsMb(browser, pid));
      },
    );
    return { samples, allocatorsMb: { first: allocators[0], last: allocators.at(-1) } };
  } finally {
    await browser.close();
    await server.close();
  }
}

async function measure(browser: BareChromium, page: Asked, pid: number): Promise<PageSample> {
  await page.send('HeapProfiler.collectGarbage');
  const { usedSize } = await page.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners: listeners, documents } = await page.send('Memory.getDOMCounters');
  const heapMb = Number((usedSize / 1_048_576).toFixed(1));
  return { heapMb, nodes, listeners, documents, processes: await chromiumMemory(browser, pid) };
}

async function evaluate(page: Asked, expression: string): Promise<void> {
  const { exceptionDetails } = await page.send('Runtime.evaluate', { expression, awaitPromise: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
}

/** Drawn, of the size and weight of a punch's picture; base64. */
async function pictures(): Promise<readonly string[]> {
  return Promise.all(
    Array.from({ length: PICTURES }, async (_, index) => {
      const noise = { type: 'gaussian' as const, mean: 90 + 3 * index, sigma: 18 };
      const create = { width: 480, height: 360, channels: 3 as const, background: '#808080', noise };
      return (await sharp({ create }).jpeg({ quality: 80 }).toBuffer()).toString('base64');
    }),
  );
}

const settings: KioskSettings = {
  language: 'zh',
  siteName: '一号工地',
  cameras: { visible: '', infrared: null, isReplay: true, replayLayout: 'visible' },
  liveness: { mode: 'off', baselineMm: 40, calibration: null },
  maskNames: false,
  readsCodes: false,
};
const status: Status = {
  version: '0.0.0',
  sn: 'BENCH',
  direction: 'in',
  startedAtMs: 0,
  areas: {},
  counts: { workers: 1, templates: 1, punches: 0, refusals: 0, outboxWaiting: 0, outboxSetAside: 0 },
};
const snapshot = { view: { state: 'idle' }, status, settings };

interface Passages {
  pictures: readonly string[];
  run(first: number, last: number): Promise<void>;
}

/** Runs in the page before its own script: a main process that knows nothing but passages. Each step is drawn before the next one comes. */
function imagineMain(said: object): void {
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const tell = (name: string, value: unknown): void => listeners.get(name)?.forEach((listener) => listener(value));
  const drawn = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
  const shared = window as { isReady?: boolean; onReady?: () => void };
  const terminal = {
    call: (name: string) => (name === 'kiosk.snapshot' ? Promise.resolve(said) : new Promise(() => undefined)),
    post: (name: string) => {
      if (name !== 'vision.ready') return;
      shared.isReady = true;
      shared.onReady?.();
    },
    follow: (name: string, listener: (value: unknown) => void) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  };
  const passages: Passages = {
    pictures: [],
    run: async (first, last) => {
      for (let number = first; number <= last; number += 1) {
        const text = atob(passages.pictures[number % passages.pictures.length] ?? '');
        // Bytes of its own each time, as they come from another process.
        const picture = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
        const worker = { name: `单雄信${String(number)}`, direction: 'in', picture, atMs: Date.now() };
        const views = [
          { state: 'approaching', hint: number % 3 === 0 ? 'comeCloser' : null },
          { state: 'admitted', ...worker, gate: 'opening' },
          { state: 'admitted', ...worker, picture: picture.slice(), gate: 'opened' },
          { state: 'idle' },
        ];
        for (const view of views) {
          tell('gate.view', view);
          await drawn();
        }
      }
    },
  };
  Object.assign(window, { terminal, passages });
}
