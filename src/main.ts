import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, session } from 'electron';
import { storedConfigPath, writeConfigFile } from './config/stored-config.ts';
import { EXIT_RESTART } from './launcher/places.ts';
import { openGpio } from './hardware/gpio/open-gpio.ts';
import { appAddress, isOwnPage } from './shell/app-address.ts';
import { registerAppScheme, serveApp } from './shell/app-protocol.ts';
import { appendSwitches, cameraSwitches } from './shell/camera-switches.ts';
import { createKioskWindow } from './shell/kiosk-window.ts';
import { answerAsset } from './shell/asset-response.ts';
import { lockDownPage, lockDownSession, removeMenu } from './shell/lock-down.ts';
import { watchPage } from './shell/page-watchdog.ts';
import { lateCalls } from './shell/late-calls.ts';
import { feedTo, serve } from './shell/serve.ts';
import { systemClock as clock } from './shared/clock.ts';
import { Fault } from './shared/fault.ts';
import { contract } from './shared/ipc/contract.ts';
import type { KioskSettings } from './shared/ipc/contract.ts';
import { createLog } from './shared/log.ts';
import type { Log } from './shared/log.ts';
import { acquireInstanceLock } from './store/instance-lock.ts';
import { readStartArguments, usualDataDir } from './terminal/arguments.ts';
import type { StartArguments } from './terminal/arguments.ts';
import { readCalibration } from './terminal/calibration-store.ts';
import { AdminAccess } from './terminal/admin-access.ts';
import { noteAdmin } from './terminal/admin-note.ts';
import { allCalls } from './terminal/all-calls.ts';
import { loadConfiguration } from './terminal/configuration.ts';
import type { Configuration } from './terminal/configuration.ts';
import { Core } from './terminal/core.ts';
import { prepareDemo, SCREENSHOT } from './terminal/demo.ts';
import type { Demo } from './terminal/demo.ts';
import { modelsDir, nativeDir, programDir } from './terminal/installation.ts';
import { launchedBy, watchLauncher } from './terminal/launched.ts';
import { carryOutReset, tellReset } from './terminal/factory-reset.ts';
import { KeptPin } from './terminal/kept-pin.ts';
import { LogFile } from './terminal/log-file.ts';
import { feedServiceWatchdog } from './terminal/service-watchdog.ts';
import { kioskSettings } from './terminal/kiosk-settings.ts';
import { SettingsKeeper } from './terminal/settings-keeper.ts';
import { remoteActor } from './terminal/remote-caller.ts';
import { RemoteLook } from './terminal/remote-look.ts';
import { preferGate } from './terminal/prefer-gate.ts';
import { Terminal } from './terminal/terminal.ts';

/** Faults that mean "this machine cannot run the terminal as it is": exit code 3. */
const cannotRun: readonly string[] = [
  'data.inUse',
  'data.keyInvalid',
  'store.newer',
  'store.damaged',
  'store.failed',
  'model.missing',
  'model.hashWrong',
  'model.failed',
];

/** Ends the program, saying why on standard error: 2 bad configuration, 3 cannot run. */
function refuseToRun(error: unknown, log: Log): never {
  const fault = Fault.from(error, 'internal.bug', 'the terminal could not be started');
  log.error('terminal', 'refused', { code: fault.code });
  process.stderr.write(`${fault.message}\n`);
  const code = fault.code === 'config.invalid' ? 2 : cannotRun.includes(fault.code) ? 3 : 1;
  app.exit(code);
  process.exit(code);
}

const lines: { file: LogFile | null } = { file: null };
const log = createLog(
  (line) => {
    process.stdout.write(`${line}\n`);
    lines.file?.write(line);
  },
  () => new Date(clock.now()),
  process.env['TERMINAL_LOG'] === 'debug' ? 'debug' : 'info',
);

/** What the terminal runs on: the configuration, or the demo where there is none. */
async function settle(given: StartArguments): Promise<{ configuration: Configuration; dir: string; demo: Demo | null }> {
  const dir = given.dataDir ?? usualDataDir(process.env);
  const configuration = loadConfiguration(given.configFile, dir);
  if (configuration.source !== 'none') return { configuration, dir, demo: null };
  log.info('terminal', 'demo', { reason: 'no configuration given and none stored' });
  const demo = await prepareDemo({ log });
  return { configuration: { ...configuration, config: demo.config }, dir: demo.dir, demo };
}

/** A screen that a window can appear on. */
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

log.info('terminal', 'starting', { pid: process.pid });
const stepBack = preferGate(log);
// Whoever read the output has left: the gate goes on, the file still has every line.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.on('unhandledRejection', (error) => {
  log.error('terminal', 'unhandledRejection', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
});

