import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const executablePath = process.env['TERMINAL_CHROMIUM'] ?? '/usr/bin/chromium';
const PIN = '2468';
/** The kiosk screens that there are, px. */
export const sizes = { upright: { width: 800, height: 1280 }, wide: { width: 1024, height: 600 } } as const;

/** The page alone in a real Chromium, over an imagined main process. */
export class AdminPages {
  readonly #server: ViteDevServer;
  readonly #browser: Browser;
  readonly #address: string;

  static async open(): Promise<AdminPages> {
    const server = await createServer({
      configFile: `${root}vite.config.ts`,
      root: `${root}renderer`,
      logLevel: 'error',
      server: { port: 0, host: '127.0.0.1' },
    });
    await server.listen();
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--use-fake-device-for-media-stream'] });
    return new AdminPages(server, browser, server.resolvedUrls?.local[0] ?? '');
  }

  private constructor(server: ViteDevServer, browser: Browser, address: string) {
    this.#server = server;
    this.#browser = browser;
    this.#address = address;
  }

  /** The admin side, its PIN entered. */
  async admin(size: keyof typeof sizes, language: 'zh' | 'en'): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: sizes[size], hasTouch: true });
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    await page.addInitScript((pin) => sessionStorage.setItem('fake-pin', pin), PIN);
    await page.goto(`${this.#address}?settings=${encodeURIComponent(JSON.stringify({ language }))}`);
    const corner = page.getByRole('button', { name: language === 'zh' ? '打开管理' : 'Open administration' });
    await corner.waitFor();
    for (let tap = 0; tap < 5; tap++) await corner.click();
    await enterPin(page);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

export async function enterPin(page: Page): Promise<void> {
  const pad = page.locator('.keypad').last();
  for (const digit of PIN) await pad.getByRole('button', { name: digit, exact: true }).click();
  await pad.locator('button').last().click();
}

/** Buttons in sight that are too small for a glove, or reach over the screen's side. */
export function tooSmall(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.admin button, .admin input:not([hidden])')]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (Math.min(box.width, box.height) < 60 || box.right > innerWidth + 1))
      .map(
        ({ element, box }) =>
          `${element.className} ${element.textContent} ${String(Math.round(box.width))}×${String(Math.round(box.height))}`,
      ),
  );
}
