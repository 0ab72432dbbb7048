import { configOfLane, lanesOf } from '../config/lane-config.ts';
import { ConfigRefusal } from '../config/stored-config.ts';
import type { Config } from '../config/schema.ts';
import type { PlatformCall } from '../platform/ports.ts';
import { testConnection } from '../platform/test-connection.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import { laneSubject } from '../shared/lanes.ts';
import type { Log } from '../shared/log.ts';
import type { AdminGuard } from './admin-access.ts';
import { noteAdmin } from './admin-note.ts';
import type { Core } from './core.ts';
import { noteSetup, setupProgress } from './setup-progress.ts';
import type { SettingsKeeper } from './settings-keeper.ts';
import type { NetworkManager } from './system/network-manager.ts';
import type { TimeControl } from './system/time-control.ts';

/** The answer reaches the page before the program ends, ms. */
const ANSWER_FIRST_MS = 50;

export interface SetupCallsParts {
  readonly guard: AdminGuard;
  readonly settings: SettingsKeeper;
  readonly core: Pick<Core, 'terminal' | 'config'>;
  readonly network: Pick<NetworkManager, 'view' | 'wifiNetworks' | 'change'>;
  readonly time: Pick<TimeControl, 'view' | 'change'>;
  /** Version that really runs. */
  readonly version: string;
  /** Leaves the demo; null where there is none. */
  readonly beginForReal: ((language: 'zh' | 'en') => void) | null;
  /** Ends the program in order and starts it anew. */
  readonly restart: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

type SetupCalls = Pick<CallHandlers, Extract<keyof CallHandlers, `setup.${string}`>>;

/** The calls of the first start; they outlive the terminal below the screen, which they may replace. */
export function setupCalls(parts: SetupCallsParts): SetupCalls {
  const { guard, settings, core, network, time, clock, log } = parts;
  const note = (action: string, subject: string | null = null): void =>
    noteAdmin({ store: core.terminal.store, clock, log }, action, subject);
  const guarded =
    <I extends { readonly session: string }, O>(act: (input: I) => O | Promise<O>) =>
    async (input: I): Promise<O> => {
      guard.require(input.session);
      return act(input);
    };
  return {
    'setup.state': guarded(() => setupProgress(core.terminal.store.meta)),
    'setup.start': guarded(() => noteSetup(core.terminal.store.meta, 'begun')),
    'setup.note': guarded(({ step, isDone }) => noteSetup(core.terminal.store.meta, { step, isDone })),
    'setup.finish': guarded(() => {
      note('setup.finished');
      return noteSetup(core.terminal.store.meta, 'finished');
    }),
    'setup.begin': guarded(({ language }) => {
      if (parts.beginForReal === null) throw new Fault('ipc.rejected', 'this terminal is no demo');
      parts.beginForReal(language);
      return {};
    }),
    'setup.restart': async ({ session, confirmation }) => {
      guard.requireConfirmed(session, confirmation);
      note('terminal.restarted');
      setTimeout(parts.restart, ANSWER_FIRST_MS);
      return {};
    },
    'setup.network': guarded(() => network.view()),
    'setup.wifi': guarded(async () => ({ networks: [...(await network.wifiNetworks())] })),
    'setup.changeNetwork': guarded(({ change }) => {
      note('network.changed', change.kind);
      return network.change(change);
    }),
    'setup.time': guarded(() => time.view()),
    'setup.changeTime': guarded(({ change }) => {
      note('time.changed', change.kind);
      return time.change(change);
    }),
    'setup.testGate': guarded(async ({ changes, reset, lane = 1 }) => {
      const saved = await settings.save({ changes, reset });
      if (saved.kind !== 'saved') return saved;
      if (!lanesOf(core.config).includes(lane)) throw new Fault('lane.unknown', `this terminal has no lane ${String(lane)}`);
      const { driver } = configOfLane(core.config, lane).turnstile;
      if (driver === 'none') return { kind: 'tried', outcome: 'noDriver', tookMs: 0, detail: null };
      note('gate.openedByHand', laneSubject(lane));
      return { kind: 'tried', ...(await core.terminal.tryGate(lane)) };
    }),
    'setup.platformCalls': guarded(() => ({ calls: [...core.terminal.platformCalls.list()] })),
    'setup.testPlatform': guarded(async ({ changes }) => {
      const config = previewOf(settings, changes);
      if (typeof config === 'string') return { kind: 'incomplete', at: null, clockAheadMs: null, detail: config, tookMs: 0 };
      note('platform.tested', config.platform.protocol);
      const called = (call: PlatformCall): void => core.terminal.platformCalls.add(call);
      return testConnection(config, { clock, log, deviceVersion: parts.version, called }, new AbortController().signal);
    }),
  };
}

/** The configuration as entered, or the keys that are missing or do not fit. */
function previewOf(settings: SettingsKeeper, changes: Parameters<SettingsKeeper['preview']>[0]): Config | string {
  try {
    return settings.preview(changes);
  } catch (error) {
    if (error instanceof ConfigRefusal) return error.problems.map(({ key }) => key).join(', ');
    throw error;
  }
}
