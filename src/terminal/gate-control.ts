import type { Config } from '../config/schema.ts';
import type { Gate } from '../gate/gate.ts';
import { initialMode, modeOf, stepMode } from '../gate/mode.ts';
import type { ModeEffect, ModeEvent, ModeState } from '../gate/mode.ts';
import { initialWatch, stepWatch } from '../gate/watch.ts';
import type { WatchEffect, WatchEvent, WatchState } from '../gate/watch.ts';
import type { ObservableTurnstile } from '../hardware/diagnostics.ts';
import type { GpioPort } from '../hardware/gpio/port.ts';
import type { InputReport } from '../hardware/inputs/input-report.ts';
import { Inputs } from '../hardware/inputs/inputs.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { GateMode, OrderedMode } from '../shared/gate-mode.ts';
import { inputNames } from '../shared/input-name.ts';
import { laneSubject, type LaneNumber } from '../shared/lanes.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { StatusBoard } from './status-board.ts';

export interface GateControlParts {
  /** Default: the only one. */
  readonly lane?: LaneNumber;
  readonly inputs: Config['inputs'];
  readonly turnstile: ObservableTurnstile;
  readonly gpio: GpioPort;
  readonly gate: Pick<Gate, 'setMode'>;
  readonly store: Pick<Store, 'audit' | 'meta' | 'markTaken'>;
  readonly board: Pick<StatusBoard, 'set'>;
  /** The fire input changed; whoever hears of it calls `fire`. Default: `fire` is called at once. */
  readonly onFire?: (isActive: boolean) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where what was ordered of a lane's gate is kept. */
const modeNotes: Readonly<Record<LaneNumber, string>> = { 1: 'gate.mode', 2: 'gate.mode.2' };

/** Performs what the machines of modes and of contacts ask for: holds the gate, writes it down, shows it. */
export class GateControl {
  readonly #parts: GateControlParts;
  readonly #lost = new Set<string>();
  /** Neither read nor lost so far. */
  readonly #unread = new Set<string>();
  #mode: ModeState;
  #watch: WatchState = initialWatch;
  #inputs: Inputs | null = null;
  readonly #lane: LaneNumber;
  /** What the audit log names: nothing where there is one lane only. */
  readonly #subject: string | null;

  constructor(parts: GateControlParts) {
    this.#parts = parts;
    this.#lane = parts.lane ?? 1;
    this.#subject = laneSubject(this.#lane);
    this.#mode = initialMode(parts.store.meta.get(modeNotes[this.#lane]));
    parts.gate.setMode(this.mode);
  }

