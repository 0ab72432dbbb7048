/**
 * Decides what the line is used for next: pure, so that every order of events can be tested. All times are monotonic
 * ms. An opening overtakes polls; switching off what may be on overtakes everything else.
 */
export interface PulsePlan {
  /** When the running pulse ends; null when none runs. */
  readonly pulseEndsAtMs: number | null;
  /** The coil may be on although no pulse runs. */
  readonly isOffDue: boolean;
  /** Tries to switch off that were not confirmed, since the last confirmed one. */
  readonly offTries: number;
  readonly offDueAtMs: number;
  /** The next pulse begins no earlier: the turnstile must see two pulses, not one long one. */
  readonly restUntilMs: number;
  readonly pollAtMs: number;
  /** The relay is to stay on: `due` until the board has confirmed it. Nothing switches it off meanwhile. */
  readonly hold: 'none' | 'due' | 'on';
  readonly holdDueAtMs: number;
  /** When the board's inputs are read next; Infinity: they are not. */
  readonly inputsAtMs: number;
}

export interface PulseTimes {
  readonly pulseMs: number;
  /** `coil`: we switch off. `flash-on`: the board does. */
  readonly pulse: 'coil' | 'flash-on';
}

export type Job =
  | { readonly kind: 'off' }
  | { readonly kind: 'on' }
  | { readonly kind: 'poll' }
  /** On, to stay so; a waiting opening is served by it. */
  | { readonly kind: 'hold' }
  | { readonly kind: 'inputs' }
  | { readonly kind: 'wait'; readonly untilMs: number };

export const gapMs = 100;
export const pollEveryMs = 1_000;
/** From this length on, a pulse holds a door: another opening renews it instead of waiting for its end. */
export const holdsDoorFromMs = 2_000;
/** No poll this shortly before a pulse ends: a silent board would stretch the pulse. */
const pollFreeMs = 400;
/** A board's own timer may run a little longer than ours. */
const boardTimerSlackMs = 300;
export const inputsEveryMs = 100;
/** As `pollFreeMs`; shorter, since a passage must not be overlooked. */
const inputsFreeMs = 150;

/** A new connection: whatever was before, the coil may be on. */
export function connected(nowMs: number): PulsePlan {
  return {
    pulseEndsAtMs: null,
    isOffDue: true,
    offTries: 0,
    offDueAtMs: nowMs,
    restUntilMs: nowMs,
    pollAtMs: nowMs,
    hold: 'none',
    holdDueAtMs: nowMs,
    inputsAtMs: Infinity,
  };
}

/** What to do now. `hasWaiting`: somebody waits for an opening. */
export function nextJob(plan: PulsePlan, times: PulseTimes, hasWaiting: boolean, nowMs: number): Job {
  if (plan.hold !== 'none') return heldJob(plan, hasWaiting, nowMs);
  const offDueAtMs = plan.isOffDue ? plan.offDueAtMs : Infinity;
  if (plan.offTries === 0 && offDueAtMs <= nowMs) return { kind: 'off' };
  const onAtMs = hasWaiting ? openableAtMs(plan, times) : Infinity;
  if (onAtMs <= nowMs) return { kind: 'on' };
  const endsAtMs = plan.pulseEndsAtMs ?? Infinity;
  const pulseOffAtMs = times.pulse === 'coil' ? endsAtMs : Infinity;
  if (Math.min(offDueAtMs, pulseOffAtMs) <= nowMs) return { kind: 'off' };
  const isPulseAboutToEnd = pulseOffAtMs - Math.max(nowMs, plan.pollAtMs) < pollFreeMs;
  const pollAtMs = isPulseAboutToEnd ? Infinity : plan.pollAtMs;
  if (pollAtMs <= nowMs) return { kind: 'poll' };
  const inputsAtMs = pulseOffAtMs - Math.max(nowMs, plan.inputsAtMs) < inputsFreeMs ? Infinity : plan.inputsAtMs;
  if (inputsAtMs <= nowMs) return { kind: 'inputs' };
  return { kind: 'wait', untilMs: Math.min(offDueAtMs, onAtMs, pulseOffAtMs, pollAtMs, inputsAtMs) };
}

function heldJob(plan: PulsePlan, hasWaiting: boolean, nowMs: number): Job {
  const holdAtMs = plan.hold === 'on' ? Infinity : plan.holdDueAtMs;
  if (hasWaiting || holdAtMs <= nowMs) return { kind: 'hold' };
  if (plan.pollAtMs <= nowMs) return { kind: 'poll' };
  if (plan.inputsAtMs <= nowMs) return { kind: 'inputs' };
  return { kind: 'wait', untilMs: Math.min(holdAtMs, plan.pollAtMs, plan.inputsAtMs) };
}

