import type { Config } from '../config/schema.ts';
import { configOfLane, lanesOf } from '../config/lane-config.ts';
import type { Gate } from '../gate/gate.ts';
import type { Counted } from '../gate/passage-state.ts';
import type { PlatformClient } from '../platform/ports.ts';
import { createTurnstiles } from '../hardware/create-turnstile.ts';
import type { BoardPatience } from '../hardware/modbus/board-session.ts';
import type { ObservableTurnstile } from '../hardware/diagnostics.ts';
import { openGpio } from '../hardware/gpio/open-gpio.ts';
import type { GpioPort } from '../hardware/gpio/port.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { GateView } from '../shared/gate-view.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { Log } from '../shared/log.ts';
import { createVoice } from '../speech/voice.ts';
import type { SpeakingVoice } from '../speech/voice.ts';
import type { Store } from '../store/store.ts';
import { Admin, type AdminParts } from './admin.ts';
import type { AdminAccess } from './admin-access.ts';
import { ClockWatch } from './clock-watch.ts';
import type { CodeDesk } from './code-desk.ts';
import { createCommandHandlers } from './command-handlers.ts';
import { serveControl } from './control-server.ts';
import { Enrolment } from './enrolment.ts';
import { every } from './every.ts';
import type { Eyes } from './eyes.ts';
import { FireAlarm } from './fire-alarm.ts';
import { Idleness } from './idleness.ts';
import type { Launched } from './launched.ts';
import { nativeDir } from './installation.ts';
import { knownTime } from './known-time.ts';
import { Lane } from './lane.ts';
import { laneBoard } from './lane-board.ts';
import { laneLog } from './lane-log.ts';
import { Learning } from './learning.ts';
import { asksForMoves } from './liveness-options.ts';
import { matchingNow, type Matching } from './matching.ts';
import { Onlookers } from './onlookers.ts';
import { PlatformCalls } from './platform-calls.ts';
import { startPlatform } from './platform-service.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { openForPlatform } from './platform-switch.ts';
import type { PendingSwitch } from './platform-switch.ts';
import type { Presenting } from './presenting.ts';
import { Recorder } from './recordings.ts';
import { startRecognition } from './recognition-service.ts';
import type { LaneRecognition, RecognitionService } from './recognition-service.ts';
import { removeWorker } from './removal.ts';
import { copyOf } from './settings-copy-of.ts';
import type { SettingsKeeper } from './settings-keeper.ts';
import { SiteMeasure } from './site-measure.ts';
import { siteRateDetail } from './site-rate-text.ts';
import { StatusBoard } from './status-board.ts';
import { watchSurroundings } from './surroundings.ts';
import { tryGate, type GateTrial } from './try-gate.ts';
import { UpdateService } from './update-service.ts';

export interface TerminalOptions {
  readonly config: Config;
  readonly dir: string;
  readonly modelsDir: string;
  readonly version: string;
  readonly isDemo: boolean;
  /** The stored configuration is broken: the gate runs on the last good one and says so. */
  readonly configFault: Fault | null;
  /** The way in to the admin side; it outlives this terminal. */
  readonly access: AdminAccess;
  /** The way in from the network, and who acts when something comes through it. Default: none. */
  readonly remote?: { readonly access: AdminAccess; readonly actor: () => string };
  readonly settings: SettingsKeeper;
  /** By whom this program was started, and from where. Default: by no launcher. */
  readonly launched?: Launched;
  /** Ends the program so that the launcher starts another version. Default: nothing. */
  readonly restart?: () => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly onView: (view: GateView, lane: LaneNumber) => void;
  readonly play: (wav: Uint8Array, volume: number) => void;
  /** A picture of who stands at the lane now is wanted. Default: nobody takes any. */
  readonly onPictureWanted?: (lane: LaneNumber) => void;
  /** The lines of the machine; the addon's by default. */
  readonly gpio?: GpioPort;
  /** How long each answer of a relay board is waited for; a real board's time by default. */
  readonly boardPatience?: BoardPatience;
  /** How the networks are started; replaced where passages are driven from below the camera. */
  readonly startRecognition?: typeof startRecognition;
}

