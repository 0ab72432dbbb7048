import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';

/** Where Debian and others put it; TERMINAL_CHROMIUM overrides. */
const executablePath = process.env['TERMINAL_CHROMIUM'] ?? '/usr/bin/chromium';
const PROFILE_PREFIX = 'terminal-chromium-';
const MAKING_PREFIX = 'terminal-making-';
const LAUNCH_TIMEOUT_MS = 120_000;
/** A test that looks whether anything is left gives it more. */
const CLOSE_TIMEOUT_MS = Number(process.env['TERMINAL_CHROMIUM_CLOSE_MS'] ?? 3_000);

export interface ChromiumOptions {
  /** Switches of the program, `--name` or `--name=value`. */
  readonly switches: readonly string[];
  readonly isHeadless: boolean;
  readonly isKiosk: boolean;
  /** px. */
  readonly width: number;
  readonly height: number;
}

/** A Chromium of our own, with a profile of its own that ends with it. */
export class Chromium {
  readonly context: BrowserContext;
  readonly #profile: string;
  #isClosing = false;

  private constructor(context: BrowserContext, profile: string) {
    this.context = context;
    this.#profile = profile;
  }

  static async launch(options: ChromiumOptions): Promise<Chromium> {
    sweepProfiles();
    const profile = makeProfile();
    const isRoot = process.getuid?.() === 0;
    const context = await launchContext(profile, options, !isRoot).catch((error: unknown) => {
      if (isRoot || !String(error).includes('sandbox')) throw error;
      // A container without user namespaces. The page is our own and has no way out.
      process.stderr.write('stand-in: Chromium cannot use its sandbox here and runs without it\n');
      return launchContext(profile, options, false);
    });
    return new Chromium(context, profile);
  }

  /** Calls back when Chromium ended without being asked to. */
  onLost(callback: () => void): void {
    this.context.on('close', () => {
      if (!this.#isClosing) callback();
    });
  }

  /** Ends Chromium and removes its profile; gives up waiting after three seconds, unless told otherwise. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
    await Promise.race([this.context.close().catch(() => undefined), late]);
    removeProfile(this.#profile);
  }
}

/** Before the program put its own thread before others. */
const usualNiceness = getPriority();

async function launchContext(profile: string, options: ChromiumOptions, hasSandbox: boolean): Promise<BrowserContext> {
  // Loaded late: it takes longer than the program's own start.
  const { chromium } = await import('playwright-core');
  // Electron's helpers are started by threads that know nothing of the program's niceness; here they would inherit it.
  const niceness = getPriority();
  setPriority(usualNiceness);
  const launched = chromium.launchPersistentContext(join(profile, 'data'), {
    executablePath,
    headless: options.isHeadless,
    viewport: options.isHeadless ? { width: options.width, height: options.height } : null,
    chromiumSandbox: hasSandbox,
    args: [...ownSwitches(options), ...options.switches],
    ignoreDefaultArgs: ['--enable-automation', '--mute-audio'],
    artifactsDir: join(profile, 'artifacts'),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: LAUNCH_TIMEOUT_MS,
  });
  try {
    return await launched;
  } finally {
    if (niceness !== usualNiceness) setPriority(niceness);
  }
}

/** No traffic but loopback's, no first-run pages, no GPU process; a debugging port only when asked for. */
function ownSwitches(options: ChromiumOptions): string[] {
  const port = process.env['TERMINAL_CDP_PORT'];
  return [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    `--window-size=${options.width},${options.height}`,
    ...(options.isKiosk && !options.isHeadless ? ['--kiosk'] : []),
    ...(port === undefined ? [] : [`--remote-debugging-port=${port}`, '--remote-debugging-address=127.0.0.1']),
  ];
}

/** Under its name it has its owner from the first moment: another stand-in, which sweeps as it starts, would take it away. */
function makeProfile(): string {
  const made = mkdtempSync(join(tmpdir(), MAKING_PREFIX));
  writeFileSync(join(made, 'owner'), String(process.pid));
  const profile = made.replace(MAKING_PREFIX, PROFILE_PREFIX);
  renameSync(made, profile);
  return profile;
}

/** A stand-in that was killed cannot tidy up: the next one does, for owners that no longer run. */
function sweepProfiles(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PROFILE_PREFIX)) continue;
    const profile = join(tmpdir(), name);
    if (!isOwned(profile)) removeProfile(profile);
  }
}

function isOwned(profile: string): boolean {
  try {
    process.kill(Number(readFileSync(join(profile, 'owner'), 'utf8')), 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's, and running.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function removeProfile(profile: string): void {
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // Somebody else's folder, or Chromium still writes: the next start sweeps again.
  }
}
