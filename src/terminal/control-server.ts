import { chmodSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { CommandRequest, commands, isCommandName } from './commands.ts';
import type { CommandHandlers, CommandReply } from './commands.ts';

/** Longest request line: a photograph of 20 MiB in base64. */
const MOST_BYTES = 30_000_000;

/** Linux takes 107 bytes for the path of a socket. */
const LONGEST_PATH = 107;

export const controlSocketPath = (dir: string): string => join(dir, 'control.sock');

/**
 * Serves the command line of this data directory on a socket that only its owner may open (0600). The instance lock
 * is held by the caller, so that a socket file found here belongs to nobody alive.
 */
export async function serveControl(dir: string, handlers: CommandHandlers, log: Log, signal: AbortSignal): Promise<void> {
  const path = controlSocketPath(dir);
  rmSync(path, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    // A peer that leaves in the middle ends its own conversation and nothing else.
    converse(socket, handlers, log).catch(() => socket.destroy());
  });
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    throw new Fault('store.failed', `the path of the data directory is too long for a socket: ${path}`);
  }
  const umask = process.umask(0o177);
  try {
    await new Promise<void>((done, fail) => server.once('error', fail).listen(path, done));
  } finally {
    process.umask(umask);
  }
  chmodSync(path, 0o600);
  signal.addEventListener(
    'abort',
    () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      rmSync(path, { force: true });
    },
    { once: true },
  );
}

async function converse(socket: Socket, handlers: CommandHandlers, log: Log): Promise<void> {
  let receivedBytes = 0;
  socket.on('data', (chunk: Buffer) => {
    receivedBytes += chunk.length;
    if (receivedBytes > MOST_BYTES) socket.destroy();
  });
  const lines = createInterface({ input: socket, crlfDelay: Infinity });
  lines.on('error', () => socket.destroy());
  for await (const line of lines) {
    receivedBytes = 0;
    const reply = await answer(line, handlers, log);
    if (socket.destroyed) return;
    socket.write(`${JSON.stringify(reply)}\n`);
    if (!reply.ok && reply.code === 'control.rejected') return void socket.end();
  }
}

async function answer(line: string, handlers: CommandHandlers, log: Log): Promise<CommandReply> {
  try {
    const request = CommandRequest.parse(JSON.parse(line));
    return { ok: true, value: await runCommand(request.command, request.input, handlers) };
  } catch (error) {
    const fault = Fault.from(error, 'control.rejected', 'the request could not be understood');
    log.warn('control', 'rejected', { code: fault.code });
    return { ok: false, code: fault.code, message: fault.message };
  }
}

/** Parses `input`, runs the handler of `name`. @throws Fault `control.rejected` or what the handler throws. */
export async function runCommand(name: string, input: unknown, handlers: CommandHandlers): Promise<unknown> {
  if (!isCommandName(name)) throw new Fault('control.rejected', `there is no command "${name}"`);
  const parsed = commands[name].input.safeParse(input);
  if (!parsed.success) throw new Fault('control.rejected', `wrong input for ${name}: ${parsed.error.message}`);
  // The table of handlers is typed by name; the name and the parsed input belong together here.
  const handler = handlers[name] as (value: typeof parsed.data) => Promise<unknown>;
  return handler(parsed.data);
}
