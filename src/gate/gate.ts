import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { GateView } from '../shared/gate-view.ts';
import type { Log } from '../shared/log.ts';
import type { GateMode } from '../shared/gate-mode.ts';
import type { CodeToUse } from './claim-state.ts';
import { Claims } from './claims.ts';
import type { Presented, Refused } from './claims.ts';
import { step } from './passage.ts';
import { initialState } from './passage-state.ts';
import type { Counted, PassageEffect, PassageEvent, PassageLimits, PassageState } from './passage-state.ts';
import type { OpeningOutcome, PassageJournal, PunchRef, Roster, Sighting, Turnstile, Voice } from './ports.ts';
import type { Way } from '../shared/opens-with.ts';
import { viewOf, withWanted } from './view.ts';

export interface GateParts {
  readonly turnstile: Turnstile;
  readonly journal: PassageJournal;
  readonly roster: Roster;
  readonly voice: Voice;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: PassageLimits;
  readonly direction: 'in' | 'out';
  /** Written down with each punch. Default 1. */
  readonly lane?: number;
  /** What opens: any one of these. Default: a face. */
  readonly ways?: readonly Way[];
  /** Within this the rest must be shown once somebody has begun. Default 10 s. */
  readonly waitMs?: number;
  /** Uses a code up; false: it was used before. Default: every one was. */
  readonly useCode?: (code: CodeToUse) => boolean;
  /** Nobody got in by a code that was used up: it counts again. */
  readonly releaseCode?: (code: CodeToUse) => void;
  /** The face that may stand there already is to be looked at again. */
  readonly onFaceWanted?: () => void;
  /** What lies before the readers or is held up to the camera already is to count again. */
  readonly onThingsWanted?: () => void;
  /** Punches of before the start that still count, by worker; times on the monotonic clock. */
  readonly counted?: ReadonlyMap<string, Counted>;
  /** The wall clock cannot be trusted at this moment. */
  readonly isClockDoubtful: () => boolean;
  /** Called at each change of what is to be shown. */
  readonly onView: (view: GateView) => void;
  /** The gate opened for a passage. */
  readonly onOpened?: (openingId: number) => void;
  /** A new punch is on disk; the pulse is ordered right behind it. `counted`: its time on the monotonic clock. */
  readonly onPunch?: (workerId: string, counted: Counted) => void;
  /**
   * The worker may still stand there and should be looked at again: his pulse is in doubt, or he could not be recorded. `isShut`:
   * surely nobody got in, so that what he showed is to count again as well.
   */
  readonly onLetDown?: (isShut: boolean) => void;
  /** The store refused a passage. */
  readonly onStoreFault: (fault: Fault) => void;
}

/** Performs what the state machine asks for, strictly in order: the relay is never ordered before its row is on disk. */
export class Gate {
  readonly #parts: GateParts;
  readonly #queue: PassageEvent[] = [];
  #state: PassageState;
  #isDraining = false;
  #mode: GateMode = 'normal';
  readonly #claims: Claims;
  #shownPhase: PassageState['phase'];
  #shownWanted = '';