  get mode(): GateMode {
    return modeOf(this.#mode);
  }

  /** What is wired to the terminal, for the technician's page. */
  inputs(): readonly InputReport[] {
    return this.#inputs?.reports() ?? [];
  }

  /** Begins to read the inputs. */
  start(): void {
    const { inputs, turnstile, gpio, board, clock, log } = this.#parts;
    board.set('gateMode', this.mode);
    board.set('door', inputs.door.source === 'none' ? 'notConfigured' : 'unknown');
    board.set('tamper', inputs.tamper.source === 'none' ? 'notConfigured' : 'unknown');
    const onInput = (name: InputReport['name'], isActive: boolean | null): void => {
      this.#unread.delete(name);
      if (isActive === null) this.#lost.add(name);
      else this.#lost.delete(name);
      // Lines of the machine are read while `Inputs` is made: shown when all of them have been.
      if (this.#inputs !== null) this.#showInputs();
      this.#onWatch({ kind: 'input', name, isActive, atMs: clock.monotonic() });
    };
    for (const name of inputNames) if (inputs[name].source !== 'none') this.#unread.add(name);
    this.#inputs = new Inputs({ inputs, turnstile, gpio, listener: { onInput }, clock, log });
    this.#showInputs();
  }

  /**
   * Orders how the gate stands. Throws `gate.cannotHold` where this turnstile cannot be kept open, `store.*` when the order could
   * not be written down: then nothing changes.
   */
  order(mode: OrderedMode, actor: string): void {
    if (mode === 'heldOpen' && !this.#parts.turnstile.canHold) {
      throw new Fault('gate.cannotHold', 'this turnstile opens for single passages only');
    }
    this.#onMode({ kind: 'ordered', mode, actor });
  }

  /** The gate opened for a passage. */
  opened(openingId: number): void {
    this.#onWatch({ kind: 'opened', openingId, atMs: this.#parts.clock.monotonic() });
  }

  /** A fire releases the gate, until it is over. */
  fire(isActive: boolean): void {
    this.#onMode({ kind: 'fire', isActive });
  }

  /** Lets time pass; call a few times a second. */
  tick(): void {
    this.#onWatch({ kind: 'tick', atMs: this.#parts.clock.monotonic() });
  }

  async close(): Promise<void> {
    await this.#inputs?.close();
  }

  #onMode(event: ModeEvent): void {
    const [state, effects] = stepMode(this.#mode, event);
    const before = this.mode;
    // An order's note comes first, and an order that cannot be noted does not count.
    if (event.kind === 'ordered') for (const effect of effects) this.#performMode(effect);
    this.#mode = state;
    if (event.kind === 'fire') this.#performFire(effects);
    if (this.mode === before) return;
    const { gate, board, log, clock } = this.#parts;
    gate.setMode(this.mode);
    board.set('gateMode', this.mode);
    log.warn('gate', 'modeChanged', { mode: this.mode });
    const isHeld = this.mode === 'heldOpen' || this.mode === 'released';
    this.#onWatch({ kind: 'held', isHeld, atMs: clock.monotonic() });
  }

  /** Whatever else fails, the gate is released. */
  #performFire(effects: readonly ModeEffect[]): void {
    for (const effect of effects) this.#orLog(() => this.#performMode(effect));
  }

  #performMode(effect: ModeEffect): void {
    const { turnstile, store, clock } = this.#parts;
    switch (effect.kind) {
      case 'hold':
        return turnstile.hold(effect.reason);
      case 'keep':
        return store.meta.set(modeNotes[this.#lane], effect.mode);
      case 'note':
        return store.audit.add({ atMs: clock.now(), actor: effect.actor, action: effect.action, subject: this.#subject });
    }
  }

  #onWatch(event: WatchEvent): void {
    const { passageSeconds, doorSeconds } = this.#parts.inputs;
    const limits = { passageMs: passageSeconds * 1_000, doorMs: doorSeconds * 1_000 };
    const [state, effects] = stepWatch(this.#watch, event, limits);
    this.#watch = state;
    for (const effect of effects) this.#orLog(() => this.#performWatch(effect));
  }

  #performWatch(effect: WatchEffect): void {
    const { store, board, clock, log } = this.#parts;
    switch (effect.kind) {
      case 'markTaken':
        log.info('gate', effect.isTaken ? 'passageTaken' : 'passageNotTaken', { opening: effect.openingId });
        return store.markTaken(effect.openingId, effect.isTaken);
      case 'door':
        return board.set('door', effect.state);
      case 'tamper':
        return board.set('tamper', effect.isOpen === null ? 'unknown' : effect.isOpen ? 'opened' : 'ok');
      case 'fire':
        return (this.#parts.onFire ?? ((isActive) => this.fire(isActive)))(effect.isActive);
      case 'buttonPressed':
        return this.#onButton();
      case 'note':
        return store.audit.add({ atMs: clock.now(), actor: 'system', action: effect.action, subject: this.#subject });
    }
  }

  /** Written down before the gate moves; a locked gate stays shut. */
  #onButton(): void {
    const { store, turnstile, clock } = this.#parts;
    const isLocked = this.mode === 'lockedDown';
    const action = isLocked ? 'gate.buttonRefused' : 'gate.openedByButton';
    store.audit.add({ atMs: clock.now(), actor: 'button', action, subject: this.#subject });
    if (!isLocked) void turnstile.open();
  }

  #showInputs(): void {
    const { inputs, board } = this.#parts;
    if (inputNames.every((name) => inputs[name].source === 'none')) board.set('inputs', 'notConfigured');
    else if (this.#lost.size > 0) board.set('inputs', 'lost', listed(this.#lost));
    else if (this.#unread.size > 0) board.set('inputs', 'connecting', listed(this.#unread));
    else board.set('inputs', 'ok');
  }

  #orLog(act: () => void): void {
    try {
      act();
    } catch (error) {
      const { code } = Fault.from(error, 'internal.bug', 'what an input asked for failed');
      this.#parts.log.error('gate', 'inputFailed', { code });
    }
  }
}

const listed = (names: ReadonlySet<string>): string => [...names].toSorted().join(', ');
