import type { Output, Reply } from '../shared/ipc/contract.ts';
import type { RemoteGreeting } from '../shared/remote-view.ts';

/** What the server asks of the terminal. `address`: the peer's, as people write it. */
export interface RemoteDoor {
  /** What a page needs before the PIN. */
  greeting(): RemoteGreeting;
  login(pin: string, address: string): Promise<Output<'admin.login'>>;
  logout(session: string, address: string): Promise<void>;
  /** A call of the contract in the session; `input` is what the peer sent, unparsed. Never rejects. */
  call(session: string, name: unknown, input: unknown, address: string): Promise<Reply<unknown>>;
}
