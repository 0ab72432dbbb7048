import type { CallHandlers } from '../../src/shared/ipc/contract.ts';
import type { SetupState } from '../../src/shared/setup.ts';

type Handlers = Pick<CallHandlers, Extract<keyof CallHandlers, `setup.${string}`>>;

/** A system with cable and Wi-Fi, a board that answers, and a platform that refuses the secret `wrong`. */
export function createFakeSetup(): Handlers {
  let state: SetupState = { progress: 'never', done: [], later: [] };
  const kept = (next: SetupState): Promise<SetupState> => Promise.resolve((state = next));
  const done = { kind: 'done', detail: null } as const;
  return {
    'setup.state': () => Promise.resolve(state),
    'setup.start': () => kept({ ...state, progress: 'begun' }),
    'setup.finish': () => kept({ ...state, progress: 'done' }),
    'setup.begin': () => Promise.resolve({}),
    'setup.note': ({ step, isDone }) =>
      kept({
        ...state,
        done: [...state.done.filter((other) => other !== step), ...(isDone ? [step] : [])],
        later: [...state.later.filter((other) => other !== step), ...(isDone ? [] : [step])],
      }),
    'setup.platformCalls': () =>
      Promise.resolve({
        calls: [
          {
            name: 'C_HEARTBEAT',
            atMs: Date.now() - 4_000,
            tookMs: 38,
            sentBytes: 312,
            receivedBytes: 96,
            code: 'ok',
            isFine: true,
          },
          {
            name: 'C_SIGN_IN',
            atMs: Date.now() - 9_000,
            tookMs: 210,
            sentBytes: 61_204,
            receivedBytes: 88,
            code: 'ok',
            isFine: true,
          },
          {
            name: 'C_SIGN_IN',
            atMs: Date.now() - 31_000,
            tookMs: 140,
            sentBytes: 58_020,
            receivedBytes: 104,
            code: '400_04',
            isFine: false,
          },
          {
            name: 'T_GET_TASKS',
            atMs: Date.now() - 62_000,
            tookMs: 6_000,
            sentBytes: null,
            receivedBytes: null,
            code: 'platform.timeout',
            isFine: false,
          },
        ],
      }),
    'setup.restart': () => Promise.resolve({}),
    'setup.network': () =>
      Promise.resolve({
        manager: 'here',
        devices: [
          {
            name: 'eth0',
            kind: 'ethernet',
            state: 'connected',
            connection: 'Wired connection 1',
            addresses: ['192.168.1.20/24'],
            gateway: '192.168.1.1',
            dns: ['223.5.5.5'],
          },
          { name: 'wlan0', kind: 'wifi', state: 'disconnected', connection: null, addresses: [], gateway: null, dns: [] },
        ],
      }),
    'setup.wifi': () =>
      Promise.resolve({
        networks: [
          { ssid: 'site-office', signal: 82, isSecured: true, isInUse: false },
          { ssid: 'guest', signal: 40, isSecured: false, isInUse: false },
        ],
      }),
    'setup.changeNetwork': ({ change }) =>
      Promise.resolve(change.kind === 'wifi' && change.password === 'wrong' ? { kind: 'wrongPassword', detail: null } : done),
    'setup.time': () =>
      Promise.resolve({ tool: 'here', nowMs: Date.now(), zone: 'Etc/UTC', isAutomatic: true, isSynchronised: true }),
    'setup.changeTime': () => Promise.resolve(done),
    'setup.testGate': () => Promise.resolve({ kind: 'tried', outcome: 'opened', tookMs: 12, detail: null }),
    'setup.testPlatform': ({ changes }) =>
      Promise.resolve(
        Object.values(changes).includes('wrong')
          ? { kind: 'signature', at: 'C_AUTH', clockAheadMs: null, detail: '400_04', tookMs: 131 }
          : { kind: 'ok', at: 'T_GET_TASKS', clockAheadMs: null, detail: null, tookMs: 240 },
      ),
  };
}
