import { contract, type CallHandlers, type CallName } from '../shared/ipc/contract.ts';
import { isCallName } from '../shared/ipc/wire.ts';

/** Handlers that are looked up at each call: whoever answers may be replaced meanwhile. */
export function lateCalls(now: () => CallHandlers): CallHandlers {
  const names = Object.keys(contract).filter(isCallName);
  const late = (name: CallName) => (input: unknown) => {
    // Name and input belong together: the caller's types say so.
    const handler = now()[name] as (input: unknown) => Promise<unknown>;
    return handler(input);
  };
  return Object.fromEntries(names.map((name) => [name, late(name)])) as CallHandlers;
}