function openableAtMs(plan: PulsePlan, times: PulseTimes): number {
  if (plan.pulseEndsAtMs === null || times.pulseMs >= holdsDoorFromMs) return plan.restUntilMs;
  return times.pulse === 'coil' ? Infinity : Math.max(plan.pulseEndsAtMs + gapMs, plan.restUntilMs);
}

/** The board confirmed the opening: the pulse runs from now. */
export function opened(plan: PulsePlan, times: PulseTimes, nowMs: number): PulsePlan {
  return { ...plan, pulseEndsAtMs: nowMs + times.pulseMs, isOffDue: false, offTries: 0, pollAtMs: nowMs + pollEveryMs };
}

/** The opening went out and nobody knows its fate: switch off at once (a board with its own timer does so itself). */
export function openedPerhaps(plan: PulsePlan, times: PulseTimes, nowMs: number): PulsePlan {
  if (times.pulse === 'flash-on') return { ...plan, pulseEndsAtMs: nowMs + times.pulseMs, pollAtMs: nowMs };
  return { ...plan, pulseEndsAtMs: null, isOffDue: true, offTries: 0, offDueAtMs: nowMs };
}

/** From now on the relay is to stay on. */
export function holding(plan: PulsePlan, nowMs: number): PulsePlan {
  return { ...plan, hold: 'due', holdDueAtMs: nowMs, isOffDue: false, offTries: 0, pulseEndsAtMs: null };
}

/** The relay need not stay on any longer: off at once. */
export function released(plan: PulsePlan, nowMs: number): PulsePlan {
  return { ...plan, hold: 'none', isOffDue: true, offTries: 0, offDueAtMs: nowMs };
}

/** The board confirmed that the relay stays on. */
export function held(plan: PulsePlan, nowMs: number): PulsePlan {
  return { ...plan, hold: 'on', pollAtMs: nowMs + pollEveryMs };
}

/** Nobody knows whether it stays on: again soon. */
export function holdFailed(plan: PulsePlan, nowMs: number): PulsePlan {
  return { ...plan, hold: 'due', holdDueAtMs: nowMs + 250 };
}

/** The board confirmed that the coil is off; it is read back next. */
export function switchedOff(plan: PulsePlan, nowMs: number): PulsePlan {
  return { ...plan, pulseEndsAtMs: null, isOffDue: false, offTries: 0, restUntilMs: nowMs + gapMs, pollAtMs: nowMs };
}

/** Switching off was not confirmed: again soon, then at the pace of the polls. */
export function offFailed(plan: PulsePlan, nowMs: number): PulsePlan {
  const offTries = plan.offTries + 1;
  const offDueAtMs = nowMs + Math.min(125 * 2 ** offTries, pollEveryMs);
  return { ...plan, pulseEndsAtMs: null, isOffDue: true, offTries, offDueAtMs, restUntilMs: nowMs + gapMs };
}

/** A poll ended. `isCoilOn`: what the board says, null when it did not say. */
export function polled(plan: PulsePlan, times: PulseTimes, isCoilOn: boolean | null, nowMs: number): PulsePlan {
  const next = { ...plan, pollAtMs: nowMs + pollEveryMs };
  // Somebody else, or a power cut of the board, may have switched off what is to stay on: ordered again unless it reads on.
  if (plan.hold !== 'none') return isCoilOn === true || plan.hold === 'due' ? next : { ...next, hold: 'due', holdDueAtMs: nowMs };
  const slackMs = times.pulse === 'flash-on' ? boardTimerSlackMs : 0;
  const isPulseOver = plan.pulseEndsAtMs === null || plan.pulseEndsAtMs + slackMs <= nowMs;
  if (!isPulseOver) return next;
  // Counted as a failed try: a relay that reads on for ever must not keep openings from the line.
  if (isCoilOn === true) return { ...offFailed(next, nowMs), restUntilMs: plan.restUntilMs };
  return { ...next, pulseEndsAtMs: times.pulse === 'flash-on' ? null : plan.pulseEndsAtMs };
}

/** Whether the coil may be on, as far as is known. */
export function mayBeOn(plan: PulsePlan, nowMs: number): boolean {
  return plan.hold !== 'none' || plan.isOffDue || (plan.pulseEndsAtMs !== null && plan.pulseEndsAtMs + boardTimerSlackMs > nowMs);
}
