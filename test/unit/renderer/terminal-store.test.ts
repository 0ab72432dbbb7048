import { describe, expect, it } from 'vitest';
import { TerminalStore } from '../../../renderer/state/terminal-store.ts';
import type { GateView } from '../../../src/shared/gate-view.ts';
import type { KioskSettings, Output, TerminalBridge } from '../../../src/shared/ipc/contract.ts';
import type { Status } from '../../../src/shared/status.ts';

const settings: KioskSettings = {
  language: 'zh',
  siteName: 'A',
  cameras: { visible: '', infrared: null, isReplay: true, replayLayout: 'visible' },
  liveness: { mode: 'off', baselineMm: 40, calibration: null },
  maskNames: false,
  readsCodes: false,
};
const status: Status = {
  version: '1',
  sn: '1',
  direction: 'in',
  startedAtMs: 0,
  areas: {},
  counts: { workers: 0, templates: 0, punches: 0, refusals: 0, outboxWaiting: 0, outboxSetAside: 0 },
};

/** Main as far as the store sees it; the test answers the snapshot. */
function fakeMain() {
  const listeners = new Map<string, (value: never) => void>();
  const snapshot = Promise.withResolvers<Output<'kiosk.snapshot'>>();
  const bridge: TerminalBridge = {
    call: () => snapshot.promise as Promise<never>,
    post: () => undefined,
    follow: (name, listener) => {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
  };
  const tellView = (view: GateView): void => listeners.get('gate.view')?.(view as never);
  return { bridge, snapshot, listeners, tellView };
}

describe('the store of the page', () => {
  it('shows the starting page until the snapshot is there', async () => {
    const main = fakeMain();
    const store = new TerminalStore(main.bridge);
    const started = store.start(new AbortController().signal);
    expect(store.get().view).toEqual({ state: 'starting' });
    main.snapshot.resolve({ view: { state: 'idle' }, status, settings });
    expect(await started).toEqual(settings);
    expect(store.get()).toEqual({ view: { state: 'idle' }, status, settings });
  });

  it('shows the second lane what main says of it, and nothing of it where there is none', async () => {
    const main = fakeMain();
    const store = new TerminalStore(main.bridge);
    const started = store.start(new AbortController().signal);
    expect(store.get().view2).toBeUndefined();
    main.snapshot.resolve({ view: { state: 'idle' }, view2: { state: 'idle' }, status, settings });
    await started;
    expect(store.get().view2).toEqual({ state: 'idle' });
    main.listeners.get('gate.view2')?.({ state: 'approaching', hint: null } as never);
    expect([store.get().view.state, store.get().view2?.state]).toEqual(['idle', 'approaching']);
  });

  it('does not let the snapshot undo what a feed said meanwhile', async () => {
    const main = fakeMain();
    const store = new TerminalStore(main.bridge);
    const started = store.start(new AbortController().signal);
    main.tellView({ state: 'approaching', hint: null });
    main.snapshot.resolve({ view: { state: 'idle' }, status, settings });
    await started;
    expect(store.get().view).toEqual({ state: 'approaching', hint: null });
  });

  it('tells its listeners of each change until they leave', async () => {
    const main = fakeMain();
    const store = new TerminalStore(main.bridge);
    main.snapshot.resolve({ view: { state: 'idle' }, status, settings });
    await store.start(new AbortController().signal);
    const heard: string[] = [];
    const leave = store.subscribe(() => heard.push(store.get().view.state));
    main.tellView({ state: 'approaching', hint: null });
    leave();
    main.tellView({ state: 'idle' });
    expect(heard).toEqual(['approaching']);
  });

  it('follows no feed once it is over', async () => {
    const main = fakeMain();
    const over = new AbortController();
    main.snapshot.resolve({ view: { state: 'idle' }, status, settings });
    await new TerminalStore(main.bridge).start(over.signal);
    over.abort();
    expect(main.listeners.size).toBe(0);
  });
});
