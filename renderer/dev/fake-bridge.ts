import type {
  AuditEntry,
  CallHandlers,
  FeedName,
  FeedValue,
  KioskSettings,
  PostName,
  PostValue,
  TerminalBridge,
} from '../../src/shared/ipc/contract.ts';
import type { Status } from '../../src/shared/status.ts';
import { createFakeDevices } from './fake-devices.ts';
import { createFakePeople } from './fake-people.ts';
import { createFakeRecords } from './fake-records.ts';
import { createFakeSetup } from './fake-setup.ts';
import { createFakeSettings } from './fake-settings.ts';
import { createFakeSettingsFile } from './fake-settings-file.ts';
import { fakeLive } from './fake-live.ts';
import { createFakeLiveness } from './fake-liveness.ts';

/** What a test or a developer's console can do with the page's imagined main process. */
export interface FakeTerminal {
  tell<N extends FeedName>(name: N, value: FeedValue<N>): void;
  readonly posts: { readonly name: PostName; readonly value: unknown }[];
  readonly status: Status;
}

declare global {
  interface Window {
    fakeTerminal?: FakeTerminal;
  }
}

const sinceMs = Date.now() - 3_600_000;
const states: Readonly<Record<string, string>> = {
  terminal: 'running',
  gate: 'ok',
  cameraVisible: 'ok',
  cameraInfrared: 'ok',
  recognition: 'ok',
  liveness: 'ok',
  network: 'ok',
  platform: 'ok',
  speech: 'ok',
  disk: 'ok',
  clock: 'ok',
  screen: 'ok',
};
const status: Status = {
  version: '0.1.0',
  sn: 'DEV-1',
  direction: 'in',
  startedAtMs: sinceMs,
  areas: Object.fromEntries(Object.entries(states).map(([area, state]) => [area, { state, sinceMs, detail: null }])),
  counts: { workers: 1_204, templates: 1_198, punches: 48_211, refusals: 312, outboxWaiting: 0, outboxSetAside: 0 },
};
const fallBack: KioskSettings = {
  language: 'zh',
  siteName: '',
  cameras: { visible: '', infrared: null, isReplay: true, replayLayout: 'visible' },
  liveness: { mode: 'off', baselineMm: 40, calibration: null },
  maskNames: false,
  readsCodes: false,
};

const PIN_KEY = 'fake-pin';
const audit: AuditEntry[] = Array.from({ length: 250 }, (_, index) => ({
  id: 250 - index,
  atMs: sinceMs - index * 60_000,
  actor: index % 3 === 0 ? 'admin' : 'console',
  action: index % 3 === 0 ? 'gate.openedByHand' : 'worker.added',
  subject: index % 3 === 0 ? null : `W${1_000 + index}`,
}));

