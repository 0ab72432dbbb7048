import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { SimulatedCoils, type SimulatedPulse } from './simulated-coils.ts';

export interface SimulatedBoard {
  /** Path of the pseudo-terminal, to be used as a serial port. */
  readonly port: string;
  /** Calls `listener` each time a coil goes on, until `signal` aborts. */
  onPulse(listener: (pulse: SimulatedPulse) => void, signal?: AbortSignal): void;
  isCoilOn(coil: number): boolean;
  /** Pulls the board off the line; the port disappears. */
  stop(): Promise<void>;
}

const upMs = 20_000;
const downMs = 5_000;
const lookEveryMs = 5;

/**
 * A relay board with 8 coils behind a pseudo-terminal, for the demo. The line is a `socat` process whose other end is
 * our pipe: when this program ends, however it ends, the pipe closes and socat with it.
 * Rejects with `Fault` `link.openFailed` where socat is not installed.
 */
export async function startSimulatedBoard(options: { readonly log: Log }): Promise<SimulatedBoard> {
  const port = path.join(tmpdir(), `gate-board-${randomUUID()}`); // socat removes the link when it ends
  const line = spawn('socat', [`PTY,raw,echo=0,link=${port}`, 'STDIO'], { stdio: ['pipe', 'pipe', 'ignore'] });
  let held: number;
  try {
    await untilThere(port, line);
    // Held open by us as well: else socat would end whenever the terminal closes the port.
    held = openSync(port, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch (error) {
    line.kill();
    throw Fault.from(error, 'link.openFailed', 'the simulated board has no line');
  }
  const coils = new SimulatedCoils();
  answer(coils, line.stdout, line.stdin);
  options.log.info('gate', 'simulatedBoardStarted', { port });
  let stopped: Promise<void> | null = null;
  return {
    port,
    onPulse: (listener, signal) => coils.onPulse(listener, signal),
    isCoilOn: (coil) => coils.isOn(coil),
    stop: () => (stopped ??= stop(line, held)),
  };
}

function answer(coils: SimulatedCoils, requests: Readable, replies: Writable): void {
  requests.on('data', (chunk: Uint8Array) => {
    for (const reply of coils.receive(chunk)) replies.write(reply);
  });
  // The line may be pulled while a reply is on its way.
  replies.on('error', () => undefined);
}

async function untilThere(port: string, line: ChildProcess): Promise<void> {
  let failure: unknown = null;
  line.once('error', (error) => (failure = error));
  line.once('exit', () => (failure ??= new Error('socat ended')));
  const deadline = Date.now() + upMs;
  while (failure === null && Date.now() < deadline) {
    if (existsSync(port)) return;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  throw new Fault('link.openFailed', 'socat did not make a pseudo-terminal; is it installed?', { cause: failure });
}

async function stop(line: ChildProcess, held: number): Promise<void> {
  closeSync(held);
  if (line.exitCode !== null || line.signalCode !== null) return;
  const ended = once(line, 'exit');
  const timer = setTimeout(() => line.kill('SIGKILL'), downMs);
  line.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}
