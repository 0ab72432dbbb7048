import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TerminalBridge } from '../../../src/shared/ipc/contract.ts';
import { FixtureProgram } from './fixture-program.ts';

declare const window: { terminal: TerminalBridge; heard: { wav: Uint8Array; volume: number }[]; compiled: unknown };
declare const navigator: { permissions: { query(what: { name: string }): Promise<{ state: string }> } };

const hasChromium = existsSync(process.env['TERMINAL_CHROMIUM'] ?? '/usr/bin/chromium');
if (!hasChromium) process.stderr.write('no chromium here: the tests of the shell in it are skipped\n');

/** Processes that hold this folder open by name: the Chromium of one program. */
const chromiumOf = (folder: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--user-data-dir=${folder}`);
      } catch {
        return false; // it ended while we looked
      }
    })
    .map(Number);

describe.skipIf(!hasChromium)('the shell on system Chromium', () => {
  let program: FixtureProgram;
  let page: Page;
  beforeEach(async () => {
    program = await FixtureProgram.start();
    page = await program.page();
  });
  afterEach(() => program.dispose());

  it('carries a call, its answer with bytes, a post with bytes and a feed with bytes between page and main', async () => {
    const snapshot = await page.evaluate(async () => {
      const { view } = await window.terminal.call('kiosk.snapshot', {});
      return view.state === 'admitted'
        ? { name: view.name, bytes: view.picture instanceof Uint8Array ? [...view.picture] : null }
        : null;
    });
    expect(snapshot).toEqual({ name: '单雄信', bytes: [0, 127, 255] });

    await page.evaluate(() => {
      const measures = {
        detectionScore: 1,
        box: { x: 0, y: 0, width: 1, height: 1 },
        yawDeg: 0,
        pitchDeg: 0,
        rollDeg: 0,
        sharpness: 0,
        brightness: 0,
        contrast: 0,
      };
      const crop = new Uint8Array(112 * 112 * 3).fill(3);
      const face = { track: 1, measures, motion: 0, rivals: 0, crop, jpeg: null };
      window.terminal.post('vision.observed', {
        frame: 1,
        takenAtMs: 0,
        width: 640,
        height: 480,
        analysisMs: 1,
        face,
        evidence: null,
      });
    });
    expect(await program.until(({ event }) => event === 'observed')).toMatchObject({ crop: 37_632, sum: 3 * 37_632 });

    program.say('feed');
    await page.waitForFunction(() => window.heard.length === 1);
    const heard = await page.evaluate(() =>
      window.heard.map(({ wav, volume }) => ({ length: wav.length, at250: wav[250], volume })),
    );
    expect(heard).toEqual([{ length: 60_000, at250: 250, volume: 0.5 }]);
  });

  it('rejects in the page with the code of the fault alone', async () => {
    const codes = await page.evaluate(() =>
      Promise.all(
        [
          window.terminal.call('admin.openGate', { session: 'x' }),
          window.terminal.call('admin.state', {}),
          window.terminal.call('admin.login', { pin: 5 } as never),
        ].map((call) => call.then(String, (error: unknown) => (error as Error).message)),
      ),
    );
    expect(codes).toEqual(['admin.unauthorised', 'internal.bug', 'ipc.rejected']);
  });

  it('lets the page load nothing from elsewhere and run no code from a string', async () => {
    const fetched = await page.evaluate(() => fetch('http://127.0.0.1:1/').then(String, () => 'blocked'));
    // Asked by a script of the page: what the debugger evaluates is not held to the policy.
    expect([fetched, await page.evaluate(() => window.compiled)]).toEqual(['blocked', 'blocked']);
    const statuses = await page.evaluate(() =>
      Promise.all(
        ['/page.js', '/%2e%2e%2fpreload.cjs', '/..%2fpreload.cjs'].map((path) => fetch(path).then(({ status }) => status)),
      ),
    );
    expect(statuses).toEqual([200, 404, 404]);
  });

  it('allows its own page the cameras', async () => {
    expect(await page.evaluate(async () => (await navigator.permissions.query({ name: 'camera' })).state)).toBe('granted');
  });

  it('refuses a foreign page that has the same preload script', async () => {
    const server = createServer(
      (_request, response) => void response.setHeader('content-type', 'text/html').end('<p>stranger</p>'),
    );
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    try {
      program.say(`visit http://127.0.0.1:${String((server.address() as AddressInfo).port)}/index.html`);
      expect(await program.until(({ event }) => event === 'visited')).toMatchObject({ code: 'ipc.rejected' });
      expect(program.lines).toContainEqual(expect.objectContaining({ event: 'rejected', why: 'foreign', name: 'admin.login' }));
    } finally {
      server.close();
    }
  });

  it.each([
    ['killed', (target: Page) => void target.goto('chrome://crash').catch(() => undefined)],
    ['frozen', (target: Page) => void target.evaluate('for (;;) {}').catch(() => undefined)],
  ])('has a page that was %s back', async (what, harm) => {
    const from = program.lines.length;
    const startedAt = performance.now();
    harm(page);
    await program.until(({ event, state }) => event === 'screen' && state === 'restarting', from);
    await program.until(({ event, state }) => event === 'screen' && state === 'ok', from);
    console.log(`page back after it was ${what}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    const fresh = await program.page();
    expect(await fresh.evaluate(async () => (await window.terminal.call('kiosk.snapshot', {})).view.state)).toBe('admitted');
  });

  it('ends with code 0 when asked to, and leaves neither a process nor a profile', async () => {
    expect(chromiumOf(program.folder)).not.toEqual([]);
    program.child.kill('SIGTERM');
    expect(await program.ended()).toBe(0);
    await expect.poll(() => chromiumOf(program.folder)).toEqual([]);
    expect(readdirSync(program.folder).sort()).toEqual(['page', 'preload.cjs']);
  });

  it('leaves no process behind when it is killed', async () => {
    expect(chromiumOf(program.folder)).not.toEqual([]);
    program.child.kill('SIGKILL');
    await expect.poll(() => chromiumOf(program.folder)).toEqual([]);
  });
});
