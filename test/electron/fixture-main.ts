import { createInterface } from 'node:readline';
import { app, session } from 'electron';
import { systemClock } from '../../src/shared/clock.ts';
import { contract, type CallHandlers, type PostHandlers } from '../../src/shared/ipc/contract.ts';
import { createLog } from '../../src/shared/log.ts';
import { appAddress, isOwnPage } from '../../src/shell/app-address.ts';
import { registerAppScheme, serveApp } from '../../src/shell/app-protocol.ts';
import { appendSwitches, cameraSwitches } from '../../src/shell/camera-switches.ts';
import { createKioskWindow } from '../../src/shell/kiosk-window.ts';
import { lockDownPage, lockDownSession, removeMenu } from '../../src/shell/lock-down.ts';
import { watchPage } from '../../src/shell/page-watchdog.ts';
import { feedTo, serve } from '../../src/shell/serve.ts';
import { refusingCalls } from '../fakes/refusing-calls.ts';

/**
 * The smallest program on the whole shell, for tests: `fixture-main.ts PAGE_DIR PRELOAD_FILE`. Says what it sees as JSON
 * lines, obeys words on standard input: `feed`, `crash`, `visit ADDRESS`, `quit`.
 */
const [pageDir = '', preloadFile = ''] = process.argv.slice(2);
const log = createLog(
  (line) => process.stdout.write(`${line}\n`),
  () => new Date(),
  'debug',
);
const ending = new AbortController();

const calls: CallHandlers = {
  ...refusingCalls(),
  'kiosk.snapshot': async () => ({
    view: { state: 'admitted', name: '单雄信', direction: 'in', picture: Uint8Array.of(0, 127, 255), gate: 'opened', atMs: 7 },
    status: {
      version: '0',
      sn: '',
      direction: 'in',
      startedAtMs: 0,
      areas: {},
      counts: { workers: 0, templates: 0, punches: 0, refusals: 0, outboxWaiting: 0, outboxSetAside: 0 },
    },
    settings: {
      language: 'zh',
      siteName: '',
      cameras: { visible: '', infrared: null, isReplay: false, replayLayout: 'visible' },
      liveness: { mode: 'off', baselineMm: 40, calibration: null },
      maskNames: false,
      readsCodes: false,
    },
  }),
  'admin.state': async () => {
    throw new Error('not a fault');
  },
  'admin.login': async ({ pin }) => (pin === '1234' ? { kind: 'open', session: 's' } : { kind: 'wrong', triesLeft: 4 }),
};

appendSwitches(app.commandLine, cameraSwitches(null));
registerAppScheme();
app.on('before-quit', () => ending.abort());
await app.whenReady();

serveApp(session.defaultSession, { page: pageDir, models: pageDir }, log);
lockDownSession(session.defaultSession, log);
removeMenu();
const window = createKioskWindow({ preloadFile, width: 400, height: 600, isHeadless: true });
lockDownPage(window.webContents, log);
const posts: PostHandlers = {
  'vision.observed': ({ face }) =>
    log.info('fixture', 'observed', { crop: face?.crop.length, sum: face?.crop.reduce((sum, byte) => sum + byte, 0) }),
  'vision.code': () => undefined,
  'vision.camera': () => undefined,
  'vision.ready': () => undefined,
  'vision.failed': () => undefined,
  'page.alive': () => watchdog.heard(),
};
serve(contract, calls, posts, { isTrusted: isOwnPage, log });
const watchdog = watchPage(window, appAddress, {
  clock: systemClock,
  log,
  onState: (state) => log.info('fixture', 'screen', { state, monotonicMs: performance.now() }),
  signal: ending.signal,
});

createInterface({ input: process.stdin }).on('line', (line) => {
  const [word = '', address = ''] = line.split(' ');
  if (word === 'feed') feedTo([window], 'voice.play', { wav: new Uint8Array(60_000).map((_, at) => at % 251), volume: 0.5 });
  else if (word === 'crash') window.webContents.forcefullyCrashRenderer();
  else if (word === 'quit') app.quit();
  else if (word === 'visit') visit(address).catch(() => log.error('fixture', 'visitFailed'));
});

/** Another window with the same preload script, on an address that is not ours. */
async function visit(address: string): Promise<void> {
  const stranger = createKioskWindow({ preloadFile, isHeadless: true });
  await stranger.loadURL(address);
  const code: unknown = await stranger.webContents.executeJavaScript(
    "window.terminal.call('admin.login', { pin: '1234' }).then(() => 'answered', (error) => error.message)",
  );
  log.info('fixture', 'visited', { code: String(code) });
  stranger.destroy();
}
