import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/shared/fault.ts';
import { createBridge } from '../../../src/shared/ipc/bridge.ts';
import type { TerminalBridge } from '../../../src/shared/ipc/contract.ts';
import { CALL_TIMEOUT_MS, lanes } from '../../../src/shared/ipc/wire.ts';

/** Main's end, answered by hand. */
function setUp(answer: (name: unknown, input: unknown) => Promise<unknown> = async () => ({ ok: true, value: {} })) {
  const sent: unknown[][] = [];
  const faults: Fault[] = [];
  const timers = new Map<() => void, number>();
  let feed: (...args: readonly unknown[]) => void = () => undefined;
  const bridge: TerminalBridge = createBridge(
    {
      invoke: async (lane, ...args) => {
        sent.push([lane, ...args]);
        return answer(args[0], args[1]);
      },
      send: (lane, ...args) => void sent.push([lane, ...args]),
      on: (_lane, listener) => {
        feed = listener;
      },
    },
    {
      after: (ms, callback) => {
        timers.set(callback, ms);
        return () => timers.delete(callback);
      },
    },
    (fault) => faults.push(fault),
  );
  return { bridge, sent, faults, timers, tell: (...args: unknown[]) => feed(...args) };
}

describe('the bridge in the page', () => {
  it('resolves a call with the parsed value of the answer', async () => {
    const { bridge, sent, timers } = setUp(async () => ({ ok: true, value: { hasPin: true, surplus: 1 } }));
    expect(await bridge.call('admin.state', {})).toEqual({ hasPin: true });
    expect(sent).toEqual([[lanes.call, 'admin.state', {}]]);
    expect(timers.size).toBe(0);
  });

  it('rejects with the code that main answers', async () => {
    const { bridge } = setUp(async () => ({ ok: false, code: 'admin.locked' }));
    await expect(bridge.call('admin.state', {})).rejects.toThrow(/^admin\.locked$/);
  });

  it.each([
    ['no answer at all', undefined],
    ['a value that does not fit', { ok: true, value: { hasPin: 'yes' } }],
    ['a code that does not exist', { ok: false, code: 'sesame' }],
  ])('rejects %s', async (_what, answer) => {
    const { bridge } = setUp(async () => answer);
    await expect(bridge.call('admin.state', {})).rejects.toThrow(/^ipc\.rejected$/);
  });

  it('rejects when the lane itself fails, without the text of the failure', async () => {
    const { bridge } = setUp(async () => {
      throw new Error('/home/site/secret');
    });
    await expect(bridge.call('admin.state', {})).rejects.toThrow(/^ipc\.rejected$/);
  });

  it('sends no call and no post whose value does not fit', async () => {
    const { bridge, sent } = setUp();
    await expect(bridge.call('admin.login', JSON.parse('{"pin":1}'))).rejects.toThrow(/^ipc\.rejected$/);
    await expect(bridge.call(JSON.parse('"gate.view"'), {})).rejects.toThrow(/^ipc\.rejected$/);
    expect(() => bridge.post('vision.ready', JSON.parse('{}'))).toThrow(/^ipc\.rejected$/);
    expect(sent).toEqual([]);
  });

  it('gives a call up when main does not answer in time', async () => {
    const { bridge, timers } = setUp(() => new Promise(() => undefined));
    const call = bridge.call('admin.state', {});
    const [expire, ms] = [...timers][0] ?? [];
    expect(ms).toBe(CALL_TIMEOUT_MS);
    expire?.();
    await expect(call).rejects.toThrow(/^ipc\.timeout$/);
  });

  it('hands each follower of a feed its values until he stops', () => {
    const { bridge, tell } = setUp();
    const seen: string[] = [];
    const stop = bridge.follow('gate.view', ({ state }) => seen.push(`first ${state}`));
    bridge.follow('gate.view', ({ state }) => seen.push(`second ${state}`));
    tell('gate.view', { state: 'idle' });
    stop();
    tell('gate.view', { state: 'starting' });
    expect(seen).toEqual(['first idle', 'second idle', 'second starting']);
  });

  it('reports and drops a feed that does not fit, and ignores an unknown one', () => {
    const { bridge, tell, faults } = setUp();
    const seen: unknown[] = [];
    bridge.follow('gate.view', (view) => seen.push(view));
    tell('gate.view', { state: 'asleep' });
    tell('constructor', {});
    expect(seen).toEqual([]);
    expect(faults.map(({ code }) => code)).toEqual(['ipc.rejected']);
  });
});
