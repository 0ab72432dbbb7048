import type { Config } from '../config/schema.ts';
import { Gate } from '../gate/gate.ts';
import { defaultLimits, type Counted } from '../gate/passage-state.ts';
import type { Voice } from '../gate/ports.ts';
import type { ObservableTurnstile } from '../hardware/diagnostics.ts';
import type { GpioPort } from '../hardware/gpio/port.ts';
import type { Clock } from '../shared/clock.ts';
import type { Fault } from '../shared/fault.ts';
import type { GateView } from '../shared/gate-view.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { Log } from '../shared/log.ts';
import { waysOf } from '../shared/opens-with.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import type { Store } from '../store/store.ts';
import { CodeDesk } from './code-desk.ts';
import { countedSince } from './counted-since.ts';
import { every } from './every.ts';
import { Eyes } from './eyes.ts';
import { GateControl } from './gate-control.ts';
import type { LaneBoard } from './lane-board.ts';
import { LivenessState } from './liveness-state.ts';
import { PersonChange } from './person-change.ts';
import { Presenting } from './presenting.ts';
import type { Learning } from './learning.ts';
import type { LaneRecognition } from './recognition-service.ts';

export interface LaneParts {
  readonly number: LaneNumber;
  /** As this lane sees it. */
  readonly config: Config;
  readonly turnstile: ObservableTurnstile;
  readonly store: Store;
  readonly voice: Voice;
  readonly board: LaneBoard;
  readonly gpio: GpioPort;
  /** Rejects when the networks cannot be had. */
  readonly recognition: () => Promise<LaneRecognition>;
  readonly isClockDoubtful: () => boolean;
  readonly learning: Pick<Learning, 'recognised'>;
  readonly onView: (view: GateView) => void;
  readonly onPunch: (workerId: string, counted: Counted) => void;
  /** The fire input of this lane. */
  readonly onFire: (isActive: boolean) => void;
  /** Sees every frame that is not too old. */
  readonly onObserved: (observation: FrameObservation) => void;
  /** A picture of who stands there now is wanted. Default: nobody takes any. */
  readonly onPictureWanted?: () => void;
  readonly onStoreFault: (fault: Fault) => void;
  readonly clock: Clock;
  readonly log: Log;
}

const TICK_MS = 200;
/** A worker whose passage went wrong is looked at again after this. */
const SECOND_LOOK_MS = 1_500;

/** One way through: its turnstile and contacts, its cameras and readers, who stands there now, and what is shown to him. */
export class Lane {
  readonly #parts: LaneParts;
  readonly number: LaneNumber;
  readonly turnstile: ObservableTurnstile;
  readonly gate: Gate;
  readonly control: GateControl;
  readonly codes: CodeDesk;
  readonly presenting: Presenting;
  readonly eyes: Eyes;
  readonly liveness: LivenessState;
  readonly #personChange = new PersonChange();
  #isClosed = false;

  constructor(parts: LaneParts) {
    const { number, config, turnstile, store, board, gpio, isClockDoubtful, clock, log } = parts;
    this.#parts = parts;
    this.number = number;
    this.turnstile = turnstile;
    const { usedCodes, cards } = store;
    const { readers, inputs, cameras } = config;
    this.codes = new CodeDesk({ readers, usedCodes, clock, isClockDoubtful, log });
    this.gate = this.#createGate();
    const { onFire } = parts;
    this.control = new GateControl({ lane: number, inputs, turnstile, gpio, gate: this.gate, store, board, onFire, clock, log });
    this.presenting = new Presenting({ config, cards, codes: this.codes, gate: this.gate, gpio, clock, log });
    this.eyes = new Eyes({
      cameras,
      board,
      clock,
      log,
      look: (observation) => this.#look(observation),
      onObserved: parts.onObserved,
      onBlind: () => this.gate.see({ kind: 'noFace' }),
      onAnalysis: () => parts.onView(this.view()),
    });
    this.liveness = new LivenessState({ config, board, clock, log });
  }

