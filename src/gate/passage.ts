import type { GateAnswer, RefusalReason } from '../shared/gate-view.ts';
import type { Hint } from '../shared/hint.ts';
import type { OpeningOutcome, PhraseKey, Sighting } from './ports.ts';

/**
 * One passage after another as a pure state machine: `step(state, event)` answers the next state and what has to be done,
 * in order. All times are monotonic ms and arrive with the events.
 */

/** How long things last; durations of the screen are those of the kiosk's design. */
export interface PassageLimits {
  readonly admittedMs: number;
  readonly alreadyInMs: number;
  readonly refusedMs: number;
  readonly barredMs: number;
  /** Upper bound for showing a name while the gate does not answer. */
  readonly notAnsweringMs: number;
  /** A person counts once in this time. */
  readonly repeatMs: number;
  /** Without any face for this long the gate is idle again. */
  readonly faceGoneMs: number;
}

export const defaultLimits: Omit<PassageLimits, 'repeatMs'> = {
  admittedMs: 2_000,
  alreadyInMs: 1_500,
  refusedMs: 2_000,
  barredMs: 3_000,
  notAnsweringMs: 6_000,
  faceGoneMs: 700,
};

/** The worker a recognition points to, as the roster knows him at that moment; null: removed in between. */
export interface Recognised {
  readonly workerId: string;
  readonly name: string;
  readonly barredReason: string | null;
  readonly score: number;
  readonly threshold: number;
  readonly picture: Uint8Array | null;
}

export type PassageEvent =
  | { readonly kind: 'noFace'; readonly atMs: number }
  | { readonly kind: 'looking'; readonly track: number; readonly hint: Hint | null; readonly atMs: number }
  | { readonly kind: 'recognised'; readonly track: number; readonly worker: Recognised; readonly atMs: number }
  | {
      readonly kind: 'refused';
      readonly track: number;
      readonly reason: Exclude<RefusalReason, 'barred' | 'notRecorded'>;
      readonly hint: Hint | null;
      readonly score: number | null;
      readonly picture: Uint8Array | null;
      readonly atMs: number;
    }
  | {
      readonly kind: 'recorded';
      readonly passage: number;
      readonly punchId: number;
      readonly openingId: number;
      readonly atMs: number;
    }
  | { readonly kind: 'recordFailed'; readonly passage: number; readonly atMs: number }
  | { readonly kind: 'openingSettled'; readonly openingId: number; readonly outcome: OpeningOutcome; readonly atMs: number }
  | { readonly kind: 'gateAnswers'; readonly atMs: number }
  | { readonly kind: 'tick'; readonly atMs: number };

export type PassageEffect =
  /** Write the punch down; answer with `recorded` or `recordFailed`. */
  | { readonly kind: 'record'; readonly passage: number; readonly worker: Recognised }
  /** Write another opening of a punch that already counts; answer as for `record`. */
  | { readonly kind: 'recordRepeat'; readonly passage: number; readonly punchId: number }
  | {
      readonly kind: 'recordRefusal';
      readonly reason: RefusalReason;
      readonly workerId: string | null;
      readonly score: number | null;
      readonly detail: string | null;
      readonly picture: Uint8Array | null;
    }
  | { readonly kind: 'openGate'; readonly openingId: number }
  | { readonly kind: 'say'; readonly phrase: PhraseKey; readonly workerId: string | null };

/** What is on show after a decision. */
type Outcome =
  | {
      readonly kind: 'admitted' | 'alreadyIn';
      readonly worker: Recognised;
      readonly countedAtMs: number;
      readonly gate: GateAnswer;
    }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly hint: Hint | null; readonly detail: string | null };

export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'approaching'; readonly track: number; readonly hint: Hint | null; readonly seenAtMs: number }
  | {
      readonly kind: 'recording';
      readonly passage: number;
      readonly track: number;
      readonly worker: Recognised;
      readonly repeatOf: Counted | null;
    }
  | {
      readonly kind: 'shown';
      readonly track: number;
      readonly openingId: number | null;
      readonly outcome: Outcome;
      readonly untilMs: number;
    };

/** A punch that still counts for its worker. */
export interface Counted {
  readonly punchId: number;
  readonly atMs: number;
}

