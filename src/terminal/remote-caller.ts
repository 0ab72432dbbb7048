import { AsyncLocalStorage } from 'node:async_hooks';

const caller = new AsyncLocalStorage<string>();

/** Runs `act` for a peer on the network; what it does is written down under that address. */
export const asRemote = <T>(address: string, act: () => Promise<T>): Promise<T> => caller.run(address, act);

/** Who acts now, for the audit log: `remote ADDRESS`. */
export const remoteActor = (): string => `remote ${caller.getStore() ?? ''}`.trimEnd();