  /** Starts what runs by itself, until `signal` aborts. */
  start(signal: AbortSignal): void {
    const { log } = this.#parts;
    this.turnstile.onChange(() => this.#reportTurnstile(), signal);
    this.#reportTurnstile();
    this.control.start();
    this.presenting.start(signal);
    every(TICK_MS, () => this.gate.tick(), log, signal);
    every(TICK_MS, () => this.control.tick(), log, signal);
    every(1_000, () => this.eyes.check(), log, signal);
    every(1_000, () => this.liveness.show(), log, signal);
  }

  /** What the kiosk shows: the gate's view, or why nobody can pass at all. */
  view(): GateView {
    const { board } = this.#parts;
    switch (board.stateOf('recognition')) {
      case 'ok':
      case 'falseMatches':
      case 'renewing':
        return board.stateOf('vision') === 'failed' ? { state: 'needsService', code: 'vision.failed' } : this.gate.view();
      case 'failed':
        return { state: 'needsService', code: 'model.failed' };
      default:
        return { state: 'starting' };
    }
  }

  /** Whoever stands there may be decided about again. */
  lookAgain(): void {
    void this.#parts
      .recognition()
      .then(({ live }) => live.rearm())
      .catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.presenting.close();
    await this.control.close();
    await this.turnstile.close();
  }

  async #look(observation: FrameObservation): Promise<void> {
    const { live, liveness } = await this.#parts.recognition();
    const sighting = await live.observe(observation);
    if (this.#isClosed) return;
    this.eyes.troubles(liveness.troubles);
    const { face } = observation;
    if (face && 'track' in sighting && this.#personChange.isOther(face.track, sighting.track)) this.#parts.onPictureWanted?.();
    if (sighting.kind === 'attack') this.liveness.attacked();
    if (sighting.kind === 'recognised') this.#parts.learning.recognised(sighting.workerId, sighting.face);
    try {
      this.gate.see(sighting);
    } catch (error) {
      // The decision is spent, the worker still stands there.
      this.#lookAgainSoon(true);
      throw error;
    }
  }

  #createGate(): Gate {
    const { number, config, turnstile, store, voice, isClockDoubtful, onPunch, onView, onStoreFault, clock, log } = this.#parts;
    const { direction } = config.device;
    const repeatMs = config.recognition.repeatSeconds * 1_000;
    return new Gate({
      turnstile,
      journal: store,
      roster: store,
      voice,
      clock,
      log,
      limits: { ...defaultLimits, repeatMs },
      direction,
      lane: number,
      ways: waysOf[config.attendance.opensWith],
      waitMs: config.attendance.waitSeconds * 1_000,
      useCode: (code) => this.codes.use(code),
      releaseCode: (code) => this.codes.release(code),
      onFaceWanted: () => this.lookAgain(),
      onThingsWanted: () => this.#readAgain(),
      counted: countedSince(store.punches, { clock, sinceMs: clock.now() - repeatMs, direction }),
      isClockDoubtful,
      onOpened: (openingId) => this.control.opened(openingId),
      onPunch,
      onLetDown: (isShut) => this.#lookAgainSoon(isShut),
      onView,
      onStoreFault,
    });
  }

  /** `isShut`: a code that is held up counts again too. A card need not be anybody's who is there: it is to be held there anew. */
  #lookAgainSoon(isShut: boolean): void {
    setTimeout(() => {
      if (this.#isClosed) return;
      this.lookAgain();
      if (isShut) this.codes.forget();
    }, SECOND_LOOK_MS);
  }

  /** What is held up or lies there already counts once more. */
  #readAgain(): void {
    this.codes.forget();
    this.presenting.forget();
  }

  #reportTurnstile(): void {
    const { board } = this.#parts;
    const { state, detail } = this.turnstile.state();
    const isBack = state === 'ok' && board.stateOf('gate') === 'notAnswering';
    board.set('gate', state, detail);
    if (!isBack) return;
    this.gate.gateAnswers();
    // Whoever was let down and still waits is looked at again.
    this.lookAgain();
    this.codes.forget();
  }
}
