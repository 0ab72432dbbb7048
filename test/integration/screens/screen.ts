import type { Browser, Page } from 'playwright-core';
import type { GateView } from '../../../src/shared/gate-view.ts';
import type { Status } from '../../../src/shared/status.ts';
import { seriousIssues } from '../../e2e/support/axe.ts';
import { compareWithReference } from './references.ts';
import { text, type Language, type TextKey, type TextParams } from '../../../src/shared/texts/texts.ts';

export const sizes = { upright: { width: 800, height: 1280 }, lying: { width: 1024, height: 600 } } as const;
const MORNING = new Date('2026-05-01T09:30:00+08:00');
export type Size = keyof typeof sizes;

/** One screen of the terminal, found by what people read on it. */
export class Screen {
  readonly page: Page;
  readonly language: Language;
  /** Refusals of the page's policy, and mistakes of its script. */
  readonly complaints: string[] = [];

  private constructor(page: Page, language: Language) {
    this.page = page;
    this.language = language;
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.complaints.push(message.text());
    });
  }

  static async open(
    browser: Browser,
    address: string,
    size: Size,
    language: Language,
    { hasClock = false, settings = {} }: { readonly hasClock?: boolean; readonly settings?: object } = {},
  ): Promise<Screen> {
    const context = await browser.newContext({ viewport: sizes[size], bypassCSP: false, timezoneId: 'Asia/Shanghai' });
    const screen = new Screen(await context.newPage(), language);
    if (hasClock) await screen.page.clock.install();
    // By day, whenever the test runs: the screen has a theme for the night.
    else await screen.page.clock.setFixedTime(MORNING);
    await screen.page.goto(`${address}?settings=${encodeURIComponent(JSON.stringify({ language, ...settings }))}`);
    return screen;
  }

  say(key: TextKey, params: TextParams = {}): string {
    return text(this.language, key, params);
  }

  async openAdmin(): Promise<void> {
    const corner = this.page.getByRole('button', { name: this.say('kiosk.label.corner') });
    for (let tap = 0; tap < 5; tap += 1) await corner.click();
  }

  async touch(key: TextKey, params: TextParams = {}): Promise<void> {
    await this.page.getByRole('button', { name: this.say(key, params), exact: true }).click();
  }

  async pin(digits: string): Promise<void> {
    const pad = this.page.getByRole('group', { name: this.say('pin.keypad') });
    for (const digit of digits) await pad.getByRole('button', { name: digit, exact: true }).click();
    await pad.getByRole('button', { name: this.say('pin.confirm') }).click();
  }

  /** Into the places of a terminal whose PIN is set. */
  async enter(pin: string): Promise<void> {
    await this.page.evaluate((set) => sessionStorage.setItem('fake-pin', set), pin);
    await this.openAdmin();
    await this.pin(pin);
    await this.page.getByRole('navigation', { name: this.say('admin.places') }).waitFor();
  }

  /** Language and PIN of the very first visit. */
  async beginFirstStart(pin: string): Promise<void> {
    await this.openAdmin();
    await this.chooseLanguageAndPin(pin);
  }

  async chooseLanguageAndPin(pin: string): Promise<void> {
    await this.touch('setup.language');
    await this.page.getByText(this.say('pin.set')).waitFor();
    await this.pin(pin);
    await this.page.getByText(this.say('pin.repeat')).waitFor();
    await this.pin(pin);
    await this.page.getByRole('heading', { name: this.say('setup.network.title'), level: 2, exact: true }).waitFor();
  }

  /** What axe calls serious or critical, as `rule: element`. */
  seriousIssues(): Promise<readonly string[]> {
    return seriousIssues(this.page, '.admin');
  }

  /** What can be touched and is lower or narrower than 60 px, as its outer HTML. */
  smallTargets(): Promise<readonly string[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('.admin :is(button, input, [role=switch], [role=radio])')].flatMap((element) => {
        const { width, height } = element.getBoundingClientRect();
        return height > 0 && (height < 60 || width < 60) ? [element.outerHTML.slice(0, 120)] : [];
      }),
    );
  }

  /** Whether anything of the page reaches beyond its sides. */
  isClipped(): Promise<boolean> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('.admin, .admin__page, .setup__task, .setup__foot')].some(
        (element) => element.scrollWidth > element.clientWidth + 1,
      ),
    );
  }

  /** What of these elements holds more than it shows, by its class; letters reach beyond their line by a few px. */
  cutOff(selector: string): Promise<readonly string[]> {
    return this.page.evaluate(
      (wanted) =>
        [...document.querySelectorAll(wanted)]
          .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 8)
          .map((one) => `${one.className} is cut off by ${String(one.scrollHeight - one.clientHeight)}`),
      selector,
    );
  }

  /** Looked at by people where `TERMINAL_SHOTS` names a folder. */
  async shot(name: string): Promise<void> {
    const folder = process.env['TERMINAL_SHOTS'];
    if (folder === undefined) return;
    const size = (this.page.viewportSize()?.width ?? 0) === sizes.upright.width ? 'upright' : 'lying';
    await this.page.screenshot({ path: `${folder}/${name}-${size}-${this.language}.png` });
  }

  /** What differs from the kept picture of this screen; empty: nothing. */
  async unlike(name: string): Promise<readonly string[]> {
    const size = (this.page.viewportSize()?.width ?? 0) === sizes.upright.width ? 'upright' : 'lying';
    const png = await this.page.screenshot({ animations: 'disabled', caret: 'hide' });
    const difference = await compareWithReference(`${name}-${size}-${this.language}`, png);
    return difference === null ? [] : [difference];
  }

  /** Main says that the terminal knows nobody and has no platform. */
  async tellNew(): Promise<void> {
    // Before the page follows, it hears nothing.
    await this.page.locator('[data-state="idle"]').first().waitFor();
    await this.page.evaluate(() => {
      type Told = { readonly areas: Readonly<Record<string, object>>; readonly counts: object };
      const { fakeTerminal } = window as { fakeTerminal?: { tell(name: string, value: unknown): void; readonly status: Told } };
      if (fakeTerminal === undefined) return;
      const { status } = fakeTerminal;
      const platform = { state: 'notConfigured', sinceMs: 0, detail: null };
      const counts = { ...status.counts, workers: 0 };
      fakeTerminal.tell('status', { ...status, areas: { ...status.areas, platform }, counts });
    });
  }

  /** Main says what the gate of a lane is at. */
  async tellView(view: GateView, feed: 'gate.view' | 'gate.view2' = 'gate.view'): Promise<void> {
    await this.#tell(feed, view);
  }

  /** Main says that some areas are in other states. */
  async tellStates(states: Readonly<Record<string, string>>): Promise<void> {
    const status = await this.page.evaluate(() => (window as { fakeTerminal?: { status: Status } }).fakeTerminal?.status);
    const areas = Object.entries(states).map(([area, state]) => [area, { state, sinceMs: 0, detail: null }]);
    await this.#tell('status', { ...status, areas: { ...status?.areas, ...Object.fromEntries(areas) } });
  }

  async #tell(feed: string, value: unknown): Promise<void> {
    await this.page.evaluate(
      ([name, told]) => {
        const { fakeTerminal } = window as { fakeTerminal?: { tell(feed: unknown, value: unknown): void } };
        fakeTerminal?.tell(name, told);
      },
      [feed, value],
    );
  }

  /** With every question that the page asks meanwhile answered, on a page with a clock of its own. */
  async passTime(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 400) {
      await this.page.clock.runFor(400);
      // Answers come in turns of the page, which the clock knows nothing of.
      await this.page.evaluate(() => new Promise((done) => queueMicrotask(() => done(null))));
    }
  }

  /** As the hour would; the page goes by the clock alone. */
  async setTheme(theme: 'day' | 'night'): Promise<void> {
    await this.page.evaluate((wanted) => {
      document.documentElement.dataset['theme'] = wanted;
    }, theme);
  }

  /** From now on. Typing is counted by nobody: a field that is filled costs one touch. */
  async countTouches(): Promise<void> {
    await this.page.evaluate(() => {
      document.documentElement.dataset['touches'] = '0';
      const count = (): void => {
        document.documentElement.dataset['touches'] = String(Number(document.documentElement.dataset['touches']) + 1);
      };
      addEventListener('click', count, { capture: true });
      addEventListener('focusin', ({ target }) => target instanceof HTMLInputElement && count(), { capture: true });
    });
  }

  touches(): Promise<number> {
    return this.page.evaluate(() => Number(document.documentElement.dataset['touches']));
  }

  /** A stick with files of settings is plugged in. */
  async plugInSettings(): Promise<void> {
    await this.page.evaluate(() => sessionStorage.setItem('fake-settings-file', 'there'));
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