export interface PassageState {
  readonly phase: Phase;
  readonly nextPassage: number;
  /** Workers whose last punch lies within `repeatMs`. */
  readonly counted: ReadonlyMap<string, Counted>;
}

/** `counted`: punches of before the start, so that a restart does not count anyone twice. */
export function initialState(counted: ReadonlyMap<string, Counted> = new Map()): PassageState {
  return { phase: { kind: 'idle' }, nextPassage: 1, counted };
}

type Step = readonly [PassageState, readonly PassageEffect[]];

export function step(state: PassageState, event: PassageEvent, limits: PassageLimits): Step {
  switch (event.kind) {
    case 'noFace':
    case 'tick':
      return [{ ...state, phase: afterTime(state.phase, event, limits) }, []];
    case 'looking':
      return [{ ...state, phase: afterLooking(state.phase, event) }, []];
    case 'recognised':
      return onRecognised(state, event, limits);
    case 'refused':
      return onRefused(state, event, limits);
    case 'recorded':
      return onRecorded(state, event, limits);
    case 'recordFailed':
      return onRecordFailed(state, event, limits);
    case 'openingSettled':
      return onSettled(state, event, limits);
    case 'gateAnswers':
      return [{ ...state, phase: afterGateAnswers(state.phase, event.atMs) }, []];
  }
}

function afterTime(
  phase: Phase,
  event: { readonly kind: 'noFace' | 'tick'; readonly atMs: number },
  limits: PassageLimits,
): Phase {
  if (phase.kind === 'shown') return event.atMs >= phase.untilMs ? { kind: 'idle' } : phase;
  if (phase.kind === 'approaching') return event.atMs - phase.seenAtMs >= limits.faceGoneMs ? { kind: 'idle' } : phase;
  return phase;
}

function afterLooking(phase: Phase, event: { readonly track: number; readonly hint: Hint | null; readonly atMs: number }): Phase {
  if (phase.kind === 'recording') return phase;
  // The next face cuts the outcome short; the same face leaves it standing for its time.
  if (phase.kind === 'shown' && phase.track === event.track && event.atMs < phase.untilMs) return phase;
  return { kind: 'approaching', track: event.track, hint: event.hint, seenAtMs: event.atMs };
}

function onRecognised(
  state: PassageState,
  event: { readonly track: number; readonly worker: Recognised; readonly atMs: number },
  limits: PassageLimits,
): Step {
  if (state.phase.kind === 'recording') return [state, []];
  const { worker, track, atMs } = event;
  if (worker.barredReason !== null) {
    const outcome: Outcome = { kind: 'refused', reason: 'barred', hint: null, detail: worker.barredReason };
    return [
      { ...state, phase: { kind: 'shown', track, openingId: null, outcome, untilMs: atMs + limits.barredMs } },
      [
        {
          kind: 'recordRefusal',
          reason: 'barred',
          workerId: worker.workerId,
          score: worker.score,
          detail: worker.barredReason,
          picture: worker.picture,
        },
        { kind: 'say', phrase: 'barred', workerId: null },
      ],
    ];
  }
  const passage = state.nextPassage;
  const last = state.counted.get(worker.workerId);
  const repeatOf = last !== undefined && atMs - last.atMs < limits.repeatMs ? last : null;
  return [
    { ...state, nextPassage: passage + 1, phase: { kind: 'recording', passage, track, worker, repeatOf } },
    [repeatOf === null ? { kind: 'record', passage, worker } : { kind: 'recordRepeat', passage, punchId: repeatOf.punchId }],
  ];
}

function onRefused(state: PassageState, event: Extract<PassageEvent, { kind: 'refused' }>, limits: PassageLimits): Step {
  if (state.phase.kind === 'recording') return [state, []];
  const outcome: Outcome = { kind: 'refused', reason: event.reason, hint: event.hint, detail: null };
  const effects: PassageEffect[] = [
    {
      kind: 'recordRefusal',
      reason: event.reason,
      workerId: null,
      score: event.score,
      detail: event.hint,
      picture: event.picture,
    },
  ];
  if (event.reason === 'unknown' || event.reason === 'attack')
    effects.push({ kind: 'say', phrase: event.reason, workerId: null });
  return [
    { ...state, phase: { kind: 'shown', track: event.track, openingId: null, outcome, untilMs: event.atMs + limits.refusedMs } },
    effects,
  ];
}

