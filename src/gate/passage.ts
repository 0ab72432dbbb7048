import { isOfAppearance, withGate, withOpening, withoutWorker, type Answered } from './answered.ts';
import { onCodeSpent, onRecordFailed, onRefused, unanswered } from './refusing.ts';
import { isWelcomed, withBearer } from './welcome.ts';
import type {
  Counted,
  Outcome,
  PassageEffect,
  PassageEvent,
  PassageLimits,
  PassageState,
  Phase,
  Recognised,
  Step,
} from './passage-state.ts';

/**
 * One passage after another as a pure state machine: `step(state, event)` answers the next state and what has to be done,
 * in order. All times are monotonic ms and arrive with the events.
 */

/** The next state, and what has to be done, in order. */
export function step(state: PassageState, event: PassageEvent, limits: PassageLimits): Step {
  const [next, effects] = advance(state, event, limits);
  const walkedAway = unanswered(state.phase, next.phase, event);
  return [next, walkedAway === null ? effects : [walkedAway, ...effects]];
}

function advance(state: PassageState, event: PassageEvent, limits: PassageLimits): Step {
  switch (event.kind) {
    case 'noFace':
    case 'tick':
      return [{ ...state, phase: afterTime(state.phase, event, limits) }, []];
    case 'looking':
      return onLooking(withBearer(state, event), event);
    case 'challenge':
      return onChallenge(withBearer(state, event), event);
    case 'recognised':
      return onRecognised(state, event, limits);
    case 'refused':
      return onRefused(state, event, limits);
    case 'recorded':
      return onRecorded(state, event, limits);
    case 'recordFailed':
      return onRecordFailed(state, event, limits);
    case 'codeSpent':
      return onCodeSpent(state, event, limits);
    case 'openingSettled':
      return onSettled(state, event, limits);
    case 'gateAnswers':
      return [{ ...state, phase: afterGateAnswers(state.phase, event.atMs) }, []];
    case 'countedElsewhere':
      return [withElsewhere(state, event), []];
  }
}

function afterTime(
  phase: Phase,
  event: { readonly kind: 'noFace' | 'tick'; readonly atMs: number },
  limits: PassageLimits,
): Phase {
  if (phase.kind === 'shown') return event.atMs >= phase.untilMs ? { kind: 'idle' } : phase;
  if (phase.kind === 'challenge') return askedAfterTime(phase, event, limits);
  if (phase.kind === 'approaching') return event.atMs - phase.seenAtMs >= limits.faceGoneMs ? { kind: 'idle' } : phase;
  return phase;
}

/** A machine that looks at no frame for a moment does not see anybody go: until one shows nobody the question stays, for its time. */
function askedAfterTime(
  phase: Extract<Phase, { kind: 'challenge' }>,
  { kind, atMs }: { readonly kind: 'noFace' | 'tick'; readonly atMs: number },
  { faceGoneMs }: PassageLimits,
): Phase {
  const missedAtMs = phase.missedAtMs ?? (kind === 'noFace' ? atMs : null);
  // Before it, on a slow machine, he may have been there all the time.
  const goneSinceMs = missedAtMs ?? Math.max(phase.seenAtMs, phase.untilMs);
  if (atMs - goneSinceMs >= faceGoneMs) return { kind: 'idle' };
  return missedAtMs === phase.missedAtMs ? phase : { ...phase, missedAtMs };
}

function onLooking(state: PassageState, event: Extract<PassageEvent, { kind: 'looking' }>): Step {
  const { phase } = state;
  const { track, hint, atMs } = event;
  if (phase.kind === 'recording') return [state, []];
  // The next face cuts the outcome short; the same face leaves it standing for its time.
  if (phase.kind === 'shown' && phase.track === track && atMs < phase.untilMs) return [state, []];
  return [{ ...state, phase: { kind: 'approaching', track, hint, seenAtMs: atMs } }, []];
}

/** Holding still is hardly ever worth a word: by the time it was said the move would be named. So it is said only to who does not by then. */
const HOLD_UNSAID_MS = 1_200;

/** What is asked for is said once, and again only when something else is. */
function onChallenge(state: PassageState, event: Extract<PassageEvent, { kind: 'challenge' }>): Step {
  const { phase } = state;
  const { track, step: move, untilMs, asked, atMs } = event;
  // What was asked before he was let in by other means is asked no more.
  if (phase.kind === 'recording' || isWelcomed(phase, track, atMs)) return [state, []];
  const isSame = phase.kind === 'challenge' && phase.track === track && phase.untilMs === untilMs && phase.step === move;
  const { sinceMs, isSaid } = isSame ? phase : { sinceMs: atMs, isSaid: false };
  const says = !isSaid && (move !== 'holdStill' || atMs - sinceMs >= HOLD_UNSAID_MS);
  return [
    {
      ...state,
      phase: {
        kind: 'challenge',
        track,
        step: move,
        sinceMs,
        untilMs,
        isSaid: isSaid || says,
        asked,
        seenAtMs: atMs,
        missedAtMs: null,
      },
    },
    says ? [{ kind: 'say', phrase: move, workerId: null }] : [],
  ];
}

