import type { Clock } from '../shared/clock.ts';
import type { GateMode } from '../shared/gate-mode.ts';
import type { PassKind, Way } from '../shared/opens-with.ts';
import { stepClaim, wantedOf } from './claim.ts';
import { noClaim } from './claim-state.ts';
import type { ClaimEffect, ClaimEvent, ClaimLimits, ClaimState, Shown } from './claim-state.ts';
import { eventOf } from './event-of.ts';
import { noTrack } from './passage-state.ts';
import type { PassageEvent } from './passage-state.ts';
import { wantPhrases } from './ports.ts';
import type { Roster, Sighting, Voice } from './ports.ts';
import { proofOf } from './proof.ts';

export interface ClaimsParts {
  readonly ways: readonly Way[];
  readonly waitMs: number;
  readonly faceGoneMs: number;
  readonly roster: Roster;
  readonly voice: Voice;
  readonly clock: Clock;
  readonly mode: () => GateMode;
  readonly onFaceWanted: () => void;
  /** What lies there or is held up already is to count again. */
  readonly onThingsWanted: () => void;
  /** Takes what a passage is decided by. */
  readonly dispatch: (event: PassageEvent) => void;
}

/** Something other than a face; `name`: where it says one itself. */
export type Presented = Omit<Shown, 'face' | 'name'> & { readonly name?: string };
export type Refused = Pick<Extract<PassageEvent, { kind: 'refused' }>, 'reason' | 'workerId' | 'detail'>;

/** Gathers what one person shows until it is enough to decide about a passage. Fails closed. */
export class Claims {
  readonly #parts: ClaimsParts;
  readonly #limits: ClaimLimits;
  #state: ClaimState = noClaim;
  /** Something besides a face was shown in vain, and may still lie there. */
  #isInVain = false;
  /** The face that was seen last. */
  #face = { track: noTrack, seenMs: 0, isAsked: false };

  constructor(parts: ClaimsParts) {
    this.#parts = parts;
    const { ways, waitMs, faceGoneMs } = parts;
    this.#limits = { ways, waitMs, faceGoneMs };
  }