function onRecorded(state: PassageState, event: Extract<PassageEvent, { kind: 'recorded' }>, limits: PassageLimits): Step {
  const { phase } = state;
  if (phase.kind !== 'recording' || phase.passage !== event.passage) return [state, []];
  const { worker, repeatOf, track } = phase;
  const counted = new Map([...state.counted].filter(([, c]) => event.atMs - c.atMs < limits.repeatMs));
  if (repeatOf === null) counted.set(worker.workerId, { punchId: event.punchId, atMs: event.atMs });
  const outcome: Outcome = {
    kind: repeatOf === null ? 'admitted' : 'alreadyIn',
    worker,
    countedAtMs: repeatOf?.atMs ?? event.atMs,
    gate: 'opening',
  };
  const lastsMs = repeatOf === null ? limits.admittedMs : limits.alreadyInMs;
  return [
    { ...state, counted, phase: { kind: 'shown', track, openingId: event.openingId, outcome, untilMs: event.atMs + lastsMs } },
    [
      { kind: 'openGate', openingId: event.openingId },
      { kind: 'say', phrase: outcome.kind === 'admitted' ? 'admitted' : 'alreadyIn', workerId: worker.workerId },
    ],
  ];
}

function onRecordFailed(
  state: PassageState,
  event: Extract<PassageEvent, { kind: 'recordFailed' }>,
  limits: PassageLimits,
): Step {
  const { phase } = state;
  if (phase.kind !== 'recording' || phase.passage !== event.passage) return [state, []];
  const outcome: Outcome = { kind: 'refused', reason: 'notRecorded', hint: null, detail: null };
  return [
    { ...state, phase: { kind: 'shown', track: phase.track, openingId: null, outcome, untilMs: event.atMs + limits.refusedMs } },
    [],
  ];
}

function onSettled(state: PassageState, event: Extract<PassageEvent, { kind: 'openingSettled' }>, limits: PassageLimits): Step {
  const { phase } = state;
  const isSilent = event.outcome !== 'opened';
  const effects: PassageEffect[] = isSilent ? [{ kind: 'say', phrase: 'notAnswering', workerId: null }] : [];
  if (phase.kind !== 'shown' || phase.openingId !== event.openingId || phase.outcome.kind === 'refused') return [state, effects];
  const outcome: Outcome = { ...phase.outcome, gate: isSilent ? 'notAnswering' : 'opened' };
  const untilMs = isSilent ? event.atMs + limits.notAnsweringMs : phase.untilMs;
  return [{ ...state, phase: { ...phase, outcome, untilMs } }, effects];
}

/** The board is back: the amber band has said what it had to say. */
function afterGateAnswers(phase: Phase, atMs: number): Phase {
  if (phase.kind !== 'shown' || phase.outcome.kind === 'refused' || phase.outcome.gate !== 'notAnswering') return phase;
  return { ...phase, untilMs: atMs };
}

/** The event that a sighting stands for; `worker` is the roster's entry of a recognised one. */
export function eventOf(
  sighting: Sighting,
  worker: { readonly name: string; readonly barredReason: string | null } | null,
  atMs: number,
): PassageEvent {
  switch (sighting.kind) {
    case 'noFace':
      return { kind: 'noFace', atMs };
    case 'looking':
      return { kind: 'looking', track: sighting.track, hint: sighting.hint, atMs };
    case 'recognised': {
      const { track, workerId, score, threshold, picture } = sighting;
      // Removed between match and verdict: nobody that the terminal knows.
      if (worker === null) return { kind: 'refused', track, reason: 'unknown', hint: null, score, picture, atMs };
      return { kind: 'recognised', track, worker: { workerId, ...worker, score, threshold, picture }, atMs };
    }
    case 'unknown':
      return {
        kind: 'refused',
        track: sighting.track,
        reason: 'unknown',
        hint: null,
        score: sighting.score,
        picture: sighting.picture,
        atMs,
      };
    case 'livenessUnavailable':
      return {
        kind: 'refused',
        track: sighting.track,
        reason: 'livenessUnavailable',
        hint: null,
        score: null,
        picture: sighting.picture,
        atMs,
      };
    case 'poorView':
      return {
        kind: 'refused',
        track: sighting.track,
        reason: 'poorView',
        hint: sighting.hint,
        score: null,
        picture: sighting.picture,
        atMs,
      };
  }
}
