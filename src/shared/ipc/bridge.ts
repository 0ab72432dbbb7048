import { z } from 'zod';
import { Fault, faultCodes, type FaultCode } from '../fault.ts';
import { contract, type TerminalBridge } from './contract.ts';
import { CALL_TIMEOUT_MS, isCallName, isFeedName, isPostName, lanes } from './wire.ts';

/** What the bridge needs of Electron's `ipcRenderer`. */
export interface PageEnd {
  invoke(lane: string, ...args: readonly unknown[]): Promise<unknown>;
  send(lane: string, ...args: readonly unknown[]): void;
  /** Calls `listener` with the arguments of each message on the lane. */
  on(lane: string, listener: (...args: readonly unknown[]) => void): void;
}

/** Timers, so that a test can own them. */
export interface Timers {
  /** Calls back once after `ms`; returns how to forget it. */
  after(ms: number, callback: () => void): () => void;
}

const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.enum(faultCodes) }),
]);

/** Only the code crosses to the page: texts of errors may carry what is not the page's business. */
const refusal = (code: FaultCode): Error => new Error(code);

/**
 * Builds `window.terminal`. Input is checked before it leaves and everything that arrives is parsed, so that
 * neither side has to trust the other's build. A value that does not fit its schema rejects with `ipc.rejected`;
 * a feed that does not fit is reported and dropped.
 */
export function createBridge(end: PageEnd, timers: Timers, report: (fault: Fault) => void): TerminalBridge {
  const listeners = new Map<string, Set<(value: unknown) => void>>();

  end.on(lanes.feed, (name, value) => {
    if (!isFeedName(name)) return;
    const parsed = contract[name].value.safeParse(value);
    if (!parsed.success) {
      report(new Fault('ipc.rejected', `feed ${name} does not fit its schema`, { cause: parsed.error }));
      return;
    }
    for (const listener of listeners.get(name) ?? []) listener(parsed.data);
  });

  const answerOf = async (name: string, input: unknown): Promise<unknown> => {
    if (!isCallName(name) || !contract[name].input.safeParse(input).success) throw refusal('ipc.rejected');
    const answer = Answer.safeParse(await withTimeout(end.invoke(lanes.call, name, input), timers));
    if (!answer.success) throw refusal('ipc.rejected');
    if (!answer.data.ok) throw refusal(answer.data.code);
    const value = contract[name].output.safeParse(answer.data.value);
    if (!value.success) throw refusal('ipc.rejected');
    return value.data;
  };

  return {
    // The schema named by the call has just parsed the value; TypeScript cannot follow an index into a union.
    call: answerOf as TerminalBridge['call'],
    post(name, value) {
      if (!isPostName(name) || !contract[name].value.safeParse(value).success) throw refusal('ipc.rejected');
      end.send(lanes.post, name, value);
    },
    follow(name, listener) {
      if (!isFeedName(name)) throw refusal('ipc.rejected');
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      const entry = (value: unknown): void => (listener as (value: unknown) => void)(value);
      set.add(entry);
      return () => {
        set.delete(entry);
      };
    },
  };
}

function withTimeout(pending: Promise<unknown>, timers: Timers): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const forget = timers.after(CALL_TIMEOUT_MS, () => reject(refusal('ipc.timeout')));
    pending.then(
      (value) => {
        forget();
        resolve(value);
      },
      () => {
        forget();
        reject(refusal('ipc.rejected'));
      },
    );
  });
}
