import { Fault } from '../shared/fault.ts';
import type { CallHandlers, Contract, PostHandlers, Reply } from '../shared/ipc/contract.ts';
import { isCallName, isPostName } from '../shared/ipc/wire.ts';
import type { Log } from '../shared/log.ts';

/** Where a message came from. */
export interface Sender {
  /** Address of the document that sent it. */
  readonly url: string;
  /** False for a frame inside the page. */
  readonly isMainFrame: boolean;
}

/** Only such senders are heard. */
export type IsTrusted = (sender: Sender) => boolean;

/** Answers what arrives from pages; never throws. */
export interface Answerer {
  call(sender: Sender, name: unknown, input: unknown): Promise<Reply<unknown>>;
  post(sender: Sender, name: unknown, value: unknown): void;
}

/**
 * Checks the sender, parses what it sent by the contract, and hands it to its handler. A foreign sender, an unknown
 * name and a wrong input all answer `ipc.rejected`; a handler's `Fault` answers its code, anything else `internal.bug`.
 */
export function createAnswerer(
  contract: Contract,
  calls: CallHandlers,
  posts: PostHandlers,
  options: { readonly isTrusted: IsTrusted; readonly log: Log },
): Answerer {
  const { isTrusted, log } = options;
  const reject = (lane: 'call' | 'post', name: unknown, why: 'foreign' | 'unknownName' | 'badInput'): Reply<never> => {
    // The name is logged only if it is one of ours: anything else is the sender's text.
    const known = isCallName(name) || isPostName(name) ? name : null;
    log.warn('ipc', 'rejected', { lane, name: known, why });
    return { ok: false, code: 'ipc.rejected' };
  };
  const failed = (name: string, error: unknown): Reply<never> => {
    const fault = Fault.from(error, 'internal.bug', `handler of ${name} failed`);
    if (fault.code === 'internal.bug') log.error('ipc', 'handlerFailed', { name, code: fault.code });
    return { ok: false, code: fault.code };
  };

  return {
    async call(sender, name, input) {
      if (!isTrusted(sender)) return reject('call', name, 'foreign');
      if (!isCallName(name)) return reject('call', name, 'unknownName');
      const parsed = contract[name].input.safeParse(input);
      if (!parsed.success) return reject('call', name, 'badInput');
      try {
        const handler = calls[name] as (input: unknown) => Promise<unknown>;
        return { ok: true, value: await handler(parsed.data) };
      } catch (error) {
        return failed(name, error);
      }
    },
    post(sender, name, value) {
      if (!isTrusted(sender)) return void reject('post', name, 'foreign');
      if (!isPostName(name)) return void reject('post', name, 'unknownName');
      const parsed = contract[name].value.safeParse(value);
      if (!parsed.success) return void reject('post', name, 'badInput');
      try {
        const handler = posts[name] as (value: unknown) => void;
        handler(parsed.data);
      } catch (error) {
        failed(name, error);
      }
    },
  };
}
