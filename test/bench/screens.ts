import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { BuiltPage, builtPageFolder as folder, isPageBuilt } from './built-page.ts';
import { summary } from './percentiles.ts';

const executablePath = process.env['TERMINAL_CHROMIUM'] ?? '/usr/bin/chromium';
const LOADS = 9;

/** The page as it is built: how large it is, and when something stands on the screen after it was asked for. */
export async function benchScreens(): Promise<Record<string, unknown>> {
  if (!isPageBuilt()) return { skipped: 'there is no built page; run npm run build first' };
  const server = await BuiltPage.serve();
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath, chromiumSandbox: !isRoot, args: ['--disable-gpu'] });
  try {
    const paints: number[] = [];
    for (let load = 0; load < LOADS; load += 1) paints.push(await firstPaint(browser, server.address));
    return {
      what: 'KB as they are and gzipped; ms to the first paint, each in a fresh context',
      sizes: sizes(),
      firstPaintMs: summary(paints),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** What the kiosk loads before it shows anything, what the admin side adds, and the worker that analyses frames. */
function sizes(): Record<string, unknown> {
  const names = readdirSync(join(folder, 'assets'));
  const first = readFileSync(join(folder, 'index.html'), 'utf8');
  const isFirst = (name: string): boolean => first.includes(name);
  // The reader of QR codes is loaded by the worker where codes are read.
  const isWorker = (name: string): boolean => /worker|code-reader|zxing/.test(name);
  const sum = (chosen: readonly string[]) => {
    const files = chosen.map((name) => join(folder, 'assets', name));
    const kb = (bytes: number): number => Math.round(bytes / 1_000);
    return {
      kb: kb(files.reduce((total, file) => total + statSync(file).size, 0)),
      gzipKb: kb(files.reduce((total, file) => total + gzipSync(readFileSync(file)).length, 0)),
    };
  };
  return {
    kiosk: sum(names.filter(isFirst)),
    admin: sum(names.filter((name) => !isFirst(name) && !isWorker(name))),
    visionWorker: sum(names.filter(isWorker)),
  };
}

async function firstPaint(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 800, height: 1280 } });
  try {
    const page = await context.newPage();
    // The page waits for main; here main has nothing to say, and the screen is the one of the start.
    await page.addInitScript(() => {
      const never = (): Promise<never> => new Promise(() => undefined);
      Object.assign(window, { terminal: { call: never, post: () => undefined, follow: () => () => undefined } });
    });
    await page.goto(address);
    const paint = await page.waitForFunction(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
      undefined,
      { timeout: 20_000 },
    );
    return Number(await paint.jsonValue());
  } finally {
    await context.close();
  }
}