function onRecognised(state: PassageState, event: Extract<PassageEvent, { kind: 'recognised' }>, limits: PassageLimits): Step {
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
  const last = state.counted.get(worker.workerId);
  const repeatOf = last !== undefined && stillCounts(last, atMs, limits) ? last : null;
  const answered = state.answered.get(worker.workerId);
  if (answered !== undefined && isOfAppearance(answered, event, repeatOf !== null))
    return onAnswered(state, answered, event, limits);
  const passage = state.nextPassage;
  return [
    { ...state, nextPassage: passage + 1, phase: { kind: 'recording', passage, track, worker, repeatOf } },
    [
      repeatOf === null
        ? { kind: 'record', passage, worker }
        : { kind: 'recordRepeat', passage, punchId: repeatOf.punchId, ...codeOf(worker) },
    ],
  ];
}

const codeOf = ({ codeToUse }: Recognised): Pick<Recognised, 'codeToUse'> => (codeToUse === undefined ? {} : { codeToUse });

/** He has had his opening; a second one would let somebody else in. */
function onAnswered(
  state: PassageState,
  { gate, untilMs }: Answered,
  { track, worker, atMs }: Extract<PassageEvent, { kind: 'recognised' }>,
  limits: PassageLimits,
): Step {
  if (atMs < untilMs) return [state, []];
  const countedAtMs = state.counted.get(worker.workerId)?.atMs ?? atMs;
  const outcome: Outcome = { kind: 'alreadyIn', worker, countedAtMs, gate };
  return [
    { ...state, phase: { kind: 'shown', track, openingId: null, outcome, untilMs: atMs + limits.alreadyInMs } },
    [{ kind: 'say', phrase: 'alreadyIn', workerId: worker.workerId }],
  ];
}

function onRecorded(state: PassageState, event: Extract<PassageEvent, { kind: 'recorded' }>, limits: PassageLimits): Step {
  const { phase } = state;
  if (phase.kind !== 'recording' || phase.passage !== event.passage) return [state, []];
  const { worker, repeatOf, track } = phase;
  const counted = new Map([...state.counted].filter(([, last]) => stillCounts(last, event.atMs, limits)));
  if (repeatOf === null) counted.set(worker.workerId, { punchId: event.punchId, atMs: event.atMs });
  const outcome: Outcome = {
    kind: repeatOf === null ? 'admitted' : 'alreadyIn',
    worker,
    countedAtMs: repeatOf?.atMs ?? event.atMs,
    gate: 'opening',
  };
  const { openingId, atMs } = event;
  const untilMs = atMs + (repeatOf === null ? limits.admittedMs : limits.alreadyInMs);
  const answered = withOpening(state.answered, worker.workerId, { track, openingId, gate: 'opening', untilMs }, atMs);
  return [
    { ...state, counted, answered, phase: { kind: 'shown', track, openingId, outcome, untilMs } },
    [
      { kind: 'openGate', openingId, workerId: worker.workerId, ...codeOf(worker) },
      { kind: 'say', phrase: outcome.kind === 'admitted' ? 'admitted' : 'alreadyIn', workerId: worker.workerId },
    ],
  ];
}

function onSettled(before: PassageState, event: Extract<PassageEvent, { kind: 'openingSettled' }>, limits: PassageLimits): Step {
  const gate = event.outcome === 'opened' ? 'opened' : event.outcome === 'noGate' ? 'none' : 'notAnswering';
  const isSilent = gate === 'notAnswering';
  const state = { ...before, answered: withGate(before.answered, event.openingId, gate) };
  const { phase } = state;
  const effects: PassageEffect[] = isSilent ? [{ kind: 'say', phrase: 'notAnswering', workerId: null }] : [];
  if (phase.kind !== 'shown' || phase.openingId !== event.openingId || phase.outcome.kind === 'refused') return [state, effects];
  const untilMs = isSilent ? event.atMs + limits.notAnsweringMs : phase.untilMs;
  return [{ ...state, phase: { ...phase, outcome: { ...phase.outcome, gate }, untilMs } }, effects];
}

/** The board is back: the amber band has said what it had to say. */
function afterGateAnswers(phase: Phase, atMs: number): Phase {
  if (phase.kind !== 'shown' || phase.outcome.kind === 'refused' || phase.outcome.gate !== 'notAnswering') return phase;
  return { ...phase, untilMs: atMs };
}

/** Who left by the other lane has to be counted when he comes back by this one, however soon. */
function withElsewhere(
  state: PassageState,
  { workerId, counted, isSameDirection }: Extract<PassageEvent, { kind: 'countedElsewhere' }>,
): PassageState {
  const after = new Map(state.counted);
  if (isSameDirection) return { ...state, counted: after.set(workerId, counted) };
  after.delete(workerId);
  return { ...state, counted: after, answered: withoutWorker(state.answered, workerId) };
}

/** A punch of the future, made by a clock that was since put right, counts for nothing. */
function stillCounts(last: Counted, atMs: number, limits: PassageLimits): boolean {
  const ageMs = atMs - last.atMs;
  return ageMs >= 0 && ageMs < limits.repeatMs;
}
