import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { ShownScreen } from './acted-camera-page.ts';
import { ACTED_MS } from './acted-reels.ts';
import { pageOfTerminal } from './terminal-page.ts';

export type { ShownScreen } from './acted-camera-page.ts';

/** What each camera shows at one moment, JPEG; of one camera its picture alone. Empty: nothing new. */
export type Shot = readonly Buffer[];

/** Pictures handed to the page at once. */
const BATCH = 24;

/** Writes the page's side of the acted `cameras` into `folder`; answers what a terminal must be started with. */
export async function actedCameras(folder: string, cameras: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const entryPoints = [join(import.meta.dirname, 'acted-camera-page.ts')];
  const { outputFiles } = await build({
    ...{ entryPoints, bundle: true, format: 'iife', globalName: 'acted', target: 'chrome140', write: false },
  });
  const file = join(folder, 'acted-cameras.js');
  writeFileSync(file, `${outputFiles[0]?.text ?? ''}\nacted.actCameras(${JSON.stringify(cameras)}, ${String(ACTED_MS)});\n`);
  return { TERMINAL_PAGE_SCRIPT: file };
}

/** The acted cameras and the screen of a running terminal. */
export class ActedStage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #names = new Map<Buffer, string>();

  /** Of the terminal that was started with `TERMINAL_CDP_PORT` `port` and `actedCameras`. */
  static async open(port: number): Promise<ActedStage> {
    const { browser, page } = await pageOfTerminal(port);
    await page.waitForFunction(() => 'actedStage' in window);
    return new ActedStage(browser, page);
  }

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  /** Gives the page pictures, so that they can be shown at once. */
  async learn(shots: readonly Shot[]): Promise<void> {
    const unknown = [...new Set(shots.flat())].filter((picture) => !this.#names.has(picture));
    for (let from = 0; from < unknown.length; from += BATCH) {
      const told: Record<string, string> = {};
      for (const picture of unknown.slice(from, from + BATCH)) {
        const name = String(this.#names.size);
        this.#names.set(picture, name);
        told[name] = picture.toString('base64');
      }
      await this.page.evaluate((batch) => window.actedStage.learn(batch), told);
    }
  }

  /** Shows pictures that were learnt on `cameras`, in the order of a shot: `once`, then `then` again and again. */
  async play(cameras: readonly string[], once: readonly Shot[], then: readonly Shot[]): Promise<void> {
    const namesOf = (shots: readonly Shot[], camera: number): readonly string[] =>
      shots.map((shot) => this.#names.get(shot[camera] ?? Buffer.of()) ?? '');
    const plays = cameras.map((name, camera) => ({ name, once: namesOf(once, camera), then: namesOf(then, camera) }));
    await this.page.evaluate((all) => all.forEach((one) => window.actedStage.play(one.name, one.once, one.then)), plays);
  }

  /** Changes of the screen from the `from`th on; waits until there is one. */
  screens(from: number): Promise<readonly ShownScreen[]> {
    return this.page.evaluate((known) => window.actedStage.screens(known), from);
  }

  /** Lengths of what was said since the page began, s. */
  said(): Promise<readonly number[]> {
    return this.page.evaluate(() => [...window.actedStage.sounds]);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