  constructor(parts: GateParts) {
    this.#parts = parts;
    const { ways = [['face']], waitMs = 10_000, onFaceWanted = () => undefined, onThingsWanted = () => undefined } = parts;
    const { roster, voice, clock, limits } = parts;
    this.#claims = new Claims({
      ways,
      waitMs,
      faceGoneMs: limits.faceGoneMs,
      roster,
      voice,
      clock,
      mode: () => this.#mode,
      onFaceWanted,
      onThingsWanted,
      dispatch: (event) => this.#dispatch(event),
    });
    this.#state = initialState(parts.counted);
    this.#shownPhase = this.#state.phase;
  }

  /** What recognition saw in the newest frame. */
  see(sighting: Sighting): void {
    this.#claims.see(sighting);
    this.#show();
  }

  /** Something else than a face was shown, and is good in itself. */
  present(presented: Presented): void {
    this.#claims.present(presented);
    this.#show();
  }

  /** Something was shown that is no good. */
  refuse(refused: Refused): void {
    this.#claims.refuse(refused);
  }

  /** While the gate is locked down nobody is let in. Passages that are open already are not called back. */
  setMode(mode: GateMode): void {
    this.#mode = mode;
  }

  /** Lets time pass; call a few times a second. */
  tick(): void {
    this.#claims.tick();
    this.#dispatch({ kind: 'tick', atMs: this.#parts.clock.monotonic() });
  }

  /** A gate that lets the same people through has counted one of them. */
  countedElsewhere(workerId: string, counted: Counted, direction: 'in' | 'out'): void {
    const isSameDirection = direction === this.#parts.direction;
    this.#dispatch({ kind: 'countedElsewhere', workerId, counted, isSameDirection });
  }

  /** The turnstile answers again after a silence. */
  gateAnswers(): void {
    this.#dispatch({ kind: 'gateAnswers', atMs: this.#parts.clock.monotonic() });
  }

  view(): GateView {
    const view = viewOf(this.#state, this.#parts.direction, (atMs) => this.#wallTime(atMs));
    return withWanted(view, this.#claims.wanted, this.#claims.besidesFace);
  }

  #dispatch(event: PassageEvent): void {
    this.#queue.push(event);
    if (this.#isDraining) return;
    this.#isDraining = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#advance(next);
    } finally {
      this.#isDraining = false;
    }
    this.#show();
  }

  /** Only where it came to rest: the screen does not flicker through what lies between. */
  #show(): void {
    const { phase } = this.#state;
    const wanted = this.#claims.wanted.join(' ');
    if (phase === this.#shownPhase && wanted === this.#shownWanted) return;
    this.#shownPhase = phase;
    this.#shownWanted = wanted;
    this.#parts.onView(this.view());
  }

  #advance(event: PassageEvent): void {
    const [state, effects] = step(this.#state, event, this.#parts.limits);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: PassageEffect): void {
    const { journal, voice, clock } = this.#parts;
    switch (effect.kind) {
      case 'record':
        this.#record(effect.passage, effect.worker, () =>
          journal.recordPunch({
            workerId: effect.worker.workerId,
            atMs: clock.now(),
            direction: this.#parts.direction,
            lane: this.#parts.lane ?? 1,
            score: effect.worker.score,
            threshold: effect.worker.threshold,
            picture: effect.worker.picture,
            isClockDoubtful: this.#parts.isClockDoubtful(),
            ...(effect.worker.proof === undefined ? {} : { proof: effect.worker.proof }),
          }),
        );
        return;
      case 'recordRepeat':
        this.#record(effect.passage, effect, () => journal.recordRepeat(effect.punchId, clock.now()));
        return;
      case 'recordRefusal':
        return this.#recordRefusal(effect);
      case 'openGate':
        void this.#open(effect);
        return;
      case 'say':
        return voice.say(effect.phrase, effect.workerId);
    }
  }

  /** `workerId`: for whom the punch is a new one; absent: it counted before. */
  #record(
    passage: number,
    { workerId, codeToUse }: { readonly workerId?: string; readonly codeToUse?: CodeToUse },
    write: () => PunchRef,
  ): void {
    const { useCode = () => false, clock, log } = this.#parts;
    let used: CodeToUse | undefined;
    let written: PunchRef;
    try {
      if (codeToUse !== undefined && !useCode(codeToUse)) {
        this.#queue.push({ kind: 'codeSpent', passage, atMs: clock.monotonic() });
        return;
      }
      used = codeToUse;
      written = write();
    } catch (error) {
      this.#release(used);
      this.#onStoreFault(error, 'the punch could not be recorded');
      this.#queue.push({ kind: 'recordFailed', passage, atMs: clock.monotonic() });
      this.#parts.onLetDown?.(true);
      return;
    }
    const { punchId, openingId } = written;
    log.info('gate', 'recorded', { punch: punchId, opening: openingId });
    const atMs = clock.monotonic();
    this.#queue.push({ kind: 'recorded', passage, punchId, openingId, atMs });
    if (workerId !== undefined) this.#tellPunch(workerId, { punchId, atMs });
  }

  /** A punch that is on disk counts, whatever goes wrong with those who hear of it. */
  #tellPunch(workerId: string, counted: Counted): void {
    try {
      this.#parts.onPunch?.(workerId, counted);
    } catch (error) {
      const { code } = Fault.from(error, 'internal.bug', 'what follows a punch failed');
      this.#parts.log.error('gate', 'punchNotTold', { code });
    }
  }

  /** Where it cannot be released it stays used up. */
  #release(code: CodeToUse | undefined): void {
    if (code === undefined) return;
    try {
      this.#parts.releaseCode?.(code);
    } catch (error) {
      this.#onStoreFault(error, 'a code could not be released');
    }
  }

  #recordRefusal(effect: Extract<PassageEffect, { kind: 'recordRefusal' }>): void {
    const { kind: _, ...refusal } = effect;
    this.#parts.log.info('gate', 'refused', {
      reason: refusal.reason,
      score: refusal.score,
      detail: refusal.reason === 'barred' ? null : refusal.detail,
    });
    try {
      this.#parts.journal.recordRefusal({ ...refusal, lane: this.#parts.lane ?? 1, atMs: this.#parts.clock.now() });
    } catch (error) {
      // The person is refused all the same: only the note of it is lost, and the store's state says so.
      this.#onStoreFault(error, 'the refusal could not be recorded');
    }
  }

  async #open({ openingId, workerId, codeToUse }: Extract<PassageEffect, { kind: 'openGate' }>): Promise<void> {
    const { turnstile, journal, log, clock } = this.#parts;
    const orderedAtMs = clock.monotonic();
    const outcome: OpeningOutcome = await turnstile.open(workerId);
    log.info('gate', 'opening', { opening: openingId, outcome, tookMs: Math.round(clock.monotonic() - orderedAtMs) });
    try {
      journal.markOpening(openingId, outcome);
    } catch (error) {
      // The row stays `pending` and becomes `unknown` at the next start, which is the truth as the disk knows it.
      this.#onStoreFault(error, 'the outcome of an opening could not be recorded');
    }
    const hasGate = turnstile.state().state !== 'notConfigured';
    // Surely shut. An order whose fate is unknown may have opened, and its code stays used up.
    if (hasGate && outcome === 'notAnswering') this.#release(codeToUse);
    this.#dispatch({ kind: 'openingSettled', openingId, outcome: hasGate ? outcome : 'noGate', atMs: clock.monotonic() });
    if (outcome === 'opened') this.#parts.onOpened?.(openingId);
    if (outcome === 'unknown') this.#parts.onLetDown?.(false);
  }

  #onStoreFault(error: unknown, message: string): void {
    const fault = Fault.from(error, 'store.failed', message);
    this.#parts.log.error('store', 'failed', { code: fault.code });
    this.#parts.onStoreFault(fault);
  }

  #wallTime(monotonicMs: number): number {
    return this.#parts.clock.now() - (this.#parts.clock.monotonic() - monotonicMs);
  }
}