const TICK_MS = 200;
const HOUR_MS = 3_600_000;
/**
 * The whole terminal below the camera and the screen, without Electron. The turnstile comes right after the store, which knows
 * of a fire that is not over, so that a coil left on by a killed program is switched off before anything else takes time.
 */
export class Terminal {
  readonly #options: TerminalOptions;
  readonly #ending = new AbortController();
  readonly #fire: FireAlarm;
  readonly #clockWatch: ClockWatch;
  readonly #recognition: Promise<RecognitionService>;
  readonly #voice: SpeakingVoice;
  readonly #pendingSwitch: PendingSwitch | null;
  readonly #changes = new OneAtATime();
  #platform: PlatformClient | null = null;
  readonly store: Store;
  readonly board: StatusBoard;
  readonly admin: Admin;
  /** The same for who comes from the network; where nobody does, nobody has a session for it. */
  readonly remoteAdmin: Admin;
  /** Lane one first. */
  readonly lanes: readonly [Lane, ...Lane[]];
  readonly platformCalls = new PlatformCalls();
  readonly onlookers: Onlookers;
  readonly #recorder: Recorder;
  readonly #idleness: Idleness;
  readonly #learning: Learning;
  readonly #siteMeasure: SiteMeasure;
  readonly #update: UpdateService;
  /** Workers who are not known to the gate until their templates are made again. */
  #waitingForTemplates = 0;

