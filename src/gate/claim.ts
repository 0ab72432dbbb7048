import type { PassKind, Way } from '../shared/opens-with.ts';
import { noClaim, type ClaimEffect, type ClaimEvent, type ClaimLimits, type ClaimState, type Shown } from './claim-state.ts';

/**
 * What somebody has shown so far of what opens the gate, as a pure state machine. Nothing is carried from one person to the
 * next: a face counts while it is before the camera, all else for `waitMs`. What does not say whose it is counts for the worker
 * whose face it was shown with, or while the first face that came behind it stays. All times are monotonic ms.
 */

/** Nobody is asked for moves for longer than this, ms; what was shown does not wait for ever for a face that is asked again and again. */
const ASKED_MS = 30_000;
/** Who holds something up or bends over a reader may hide his face for so long, ms, and have another track afterwards. */
const HIDDEN_MS = 2_000;

type Step = readonly [ClaimState, readonly ClaimEffect[]];

/** The next state, and what follows from it. */
export function stepClaim(state: ClaimState, event: ClaimEvent, limits: ClaimLimits): Step {
  switch (event.kind) {
    case 'tick':
      return afterTime(state, event.atMs, limits);
    case 'faceSeen':
      return [onFaceSeen(state, event), []];
    case 'challenged':
      return onChallenged(afterTime(state, event.atMs, limits), event, limits);
    case 'faceRefused':
      return [state.held.get('face')?.face?.track === event.track ? withoutBearer(state, event.atMs) : state, []];
    case 'shown':
      return onShown(afterTime(state, event.atMs, limits), event, limits);
  }
}

/** What is still wanted of whoever has begun; empty: nobody has. */
export function wantedOf(state: ClaimState, ways: readonly Way[]): readonly PassKind[] {
  if (state.held.size === 0) return [];
  const begun = ways.filter((way) => [...state.held.keys()].every((kind) => way.includes(kind)));
  const [nearest] = begun.map((way) => way.filter((kind) => !state.held.has(kind))).sort((a, b) => a.length - b.length);
  return nearest ?? [];
}

function afterTime(state: ClaimState, atMs: number, limits: ClaimLimits): Step {
  if (state.held.size === 0) return [state, []];
  if (atMs >= state.untilMs) {
    const missing = wantedOf(state, limits.ways);
    return [noClaim, [{ kind: 'refuse', reason: 'incomplete', workerId: holderOf(state), missing }]];
  }
  const isBearerGone = state.bearer !== null && atMs - state.bearer.seenMs >= limits.faceGoneMs;
  return [isBearerGone ? withoutBearer(state, atMs) : state, []];
}

function onFaceSeen(state: ClaimState, { track, atMs }: Extract<ClaimEvent, { kind: 'faceSeen' }>): ClaimState {
  if (state.held.size === 0) return state;
  const isOther = state.bearer !== null && state.bearer.track !== track;
  // Somebody else stands there now.
  const next = isOther ? withoutBearer(state, atMs) : state;
  return next.held.size === 0 ? next : { ...next, bearer: { track, seenMs: atMs } };
}

/** Who is asked for a move can show nothing else meanwhile, and his face is not known before its end. */
function onChallenged([state, effects]: Step, event: Extract<ClaimEvent, { kind: 'challenged' }>, { waitMs }: ClaimLimits): Step {
  if (state.held.size === 0) return [state, effects];
  const latestMs = state.shownMs + waitMs + ASKED_MS;
  const untilMs = Math.max(state.untilMs, Math.min(event.untilMs + waitMs, latestMs));
  return [{ ...state, untilMs }, effects];
}

function onShown([state, before]: Step, event: Extract<ClaimEvent, { kind: 'shown' }>, limits: ClaimLimits): Step {
  const { shown, atMs } = event;
  if (!limits.ways.some((way) => way.includes(shown.kind))) return [state, before];
  const held = withShown(state, shown);
  if (isOfSeveral([...held.values()])) {
    // Neither of the two is believed any longer: each has to begin again.
    return [
      noClaim,
      [...before, { kind: 'refuse', reason: 'notHolder', workerId: shown.workerId ?? holderOf(state), missing: [] }],
    ];
  }
  const way = limits.ways.find((candidate) => candidate.every((kind) => held.has(kind)));
  if (way) {
    const all = way.map((kind) => held.get(kind)).filter((one) => one !== undefined);
    return [noClaim, [...before, { kind: 'complete', shown: all }]];
  }
  const isBack = shown.kind === 'face';
  const next: ClaimState = {
    held,
    untilMs: atMs + limits.waitMs,
    shownMs: atMs,
    bearer: shown.face === null ? state.bearer : { track: shown.face.track, seenMs: atMs },
    left: isBack ? new Set() : new Set([...state.left].filter((kind) => kind !== shown.kind && held.has(kind))),
  };
  return [next, [...before, { kind: 'ask', wanted: wantedOf(next, limits.ways) }]];
}

/** With what was shown now; what another left, or showed before another thing of the same kind, goes. */
function withShown({ held, left }: ClaimState, shown: Shown): Map<PassKind, Shown> {
  const before = held.get(shown.kind);
  if (before !== undefined && isOfSeveral([before, shown])) return new Map([[shown.kind, shown]]);
  const all = new Map(held).set(shown.kind, shown);
  if (!isOfSeveral([...all.values()])) return all;
  return new Map([...all].filter(([kind]) => kind === shown.kind || !left.has(kind)));
}

/** Whether two of them say different things of whose they are. */
function isOfSeveral(all: readonly Shown[]): boolean {
  const ids = new Set(all.map(({ workerId }) => workerId).filter((id) => id !== null));
  const names = new Set(all.flatMap(({ name }) => (name === null ? [] : [plainName(name)])));
  return ids.size > 1 || names.size > 1;
}

/** Registers write names with and without spaces, and with either form of the dot in them. */
const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/[\s·•・.]/gu, '')
    .toUpperCase();

function holderOf(state: ClaimState): string | null {
  return [...state.held.values()].find(({ workerId }) => workerId !== null)?.workerId ?? null;
}

/** Whoever stood there is gone. */
function withoutBearer(state: ClaimState, atMs: number): ClaimState {
  const face = state.held.get('face');
  if (face !== undefined) return leftBy(face, state);
  if (atMs - state.shownMs < HIDDEN_MS) return state;
  // What has a name or an owner is held against the next face.
  const held = new Map([...state.held].filter(([, { workerId, name }]) => workerId !== null || name !== null));
  return held.size === 0 ? noClaim : { ...state, held, bearer: null };
}

/** Gone with his face; what he has shown besides is his, should he come back. */
function leftBy({ workerId, name }: Shown, state: ClaimState): ClaimState {
  const others = [...state.held].filter(([kind]) => kind !== 'face');
  if (others.length === 0) return noClaim;
  const held = new Map(
    others.map(([kind, one]) => [kind, { ...one, workerId: one.workerId ?? workerId, name: one.name ?? name }]),
  );
  return { ...state, held, bearer: null, left: new Set(held.keys()) };
}
