import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP relay on loopback that lets every byte wait, and counts them. */
export interface DelayRelay {
  readonly port: number;
  /** Added to each round trip, ms; half of it each way. May be changed at any time. */
  roundTripMs: number;
  /** Bytes towards the server and back, so far. */
  readonly bytes: { readonly there: number; readonly back: number };
  close(): Promise<void>;
}

/** Passes connections on to `port`. */
export async function startDelayRelay(port: number): Promise<DelayRelay> {
  const bytes = { there: 0, back: 0 };
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: '127.0.0.1', port, noDelay: true });
    for (const [from, to, way] of [
      [near, far, 'there'],
      [far, near, 'back'],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk: Uint8Array) => {
        bytes[way] += chunk.length;
        later(relay.roundTripMs / 2, () => to.write(chunk));
      });
      from.on('error', () => undefined); // 'close' follows
      from.on('close', () => {
        sockets.delete(from);
        later(relay.roundTripMs / 2, () => to.destroySoon());
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const relay: DelayRelay = {
    port: (server.address() as AddressInfo).port,
    roundTripMs: 0,
    bytes,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return relay;
}

/** Timers of one length fire in the order in which they were set: bytes keep theirs. */
function later(ms: number, action: () => void): void {
  if (ms <= 0) action();
  else setTimeout(action, ms);
}