  /** @throws Fault `store.*`, `data.*`, `config.invalid` */
  constructor(options: TerminalOptions) {
    const { config, dir, clock, log, version } = options;
    this.#options = options;
    const gpio = options.gpio ?? openGpio(nativeDir, log);
    const cardOf = (workerId: string): string | null => this.store.cards.of(workerId)[0] ?? null;
    const made: Closable[] = [];
    try {
      const numbers = lanesOf(config);
      const { platform, storage } = config;
      const { store, pending } = openForPlatform({
        ...{ dir, clock, log },
        platform: platform.protocol,
        leastFreeMb: storage.leastFreeMb,
      });
      made.push(store);
      this.store = store;
      this.#pendingSwitch = pending;
      const wired = numbers.filter((lane) => configOfLane(config, lane).inputs.fire.source !== 'none');
      this.#fire = new FireAlarm({ store, wired, clock, log });
      const turnstiles = createTurnstiles(
        numbers.map((lane) => configOfLane(config, lane).turnstile),
        {
          ...{ clock, log, gpio, cardOf, hold: this.#fire.isBurning ? 'release' : null },
          ...(options.boardPatience === undefined ? {} : { patience: options.boardPatience }),
        },
      );
      made.push(...turnstiles);
      const unsettled = this.store.settlePending();
      if (unsettled > 0) log.warn('gate', 'openingsUnknown', { count: unsettled });
      this.#clockWatch = new ClockWatch(clock, knownTime(store, log));
      const { sn, direction } = config.device;
      this.board = new StatusBoard({ clock, log, version, sn, direction, counts: () => this.store.counts() });
      this.#voice = createVoice(config.speech, {
        dir,
        log,
        clock,
        direction,
        directions: numbers.map((lane) => configOfLane(config, lane).device.direction),
        play: options.play,
        nameOf: (workerId) => this.store.find(workerId)?.name ?? null,
        workerIds: () => this.store.people.list().map(({ id }) => id),
        onState: (state) => this.board.set('speech', state),
      });
      made.push(this.#voice);
      const { audit, recordings } = this.store;
      const asks = (lane: LaneNumber): boolean => asksForMoves(configOfLane(config, lane));
      this.#recorder = new Recorder({ recordings, audit, asks, clock, log });
      this.onlookers = new Onlookers({ config, store: this.store, clock });
      this.#idleness = new Idleness(clock);
      this.#learning = new Learning({
        settings: config.recognition,
        store,
        recognition: () => this.#recognition,
        changes: this.#changes,
        isClockDoubtful: () => this.#clockWatch.isDoubtful(),
        clock,
        log,
      });
      this.#siteMeasure = new SiteMeasure({
        store,
        recognition: () => this.#recognition,
        onMeasured: () => this.#siteMeasured(),
        clock,
        log,
      });
      this.#update = this.#createUpdate();
      const [first, ...others] = turnstiles.map((turnstile, index) => this.#createLane(numbers[index] ?? 1, turnstile, gpio));
      if (first === undefined) throw new Fault('internal.bug', 'a terminal without a lane');
      this.lanes = [first, ...others];
      // As it was last seen, until an input is read.
      if (this.#fire.isBurning) for (const { control } of this.lanes) control.fire(true);
      const adminParts: AdminParts = {
        dir,
        update: this.#update,
        access: options.access,
        records: {
          config,
          status: () => this.board.snapshot(),
          enrolment: () => this.enrolment(),
          remove: (id) => this.remove(id),
          networks: () => this.#recognition,
          capture: (lane) => this.onlookers.at(lane).capture,
          learning: this.#learning,
          onRetry: () => this.#platform?.punchMade(),
        },
        store: this.store,
        lanes: this.lanes,
        calibration: (lane) => this.onlookers.at(lane).calibration,
        clock,
        log,
      };
      this.admin = new Admin(adminParts);
      this.remoteAdmin = new Admin({ ...adminParts, ...options.remote });
      // Last: from here on nothing throws, and its threads are not to be left behind.
      this.#recognition = this.#startRecognition();
      // Whoever waits for it gets the rejection; nobody has to wait.
      this.#recognition.catch(() => undefined);
    } catch (error) {
      closeAll(made);
      throw error;
    }
  }

  get gate(): Gate {
    return this.lanes[0].gate;
  }

  get eyes(): Eyes {
    return this.lanes[0].eyes;
  }

  get codes(): CodeDesk {
    return this.lanes[0].codes;
  }

  get presenting(): Presenting {
    return this.lanes[0].presenting;
  }

  /** Starts what runs by itself. Resolves when the command line can be used; recognition may still be loading. */
  async start(): Promise<void> {
    const { config, dir, log, clock } = this.#options;
    const { signal } = this.#ending;
    this.#reportFixedStates();
    this.#update.begin();
    this.#platform = this.#startPlatform();
    for (const lane of this.lanes) lane.start(signal);
    watchSurroundings(
      { dir, leastFreeMb: config.storage.leastFreeMb, board: this.board, clockWatch: this.#clockWatch, log },
      signal,
    );
    this.#every(TICK_MS, () => this.#idleness.note(this.lanes.every(({ gate }) => gate.view().state === 'idle')));
    this.#every(TICK_MS, () => this.#learning.tick(this.#idleness.forMs()));
    this.#every(TICK_MS, () => this.#siteMeasure.tick(this.#idleness.forMs()));
    this.#every(1_000, () => this.board.announce());
    this.#every(1_000, () => this.#recorder.check());
    this.#every(HOUR_MS, () => {
      // A clock that ran ahead would make everything look old; one that is behind makes nothing so, and may be for weeks.
      if (this.#clockWatch.hasJumped()) return;
      this.store.retention.apply(clock.now(), config.storage);
      this.#recorder.expire(this.#clockWatch.isDoubtful());
    });
    const handlers = createCommandHandlers({
      store: this.store,
      enrolment: () => this.enrolment(),
      remove: (id) => this.remove(id),
      config,
      clock,
      recorder: this.#recorder,
      copy: copyOf(this.#options.settings, dir, this.#options.version),
      status: () => this.board.snapshot(),
      matching: () => this.matching(),
      pendingSwitch: this.#pendingSwitch,
      update: this.#update,
      onRetry: () => this.#platform?.punchMade(),
    });
    await serveControl(dir, handlers, log, signal);
    log.info('terminal', 'ready', { dir, demo: this.#options.isDemo });
  }

  /** Opens the lane's gate once, to see whether the board answers. */
  async tryGate(number: LaneNumber): Promise<GateTrial> {
    const { control, turnstile } = this.lane(number);
    if (control.mode === 'lockedDown') throw new Fault('gate.lockedDown', 'the gate is locked down');
    return tryGate(turnstile, this.#options.clock, this.#ending.signal);
  }

  /** What the kiosk shows of a lane; a lane that is not there shows what the first one does. */
  view(lane: LaneNumber = 1): GateView {
    return this.lane(lane).view();
  }

  /** That lane; the first where there is no such one. */
  lane(number: LaneNumber): Lane {
    return this.lanes.find((lane) => lane.number === number) ?? this.lanes[0];
  }

  /** What is asked of a face now, and what that does here; null when nothing can tell. */
  matching(): Matching | null {
    const { modelsDir, config } = this.#options;
    return matchingNow(modelsDir, config, this.store, this.#siteMeasure.view());
  }

  /** Takes people in; waits for the networks. @throws Fault `model.*` */
  async enrolment(): Promise<Enrolment> {
    const recognition = await this.#recognition;
    return new Enrolment({
      store: this.store,
      ...recognition,
      changes: this.#changes,
      onEnrolled: (id) => this.#onEnrolled(id),
      log: this.#options.log,
    });
  }

  /** Lets somebody go, with networks or without. @throws Fault `worker.unknown`, `store.*` */
  remove(id: string): Promise<void> {
    return removeWorker(id, {
      store: this.store,
      recognition: () => this.#recognition,
      onRemoved: (removed) => void this.#voice.forget(removed),
      changes: this.#changes,
      log: this.#options.log,
    });
  }

  /** Rejects when the networks cannot be had: nothing can be recognised then. */
  async untilReady(): Promise<void> {
    await this.#recognition;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.lanes.map((lane) => lane.close()));
    this.#update.close();
    await this.#platform?.close();
    await this.#recognition.then((recognition) => recognition.close()).catch(() => undefined);
    this.#voice.close();
    this.store.close();
  }

  async #startRecognition(): Promise<RecognitionService> {
    const { modelsDir, config, clock, log } = this.#options;
    this.board.set('recognition', 'starting');
    try {
      const recognition = await (this.#options.startRecognition ?? startRecognition)({
        modelsDir,
        config,
        store: this.store,
        changes: this.#changes,
        clock,
        log,
        onState: (state) => this.#setRecognition(state),
        onLeft: (workers) => this.#templatesLeft(workers),
        onReembedded: (id) => this.#learning.enrolled(id),
        onCompared: (compared, lane) => this.onlookers.at(lane).live.compared(compared),
        onLivenessCall: (call, lane) => this.#recorder.told(call, lane),
      });
      this.#setRecognition('ok');
      for (const lane of this.lanes) lane.liveness.ready(recognitionOf(recognition, lane.number).liveness.isAvailable);
      return recognition;
    } catch (error) {
      const fault = Fault.from(error, 'model.failed', 'recognition could not be started');
      this.#setRecognition('failed', fault.code);
      throw fault;
    }
  }

  #setRecognition(state: 'ok' | 'failed', detail: string | null = null): void {
    const site = this.#siteMeasure.view();
    if (state === 'ok' && this.#waitingForTemplates > 0)
      this.board.set('recognition', 'renewing', String(this.#waitingForTemplates));
    else if (state === 'ok' && site?.isHigh) this.board.set('recognition', 'falseMatches', siteRateDetail(site));
    else this.board.set('recognition', state, detail);
    for (const lane of this.lanes) this.#options.onView(lane.view(), lane.number);
  }

  #templatesLeft(workers: number): void {
    this.#waitingForTemplates = workers;
    const state = this.board.stateOf('recognition');
    if (state === 'starting' || state === 'failed') return;
    if (state === 'renewing' && workers > 0) this.board.set('recognition', 'renewing', String(workers));
    else this.#setRecognition('ok');
  }

  #siteMeasured(): void {
    // What has failed meanwhile stays so.
    if (this.board.stateOf('recognition') !== 'failed') this.#setRecognition('ok');
  }

  #createLane(number: LaneNumber, turnstile: ObservableTurnstile, gpio: GpioPort): Lane {
    const { clock, log, onView, onPictureWanted } = this.#options;
    const config = configOfLane(this.#options.config, number);
    const { direction } = config.device;
    return new Lane({
      number,
      config,
      turnstile,
      gpio,
      store: this.store,
      voice: { say: (phrase, workerId) => this.#voice.say(phrase, workerId, direction) },
      board: laneBoard(this.board, number),
      recognition: () => this.#recognition.then((recognition) => recognitionOf(recognition, number)),
      isClockDoubtful: () => this.#clockWatch.isDoubtful(),
      learning: this.#learning,
      onView: (view) => onView(view, number),
      onPictureWanted: () => onPictureWanted?.(number),
      onPunch: (workerId, counted) => this.#onPunch(number, { workerId, counted, direction }),
      onFire: (isActive) => this.#onFire(number, isActive),
      onObserved: (observation) => {
        this.onlookers.observe(observation, number);
        this.#recorder.observe(observation, number);
      },
      onStoreFault: (fault) => {
        if (fault.code === 'store.full') this.board.set('disk', 'full', fault.code);
        else this.board.set('terminal', 'needsService', fault.code);
      },
      clock,
      log: laneLog(log, number),
    });
  }

  #onPunch(
    number: LaneNumber,
    punch: { readonly workerId: string; readonly counted: Counted; readonly direction: 'in' | 'out' },
  ): void {
    for (const lane of this.lanes) {
      if (lane.number !== number) lane.gate.countedElsewhere(punch.workerId, punch.counted, punch.direction);
    }
    this.#learning.punched(punch.workerId);
    this.#platform?.punchMade();
    // The store works again, or never stopped.
    if (this.board.stateOf('terminal') === 'needsService') this.#reportTerminal();
  }

  #onEnrolled(workerId: string): void {
    void this.#voice.prepare(workerId);
    this.#learning.enrolled(workerId);
  }

  #onFire(number: LaneNumber, isActive: boolean): void {
    const isBurning = this.#fire.report(number, isActive);
    for (const { control } of this.lanes) control.fire(isBurning);
    this.#fire.keep();
  }

  #createUpdate(): UpdateService {
    const { config, dir, version, clock, log } = this.#options;
    const { launched = { slot: 'base', launcherPid: null }, restart = () => undefined } = this.#options;
    return new UpdateService({
      config,
      dir,
      version,
      launched,
      restart,
      store: this.store,
      board: this.board,
      recognition: () => this.#recognition,
      idleness: this.#idleness,
      clock,
      log,
    });
  }

  #startPlatform(): PlatformClient | null {
    const { config, clock, log, version } = this.#options;
    if (this.#pendingSwitch !== null) {
      const { from, to, punches, people } = this.#pendingSwitch;
      this.board.set('platform', 'switchPending', `${from} → ${to}: ${String(punches)} punches, ${String(people)} people`);
      return null;
    }
    return startPlatform({
      config,
      store: this.store,
      board: this.board,
      recognition: () => this.#recognition,
      changes: this.#changes,
      firmware: this.#update.firmware,
      called: (call) => this.platformCalls.add(call),
      onStored: (id) => this.#onEnrolled(id),
      onRemoved: (id) => void this.#voice.forget(id),
      version,
      clock,
      log,
    });
  }

  #reportFixedStates(): void {
    this.#reportTerminal();
    this.board.set('screen', 'ok');
  }

  #reportTerminal(): void {
    const { isDemo, configFault } = this.#options;
    if (configFault !== null) this.board.set('terminal', 'needsService', configFault.code);
    else this.board.set('terminal', isDemo ? 'demo' : 'running');
  }

  #every(ms: number, action: () => void): void {
    every(ms, action, this.#options.log, this.#ending.signal);
  }
}

/** What a lane recognises with. */
const recognitionOf = (recognition: RecognitionService, lane: LaneNumber): LaneRecognition =>
  (lane === 1 ? null : recognition.second) ?? recognition;

interface Closable {
  close(): void | Promise<void>;
}

/** What was made of a terminal that cannot be made whole: another one may want its lines and files. The last one first. */
function closeAll(made: readonly Closable[]): void {
  const close = async (one: Closable): Promise<void> => one.close();
  // One that does not close keeps no other one open.
  for (const one of made.toReversed()) void close(one).catch(() => undefined);
}
