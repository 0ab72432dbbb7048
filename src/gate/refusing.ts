import type { RefusalReason } from '../shared/gate-view.ts';
import type { Outcome, PassageEffect, PassageEvent, PassageLimits, PassageState, Phase, Step } from './passage-state.ts';
import { isWelcomed } from './welcome.ts';

/** Of no weight for somebody who was let in by other means a moment ago: nothing was asked of him any more. */
const inconclusive: readonly RefusalReason[] = ['undecided', 'poorView', 'livenessUnavailable'];

/** The others are told by the screen alone. */
const spokenReasons = ['unknown', 'attack', 'cardUnknown', 'codeRefused', 'healthRefused', 'notHolder', 'incomplete'] as const;

/** Somebody is not let in: written down, shown and, where a word helps, said. */
export function onRefused(state: PassageState, event: Extract<PassageEvent, { kind: 'refused' }>, limits: PassageLimits): Step {
  if (state.phase.kind === 'recording') return [state, []];
  if (inconclusive.includes(event.reason) && isWelcomed(state.phase, event.track, event.atMs)) return [state, []];
  const outcome: Outcome = { kind: 'refused', reason: event.reason, hint: event.hint, detail: null };
  const effects: PassageEffect[] = [
    {
      kind: 'recordRefusal',
      reason: event.reason,
      workerId: event.workerId,
      score: event.score,
      detail: event.detail ?? event.hint,
      picture: event.picture,
    },
  ];
  const phrase = spokenReasons.find((reason) => reason === event.reason);
  if (phrase !== undefined) effects.push({ kind: 'say', phrase, workerId: null });
  return [
    { ...state, phase: { kind: 'shown', track: event.track, openingId: null, outcome, untilMs: event.atMs + limits.refusedMs } },
    effects,
  ];
}

/**
 * Whoever was asked for a move and is gone without an answer is written down: the clerk has to explain why he has no punch, and somebody
 * may have left because he held up a picture.
 */
export function unanswered(
  before: Phase,
  after: Phase,
  event: PassageEvent,
): Extract<PassageEffect, { kind: 'recordRefusal' }> | null {
  if (before.kind !== 'challenge') return null;
  const isOfHim = 'track' in event && event.track === before.track;
  const isStill = after.kind === 'challenge' && after.track === before.track;
  if (isStill || isOfHim) return null;
  return { kind: 'recordRefusal', reason: 'undecided', ...before.asked, detail: 'challenge.abandoned' };
}

/** Whose punch cannot be stored is not let in. */
export function onRecordFailed(
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

/** Found only when the code was to be used up: another lane may have been first. */
export function onCodeSpent(
  state: PassageState,
  event: Extract<PassageEvent, { kind: 'codeSpent' }>,
  limits: PassageLimits,
): Step {
  const { phase } = state;
  if (phase.kind !== 'recording' || phase.passage !== event.passage) return [state, []];
  const { track, worker } = phase;
  const { workerId, picture } = worker;
  const { atMs } = event;
  const refused = { track, reason: 'codeRefused', hint: null, workerId, score: null, detail: 'replayed', picture, atMs } as const;
  return onRefused({ ...state, phase: { kind: 'idle' } }, { kind: 'refused', ...refused }, limits);
}