  /** What is still to be shown by whoever has begun; empty: nobody has. */
  get wanted(): readonly PassKind[] {
    return wantedOf(this.#state, this.#limits.ways);
  }

  /** What opens here besides a face. */
  get besidesFace(): readonly PassKind[] {
    return [...new Set(this.#limits.ways.flat())].filter((kind) => kind !== 'face');
  }

  see(sighting: Sighting): void {
    const atMs = this.#parts.clock.monotonic();
    const isFaceWanted = this.#limits.ways.some((way) => way.includes('face'));
    if (!isFaceWanted || sighting.kind === 'noFace') return this.#parts.dispatch({ kind: 'noFace', atMs });
    const { track } = sighting;
    const wasAsked = this.#face.isAsked && this.#face.track === track;
    this.#face = { track, seenMs: atMs, isAsked: sighting.kind === 'challenge' };
    this.#take({ kind: 'faceSeen', track, atMs });
    const event = this.#eventOf(sighting);
    if (event.kind === 'challenge') this.#take({ kind: 'challenged', untilMs: event.untilMs, atMs });
    if (event.kind !== 'recognised' || event.worker.barredReason !== null) {
      if (event.kind === 'recognised' || event.kind === 'refused') this.#take({ kind: 'faceRefused', track, atMs });
      return this.#parts.dispatch(event);
    }
    const { workerId, name, score, threshold, picture } = event.worker;
    const face = { track, score, threshold, picture };
    const shown: Shown = { kind: 'face', workerId, name, face, code: null, codeToUse: null };
    const effects = this.#take({ kind: 'shown', shown, atMs });
    // He has done what was asked for: that is over, also where something is still to be shown.
    if (wasAsked && effects.every(({ kind }) => kind === 'ask'))
      this.#parts.dispatch({ kind: 'looking', track, hint: null, atMs });
    if (!this.#isInVain || this.wanted.length === 0) return;
    this.#isInVain = false;
    this.#parts.onThingsWanted();
  }

  present(presented: Presented): void {
    const atMs = this.#parts.clock.monotonic();
    const { workerId, name = null } = presented;
    if (workerId === null) {
      if (this.#parts.mode() === 'lockedDown') return this.refuse({ reason: 'lockedDown', workerId, detail: presented.kind });
      this.#take({ kind: 'shown', shown: { ...presented, name, face: null }, atMs });
      return;
    }
    // Who may not enter is told so at once, whatever he would have to show besides.
    const event = this.#eventOf(this.#asSighting([{ workerId, face: null }]));
    if (event.kind !== 'recognised' || event.worker.barredReason !== null) return this.#parts.dispatch(event);
    this.#take({ kind: 'shown', shown: { ...presented, name: event.worker.name, face: null }, atMs });
  }

  refuse(refused: Refused): void {
    const atMs = this.#parts.clock.monotonic();
    const nothing = { track: this.#trackNow(), hint: null, score: null, picture: null };
    this.#parts.dispatch({ kind: 'refused', ...nothing, ...refused, atMs });
  }

  tick(): void {
    this.#take({ kind: 'tick', atMs: this.#parts.clock.monotonic() });
  }

  #take(event: ClaimEvent): readonly ClaimEffect[] {
    const before = this.#state;
    const [state, effects] = stepClaim(before, event, this.#limits);
    this.#state = state;
    this.#isInVain = isInVain(before, state, effects) ?? this.#isInVain;
    for (const effect of effects) this.#perform(effect);
    return effects;
  }

  #perform(effect: ClaimEffect): void {
    switch (effect.kind) {
      case 'complete':
        return this.#complete(effect.shown);
      case 'ask': {
        const [first] = effect.wanted;
        // Whose face is asked for a move must hear that, and shows his face already.
        const isTold = first === 'face' && this.#face.isAsked && this.#trackNow() !== noTrack;
        if (first !== undefined && !isTold) this.#parts.voice.say(wantPhrases[first], null);
        if (effect.wanted.includes('face')) this.#parts.onFaceWanted();
        return;
      }
      case 'refuse':
        return this.refuse({ reason: effect.reason, workerId: effect.workerId, detail: effect.missing.join(' ') || null });
    }
  }

  #complete(shown: readonly Shown[]): void {
    const event = this.#eventOf(this.#asSighting(shown));
    // Removed, barred or locked out while he showed the rest.
    if (event.kind !== 'recognised' || event.worker.barredReason !== null) return this.#parts.dispatch(event);
    const proof = proofOf(shown);
    const codeToUse = shown.find((one) => one.codeToUse !== null)?.codeToUse ?? null;
    const more = { ...(proof === undefined ? {} : { proof }), ...(codeToUse === null ? {} : { codeToUse }) };
    this.#parts.dispatch({ ...event, worker: { ...event.worker, ...more } });
  }

  #eventOf(sighting: Sighting): PassageEvent {
    const { roster, clock, mode } = this.#parts;
    const isKnown = sighting.kind === 'recognised' || sighting.kind === 'barred';
    return eventOf(sighting, isKnown ? roster.find(sighting.workerId) : null, clock.monotonic(), mode());
  }

  /** Who has shown all this, as if he had been seen; what says of nobody whose it is makes nobody. */
  #asSighting(shown: readonly Pick<Shown, 'workerId' | 'face'>[]): Sighting {
    const workerId = shown.find((one) => one.workerId !== null)?.workerId ?? null;
    const face = shown.find((one) => one.face !== null)?.face ?? null;
    const seen = face ?? { track: this.#trackNow(), score: 0, threshold: 0, picture: null };
    return workerId === null ? { kind: 'unknown', ...seen } : { kind: 'recognised', workerId, ...seen };
  }

  /** The face that stands there, so that it does not cut short what its bearer is told. */
  #trackNow(): number {
    const isThere = this.#parts.clock.monotonic() - this.#face.seenMs < this.#limits.faceGoneMs;
    return isThere ? this.#face.track : noTrack;
  }
}

/** Whether something besides a face came to nothing; what has opened must not do so again because it still lies there. Null: neither. */
function isInVain(before: ClaimState, after: ClaimState, effects: readonly ClaimEffect[]): boolean | null {
  if (effects.some(({ kind }) => kind === 'complete')) return false;
  const isDropped = [...before.held.keys()].some((kind) => kind !== 'face' && !after.held.has(kind));
  const isRefused = effects.some((effect) => effect.kind === 'refuse' && effect.reason === 'notHolder');
  return isDropped || isRefused ? true : null;
}