/** An imagined main process for developing the page alone; `?settings=JSON` overrides what it says of the configuration. */
export function createFakeBridge(): TerminalBridge {
  const given = new URLSearchParams(location.search).get('settings');
  const settings: KioskSettings = { ...fallBack, ...(given === null ? {} : (JSON.parse(given) as Partial<KioskSettings>)) };
  const listeners = new Map<string, Set<(value: never) => void>>();
  const posts: { name: PostName; value: unknown }[] = [];
  let wrong = 0;
  const handlers: CallHandlers = {
    'kiosk.snapshot': () => Promise.resolve({ view: { state: 'idle' }, status, settings }),
    'admin.state': () => Promise.resolve({ hasPin: sessionStorage.getItem(PIN_KEY) !== null }),
    'admin.setPin': ({ pin }) => {
      sessionStorage.setItem(PIN_KEY, pin);
      return Promise.resolve({ session: 'fake' });
    },
    'admin.login': ({ pin }) => {
      if (pin === sessionStorage.getItem(PIN_KEY)) return Promise.resolve({ kind: 'open', session: 'fake' });
      wrong += 1;
      if (wrong < 5) return Promise.resolve({ kind: 'wrong', triesLeft: 5 - wrong });
      return Promise.resolve({ kind: 'locked', untilMs: Date.now() + 60_000 });
    },
    'admin.confirm': ({ pin }) =>
      Promise.resolve(
        pin === sessionStorage.getItem(PIN_KEY) ? { kind: 'confirmed', confirmation: 'fake' } : { kind: 'wrong', triesLeft: 4 },
      ),
    'admin.changePin': ({ pin }) => {
      sessionStorage.setItem(PIN_KEY, pin);
      return Promise.resolve({});
    },
    'admin.logout': () => Promise.resolve({}),
    'admin.openGate': () => Promise.resolve({ outcome: 'opened', tookMs: 12 }),
    'admin.setGateMode': ({ mode }) => Promise.resolve({ mode }),
    'admin.audit': ({ beforeId }) =>
      Promise.resolve({ entries: audit.filter(({ id }) => beforeId === null || id < beforeId).slice(0, 100) }),
    'admin.update': () =>
      Promise.resolve({
        version: '0.1.0',
        slot: 'base',
        cannot: null,
        progress: { step: 'idle', version: null, doneBytes: null, totalBytes: null, lacking: [] },
        history: [
          { orderId: '1', version: '0.1.0', result: 'rolledBack', code: 'update.newCrashed', detail: null, atMs: sinceMs },
        ],
      }),
    'admin.updateFind': () => Promise.resolve({ packages: [{ name: 'STICK/terminal-0.2.0.tgz', sizeBytes: 180_000_000 }] }),
    'admin.updateInstall': () => Promise.resolve({ version: '0.2.0' }),
    'admin.updateCancel': () => Promise.resolve({}),
    'admin.exportAudit': () => Promise.resolve({ path: 'exports/audit.csv' }),
    ...createFakeLiveness(),
    ...createFakeSettings(settings.second !== undefined),
    ...createFakePeople(),
    ...createFakeRecords(),
    ...createFakeDevices(),
    ...createFakeSetup(),
    ...createFakeSettingsFile(),
    'tuning.passages': () =>
      Promise.resolve({
        threshold: 0.5,
        passages: Array.from({ length: 200 }, (_, index) => ({
          kind: index % 10 === 9 ? ('unknown' as const) : ('punch' as const),
          id: index,
          atMs: sinceMs - index * 40_000,
          score: index % 10 === 9 ? 0.3 + (index % 7) * 0.03 : 0.525 + (index % 37) * 0.01,
          name: index % 10 === 9 ? null : '单雄信',
        })),
      }),
    'tuning.siteRate': () =>
      Promise.resolve({
        measured: {
          ...{ atMs: sinceMs, workers: 1_180, named: 31, lookalikes: 12, doubles: 4 },
          limits: { threshold: 0.57, margin: 0.05, lead: 0.38 },
          ...{ rate: { share: 0.0263, low: 0.0158, high: 0.0433 }, isHigh: true, neededThreshold: 0.614 },
        },
        expected: 0.0123,
      }),
    'tuning.live': () => Promise.resolve(fakeLive(Date.now())),
    'remote.view': () =>
      Promise.resolve({
        state: 'on',
        addresses: ['https://192.168.1.20:8443/'],
        fingerprint: Array.from({ length: 32 }, (_, index) => ((index * 37) % 256).toString(16).padStart(2, '0'))
          .join(':')
          .toUpperCase(),
        mayChange: false,
      }),
    'reset.view': () => Promise.resolve({ people: 1_204, punches: 48_211, unsent: 12 }),
    'reset.order': () => Promise.resolve({}),
  };
  window.fakeTerminal = {
    posts,
    status,
    tell: (name, value) => listeners.get(name)?.forEach((listener) => listener(value as never)),
  };
  return {
    call: (name, input) => handlers[name](input),
    post: <N extends PostName>(name: N, value: PostValue<N>) => {
      posts.push({ name, value });
      if (posts.length > 200) posts.shift();
    },
    follow: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  };
}
