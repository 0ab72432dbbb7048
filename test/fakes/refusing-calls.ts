import { Fault } from '../../src/shared/fault.ts';
import { contract, type CallHandlers, type CallName } from '../../src/shared/ipc/contract.ts';
import { isCallName } from '../../src/shared/ipc/wire.ts';

/** Handlers of every call, each of which refuses: a test replaces those that it is about. */
export function refusingCalls(): CallHandlers {
  const refuse = async (): Promise<never> => {
    throw new Fault('admin.unauthorised', 'not in this test');
  };
  const calls: Partial<Record<CallName, typeof refuse>> = {};
  for (const name of Object.keys(contract)) if (isCallName(name)) calls[name] = refuse;
  // Names come from the contract itself, so that every one of them is there.
  return calls as CallHandlers;
}
