import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { Fault, faultCodes } from '../shared/fault.ts';
import type { FaultCode } from '../shared/fault.ts';
import { CommandReply } from './commands.ts';
import { controlSocketPath } from './control-server.ts';

/** A running terminal answers within this, photographs included, ms. */
const PATIENCE_MS = 30_000;

/**
 * Asks the terminal that runs on this data directory; null when none does.
 * @throws Fault the terminal's own, or `control.rejected` when it does not answer.
 */
export async function askRunning(dir: string, command: string, input: unknown): Promise<{ readonly value: unknown } | null> {
  const line = await exchange(controlSocketPath(dir), JSON.stringify({ command, input }));
  if (line === null) return null;
  const reply = CommandReply.parse(JSON.parse(line));
  if (reply.ok) return { value: reply.value };
  throw new Fault(isFaultCode(reply.code) ? reply.code : 'control.rejected', reply.message.replace(/ \[[\w.]+\]$/, ''));
}

/** Sends one line and answers the first line that comes back; null when nobody listens. */
function exchange(path: string, line: string): Promise<string | null> {
  return new Promise((done, fail) => {
    const socket = connect(path);
    const timer = setTimeout(() => {
      fail(new Fault('control.rejected', `the running terminal did not answer within ${String(PATIENCE_MS / 1000)} s`));
      socket.destroy();
    }, PATIENCE_MS);
    const settle = (result: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      done(result);
    };
    let isConnected = false;
    socket.once('connect', () => {
      isConnected = true;
      socket.write(`${line}\n`);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (!isConnected && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')) return settle(null);
      clearTimeout(timer);
      fail(
        new Fault('control.rejected', `the running terminal cannot be reached (${error.code ?? error.message})`, {
          cause: error,
        }),
      );
    });
    const lines = createInterface({ input: socket, crlfDelay: Infinity });
    // The socket's own handler has the last word on errors; the reader only repeats them.
    lines.on('error', () => undefined);
    lines.once('line', (answer) => settle(answer));
    lines.once('close', () => {
      clearTimeout(timer);
      if (isConnected) fail(new Fault('control.rejected', 'the running terminal closed the connection without an answer'));
    });
  });
}

function isFaultCode(code: string): code is FaultCode {
  return (faultCodes as readonly string[]).includes(code);
}
