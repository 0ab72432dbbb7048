import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { startDelayRelay } from './delay-relay.ts';

export interface PingPong {
  readonly requestBytes: number;
  readonly replyBytes: number;
  /** Added to each round trip, ms. */
  readonly roundTripMs: number;
  readonly lastsMs: number;
}

/**
 * Exchanges a second where one request waits for the reply to the one before and nothing else is done: a client in a
 * process of its own, this process replies; with a delay, through the relay.
 */
export async function pingPong({ requestBytes, replyBytes, roundTripMs, lastsMs }: PingPong): Promise<number> {
  const reply = Buffer.alloc(replyBytes, 1);
  const server = createServer({ noDelay: true }, (socket) => {
    let received = 0;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received += chunk.length;
      if (received < requestBytes) return;
      received -= requestBytes;
      socket.write(reply);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const relay = roundTripMs > 0 ? await startDelayRelay(port) : null;
  if (relay !== null) relay.roundTripMs = roundTripMs;
  try {
    const args = [relay?.port ?? port, requestBytes, replyBytes, lastsMs].map(String);
    const client = spawn(process.execPath, [import.meta.filename, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    client.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
    await once(client, 'close');
    return Number(told);
  } finally {
    server.close();
    await relay?.close();
  }
}

/** Prints exchanges a second. */
async function ping(port: number, requestBytes: number, replyBytes: number, lastsMs: number): Promise<void> {
  const request = Buffer.alloc(requestBytes, 1);
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let received = 0;
  let exchanges = 0;
  const beganMs = performance.now();
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received < replyBytes) return;
    received -= replyBytes;
    exchanges += 1;
    if (performance.now() - beganMs < lastsMs) return void socket.write(request);
    process.stdout.write(String((exchanges * 1_000) / (performance.now() - beganMs)));
    socket.destroy();
  });
  socket.write(request);
  await once(socket, 'close');
}

if (process.argv[1] === import.meta.filename) {
  const [port = 0, requestBytes = 0, replyBytes = 0, lastsMs = 0] = process.argv.slice(2).map(Number);
  await ping(port, requestBytes, replyBytes, lastsMs);
}
