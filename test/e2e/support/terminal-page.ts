import { createServer, type AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';

/** For whatever is to be seen on a page; it ends at once when that is there. */
const PAGE_TIMEOUT_MS = 120_000;

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** The browser of a terminal that was started with `TERMINAL_CDP_PORT`, and its page. */
export async function pageOfTerminal(port: number): Promise<{ readonly browser: Browser; readonly page: Page }> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${String(port)}`);
  const page = browser
    .contexts()
    .flatMap((context) => context.pages())
    .find((shown) => shown.url().endsWith('/index.html'));
  if (page === undefined) throw new Error('the terminal shows no page');
  page.setDefaultTimeout(PAGE_TIMEOUT_MS);
  return { browser, page };
}

/** A person who knows nothing but what stands on the screen; every touch is counted, on fields too, keys of the keyboard aside. */
export class Finger {
  touches = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(words: string): Promise<void> {
    await this.#page.getByRole('button', { name: words, exact: true }).click();
    this.touches += 1;
  }

  async choose(words: string): Promise<void> {
    await this.#page.getByRole('radio', { name: words, exact: true }).click();
    this.touches += 1;
  }

  async type(label: string, text: string): Promise<void> {
    await this.#page.getByRole('textbox', { name: label, exact: true }).fill(text);
    this.touches += 1;
  }

  async pin(digits: string): Promise<void> {
    for (const digit of digits) await this.press(digit);
    await this.press('确定');
  }

  /** Past a page of the first start that is right as it is, or waits. */
  async goOn(title: string): Promise<void> {
    await this.#page.getByRole('heading', { name: title, level: 2, exact: true }).waitFor();
    // Whichever of the two there is in that moment: what the page waits for may come between a look and the touch.
    await this.#page.getByRole('button', { name: /^(下一步|以后再说)$/, disabled: false }).click();
    this.touches += 1;
  }
}
