import type { PassKind, Way } from '../shared/opens-with.ts';

/**
 * What somebody has shown so far of what opens the gate, as a pure state machine. Nothing is carried from one person to the
 * next: a face counts while it is before the camera, all else for `waitMs`. All times are monotonic ms.
 */
export interface ClaimLimits {
  /** Any one of these opens. */
  readonly ways: readonly Way[];
  /** Within this all of a way must have been shown. */
  readonly waitMs: number;
  /** Without any face for this long nobody stands there any more. */
  readonly faceGoneMs: number;
}

/** A code of ours, to be used up when its bearer is let in. */
export interface CodeToUse {
  readonly nonce: string;
  /** ms since the epoch. */
  readonly expiresMs: number;
}

/** A code as the platform is told of it. `cityCode`: six digits, and `colour`, where it is known: of a health code. */
export interface ShownCode {
  readonly type: 'person' | 'health';
  readonly value: string;
  readonly colour?: 'red' | 'yellow' | 'green';
  readonly cityCode?: string;
}

/** One thing that was shown and found good in itself. */
export interface Shown {
  readonly kind: PassKind;
  /** Whose it is; null: it does not say so itself (an identity card, a health code). */
  readonly workerId: string | null;
  /** The name that it says or stands for; null: none. */
  readonly name: string | null;
  /** Of a face. */
  readonly face: {
    readonly track: number;
    readonly score: number;
    readonly threshold: number;
    readonly picture: Uint8Array | null;
  } | null;
  /** The text of a code, for the platform. */
  readonly code: ShownCode | null;
  readonly codeToUse: CodeToUse | null;
}

export interface ClaimState {
  /** By kind; the newest of each. */
  readonly held: ReadonlyMap<PassKind, Shown>;
  /** When what is held counts no more. */
  readonly untilMs: number;
  /** When the face that is held was last seen. */
  readonly faceSeenMs: number;
}

export type ClaimEvent =
  | { readonly kind: 'shown'; readonly shown: Shown; readonly atMs: number }
  /** A face is before the camera, whoever it is. */
  | { readonly kind: 'faceSeen'; readonly track: number; readonly atMs: number }
  | { readonly kind: 'tick'; readonly atMs: number };

export type ClaimEffect =
  /** All of a way was shown, by one person; `shown` in the order of the way, the main kind first. */
  | { readonly kind: 'complete'; readonly shown: readonly Shown[] }
  /** `notHolder`: what was shown belongs to different people. `incomplete`: the rest did not come in time. */
  | {
      readonly kind: 'refuse';
      readonly reason: 'notHolder' | 'incomplete';
      readonly workerId: string | null;
      readonly missing: readonly PassKind[];
    }
  | { readonly kind: 'ask'; readonly wanted: readonly PassKind[] };

type Step = readonly [ClaimState, readonly ClaimEffect[]];

export const noClaim: ClaimState = { held: new Map(), untilMs: 0, faceSeenMs: 0 };

/** The next state, and what follows from it. */
export function stepClaim(state: ClaimState, event: ClaimEvent, limits: ClaimLimits): Step {
  switch (event.kind) {
    case 'tick':
      return afterTime(state, event.atMs, limits);
    case 'faceSeen': {
      const face = state.held.get('face')?.face;
      if (!face) return [state, []];
      // Somebody else stands there now.
      if (face.track !== event.track) return [withoutFace(state), []];
      return [{ ...state, faceSeenMs: event.atMs }, []];
    }
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
  const isFaceGone = state.held.has('face') && atMs - state.faceSeenMs >= limits.faceGoneMs;
  return [isFaceGone ? withoutFace(state) : state, []];
}

function onShown([state, before]: Step, event: Extract<ClaimEvent, { kind: 'shown' }>, limits: ClaimLimits): Step {
  const { shown, atMs } = event;
  if (!limits.ways.some((way) => way.includes(shown.kind))) return [state, before];
  const held = new Map(state.held).set(shown.kind, shown);
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
  const next: ClaimState = {
    held,
    untilMs: atMs + limits.waitMs,
    faceSeenMs: shown.kind === 'face' ? atMs : state.faceSeenMs,
  };
  return [next, [...before, { kind: 'ask', wanted: wantedOf(next, limits.ways) }]];
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

function withoutFace(state: ClaimState): ClaimState {
  const held = new Map(state.held);
  held.delete('face');
  return { ...state, held };
}