const launched = launchedBy(process.env);
const packageFile = JSON.parse(readFileSync(join(programDir, 'package.json'), 'utf8')) as { version: string };

try {
  const given = readStartArguments(process.argv.slice(app.isPackaged ? 1 : 2));
  carryOutReset(given.dataDir ?? usualDataDir(process.env), given.configFile);
  const { configuration, dir, demo } = await settle(given);
  await run(given, configuration, dir, demo);
} catch (error) {
  refuseToRun(error, log);
}

async function run(given: StartArguments, configuration: Configuration, dir: string, demo: Demo | null): Promise<void> {
  const { config } = configuration;
  const isHeadless = given.isHeadless || !hasDisplay;
  if (isHeadless) log.info('terminal', 'headless', { reason: given.isHeadless ? 'asked for' : 'no display' });
  acquireInstanceLock(dir);
  lines.file = new LogFile(dir);
  app.setPath('userData', join(dir, 'chromium'));
  const windows: Electron.BrowserWindow[] = [];
  const ending = new AbortController();
  const pin = new KeptPin({ hash: config.admin.pinHash, keeper: () => keeper, onChanged: () => remote.endSessions() });
  const access = new AdminAccess({
    pin,
    clock,
    note: (action) => noteAdmin({ store: core.terminal.store, clock, log }, action),
  });
  const noteRemote = (action: string, subject: string | null = null): void =>
    noteAdmin({ store: core.terminal.store, clock, log, actor: remoteActor }, action, subject);
  const remoteAccess = new AdminAccess({
    pin: {
      hash: pin.hash,
      save: async () => {
        throw new Fault('remote.onlyThere', 'the PIN is set at the terminal alone');
      },
    },
    clock,
    note: (action) => noteRemote(action),
  });
  const settingsNow = (): KioskSettings =>
    kioskSettings(core.config, (lane, cameras) => readCalibration(core.terminal.store.meta, cameras, lane));
  const keeper: SettingsKeeper = new SettingsKeeper({
    file: configuration.file,
    config: () => core.config,
    log,
    // By the command line: it was told that they are saved.
    onAnsweredInVain: (code) =>
      noteAdmin({ store: core.terminal.store, clock, log, actor: () => 'system' }, 'settings.notApplied', code),
    apply: async (changed, timing) => {
      if (timing === 'restart') await core.replace(changed);
      log.info('settings', 'changed', { timing });
      pin.take(changed.admin.pinHash);
      if (timing === 'program') return startAnew();
      if (timing === 'now') {
        await core.retell(changed);
        feedTo(windows, 'kiosk.settings', settingsNow());
      }
      await remote.follow();
    },
  });
  // One for all that follow each other: a gate that a fire released stays so while settings change.
  const gpio = openGpio(nativeDir, log);
  const core: Core = new Core({
    config,
    make: (wanted) =>
      new Terminal({
        config: wanted,
        gpio,
        dir,
        modelsDir,
        version: packageFile.version,
        isDemo: demo !== null,
        configFault: configuration.fault,
        access,
        remote: { access: remoteAccess, actor: remoteActor },
        settings: keeper,
        launched,
        restart: () => startAnew(),
        clock,
        log,
        onView: (view, lane) => {
          feedTo(windows, lane === 1 ? 'gate.view' : 'gate.view2', view);
          if (demo !== null && isHeadless && view.state === 'admitted') void keepScreenshot();
        },
        play: (wav, volume) => feedTo(windows, 'voice.play', { wav, volume }),
        onPictureWanted: (lane) => feedTo(windows, 'vision.pictureWanted', { lane }),
      }),
    onReplaced: (terminal) => {
      follow(terminal);
      feedTo(windows, 'kiosk.settings', settingsNow());
    },
    onLost: (error) => refuseToRun(error, log),
  });
  const follow = (terminal: Terminal): void => {
    terminal.board.follow((status) => feedTo(windows, 'status', status), ending.signal);
    void terminal.untilReady().catch((error: unknown) => {
      // One that was replaced meanwhile is nobody's loss.
      if (core.terminal === terminal) refuseToRun(error, log);
    });
  };
  appendSwitches(app.commandLine, cameraSwitches(config.cameras.replay));
  registerAppScheme();
  const stop = async (): Promise<void> => {
    ending.abort();
    await remote.close();
    await core.close();
    await demo?.stop();
  };
  stopOnSignals(stop);
  watchLauncher(
    launched,
    () => {
      log.warn('terminal', 'launcherLost', {});
      void stop().finally(() => app.exit(1));
    },
    ending.signal,
  );
  feedServiceWatchdog(process.env, ending.signal);
  const startAnew = (): void => {
    log.info('terminal', 'startingAnew', {});
    // The launcher starts it again, in whichever version; without one it does so itself.
    const hasLauncher = launched.launcherPid !== null;
    // The next start takes its place in front from where this one began.
    stepBack();
    if (!hasLauncher) app.relaunch();
    void stop().finally(() => app.exit(hasLauncher ? EXIT_RESTART : 0));
  };
  const callsFor = allCalls({
    core,
    keeper,
    dir,
    modelsDir,
    version: packageFile.version,
    isDemo: demo !== null,
    settingsNow,
    remoteView: () => remote.view(),
    restart: startAnew,
    beginForReal: demo === null ? null : (language) => beginForReal(given, language, startAnew),
    clock,
    log,
  });
  const pageFiles = { page: join(programDir, 'out', 'renderer'), models: join(modelsDir, 'human') };
  const asset = (path: string): Promise<Response> => answerAsset(new Request(`app://terminal${path}`), pageFiles, log);
  const remote = new RemoteLook({
    ...{ dir, access: remoteAccess, asset, clock, log },
    config: () => core.config,
    calls: callsFor({ guard: remoteAccess, admin: () => core.terminal.remoteAdmin, actor: remoteActor }),
    note: noteRemote,
  });
  await core.terminal.start();
  void remote.follow();
  tellReset(dir, (action, subject) => noteAdmin({ store: core.terminal.store, clock, log }, action, subject));
  if (demo !== null) await demo.enrol(await core.terminal.enrolment());
  follow(core.terminal);

  void app.whenReady().then(() => {
    serveApp(session.defaultSession, pageFiles, log);
    lockDownSession(session.defaultSession, log);
    removeMenu();
    const window = createKioskWindow({
      preloadFile: join(programDir, 'out', 'preload', 'preload.cjs'),
      isHeadless,
      isWindowed: demo !== null,
      ...windowSize(),
    });
    windows.push(window);
    lockDownPage(window.webContents, log);
    const posts = {
      'vision.observed': ({ lane, ...observation }) => core.observe(observation, lane),
      'vision.code': ({ text, lane }) => core.code(text, lane),
      'vision.camera': (report) => core.camera(report),
      'vision.ready': (ready) => {
        log.info('vision', 'ready', ready);
        core.analysis(null, ready.lane);
      },
      'vision.failed': ({ message, lane }) => {
        log.error('vision', 'failed', { message, lane: lane ?? 1 });
        core.analysis(message, lane);
      },
      'page.alive': () => watchdog.heard(),
    } satisfies Parameters<typeof serve>[2];
    const calls = lateCalls(callsFor({ guard: access, admin: () => core.terminal.admin }));
    serve(contract, calls, posts, { isTrusted: isOwnPage, log });
    const watchdog = watchPage(window, appAddress, {
      clock,
      log,
      onState: (state) => core.terminal.board.set('screen', state),
      signal: ending.signal,
    });
  });

  let isKept = false;
  async function keepScreenshot(): Promise<void> {
    const [window] = windows;
    if (isKept || window === undefined) return;
    isKept = true;
    // The page needs a moment to draw what it was just told.
    await new Promise((resolve) => setTimeout(resolve, 700));
    const path = join(dir, SCREENSHOT);
    writeFileSync(path, (await window.webContents.capturePage()).toPNG());
    log.info('demo', 'screenshot', { path });
  }
}

/** Leaves the demo: from now on this terminal has a configuration of its own, though an empty one. */
function beginForReal({ dataDir }: StartArguments, language: 'zh' | 'en', startAnew: () => void): void {
  writeConfigFile(storedConfigPath(dataDir ?? usualDataDir(process.env)), { device: { language } });
  startAnew();
}

/** `800x1280` in TERMINAL_WINDOW, for a desk without the gate's screen. */
function windowSize(): { width?: number; height?: number } {
  const match = /^(\d{3,4})x(\d{3,4})$/.exec(process.env['TERMINAL_WINDOW'] ?? '');
  return match === null ? {} : { width: Number(match[1]), height: Number(match[2]) };
}

function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false;
  const end = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info('terminal', 'stopping', { signal });
    void stop().finally(() => app.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));
  app.on('window-all-closed', () => end('window closed'));
  // Electron may take a signal for itself and quit at once: the coil is switched off first.
  app.on('before-quit', (event) => {
    event.preventDefault();
    end('quit');
  });
}
