/** When to bring the page back: pure timing; page-watchdog.ts performs the effects. All times are monotonic ms. */
export const watchdogTiming = {
  /** A loaded page that says nothing for this long is frozen. */
  silentMs: 3_000,
  /** A page that loads has this long for its first sign of life. */
  loadingMs: 10_000,
  /** A killed page must be reported gone within this, else it is loaded again all the same. */
  killingMs: 500,
  /** Ticks arrive this often. */
  tickMs: 250,
  /** A tick later than this means that main itself stood still: the page is not to blame. */
  lateTickMs: 1_000,
  /** Alive for this long, a page has earned a clean slate. */
  steadyMs: 60_000,
  /** Pauses before the first, second … restart in a row; the last one repeats for ever. */
  pausesMs: [0, 0, 1_000, 2_000, 5_000, 10_000, 30_000],
} as const;

export type WatchdogState = {
  /** Restarts in a row, without a steady page in between. */
  readonly restarts: number;
  readonly tickAtMs: number;
} & (
  | { readonly kind: 'loading'; readonly sinceMs: number }
  | { readonly kind: 'alive'; readonly sinceMs: number; readonly heardAtMs: number }
  | { readonly kind: 'killing'; readonly sinceMs: number }
  | { readonly kind: 'pausing'; readonly untilMs: number }
);

export interface WatchdogEvent {
  /** `heard`: the page gave a sign of life; `gone`: its process ended; `tick`: time passed. */
  readonly kind: 'heard' | 'gone' | 'tick';
  readonly atMs: number;
}

/** `kill`: end the page's process; `load`: load it again; the others tell its state. */
export type WatchdogEffect = 'kill' | 'load' | 'ok' | 'restarting';

type Step = readonly [WatchdogState, readonly WatchdogEffect[]];

/** A page that starts to load now. */
export const startWatching = (atMs: number): WatchdogState => ({ kind: 'loading', sinceMs: atMs, restarts: 0, tickAtMs: atMs });

export function stepWatchdog(state: WatchdogState, event: WatchdogEvent): Step {
  switch (event.kind) {
    case 'heard':
      return hear(state, event.atMs);
    case 'gone':
      return state.kind === 'pausing' ? [state, []] : pause(state, event.atMs);
    case 'tick':
      return tick(state, event.atMs);
  }
}

function hear(state: WatchdogState, atMs: number): Step {
  const { restarts, tickAtMs } = state;
  if (state.kind === 'loading') return [{ kind: 'alive', sinceMs: atMs, heardAtMs: atMs, restarts, tickAtMs }, ['ok']];
  if (state.kind !== 'alive') return [state, []]; // the last words of a page that is being ended
  const isSteady = atMs - state.sinceMs >= watchdogTiming.steadyMs;
  return [{ ...state, heardAtMs: atMs, restarts: isSteady ? 0 : restarts }, []];
}

function tick(state: WatchdogState, atMs: number): Step {
  const lostMs = atMs - state.tickAtMs > watchdogTiming.lateTickMs ? atMs - state.tickAtMs : 0;
  const ticked = { ...state, tickAtMs: atMs };
  switch (ticked.kind) {
    case 'loading':
      if (atMs - ticked.sinceMs - lostMs < watchdogTiming.loadingMs) return [{ ...ticked, sinceMs: ticked.sinceMs + lostMs }, []];
      return [{ ...ticked, kind: 'killing', sinceMs: atMs }, ['restarting', 'kill']];
    case 'alive':
      if (atMs - ticked.heardAtMs - lostMs < watchdogTiming.silentMs)
        return [{ ...ticked, heardAtMs: ticked.heardAtMs + lostMs }, []];
      return [{ kind: 'killing', sinceMs: atMs, restarts: ticked.restarts, tickAtMs: atMs }, ['restarting', 'kill']];
    case 'killing':
      return atMs - ticked.sinceMs < watchdogTiming.killingMs ? [ticked, []] : pause(ticked, atMs);
    case 'pausing':
      return atMs < ticked.untilMs ? [ticked, []] : load(ticked, atMs);
  }
}

/** Waits before the next load, longer each time; at once while the count is low. */
function pause(state: WatchdogState, atMs: number): Step {
  const { pausesMs } = watchdogTiming;
  const pauseMs = pausesMs[Math.min(state.restarts, pausesMs.length - 1)] ?? 0;
  const said: readonly WatchdogEffect[] = state.kind === 'killing' ? [] : ['restarting'];
  const pausing = { kind: 'pausing', untilMs: atMs + pauseMs, restarts: state.restarts, tickAtMs: state.tickAtMs } as const;
  if (pauseMs > 0) return [pausing, said];
  const [next, effects] = load(pausing, atMs);
  return [next, [...said, ...effects]];
}

const load = (state: WatchdogState, atMs: number): Step => [
  { kind: 'loading', sinceMs: atMs, restarts: state.restarts + 1, tickAtMs: state.tickAtMs },
  ['load'],
];
