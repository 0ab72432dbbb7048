import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

export const hasSocat = spawnSync('socat', ['-V']).status === 0;

/** A pseudo-terminal whose far end is in this process. */
export interface Pty {
  /** Path to open as a serial port; the same after `plugIn`. */
  readonly port: string;
  readonly far: { readonly incoming: Readable; readonly outgoing: Writable };
  /** Kills the line as a pulled cable would. */
  unplug(): Promise<void>;
  /** Makes a new line under the same path. */
  plugIn(): Promise<void>;
  close(): Promise<void>;
}

/** A folder for links to pseudo-terminals, removed by `remove`. */
function lineFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'line-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Opens a pseudo-terminal; `onPlugged` gets the far end of every new line. */
export async function openPty(onPlugged: (far: Pty['far']) => void): Promise<Pty> {
  const { folder, remove } = lineFolder();
  const port = path.join(folder, 'near');
  let line: ChildProcess | null = null;
  let far: Pty['far'] | null = null;
  let held: number | null = null;
  const plugIn = async (): Promise<void> => {
    const child = spawn('socat', [`PTY,raw,echo=0,link=${port}`, 'STDIO'], { stdio: ['pipe', 'pipe', 'ignore'] });
    line = child;
    await untilExists(port);
    held = openSync(port, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    child.stdin.on('error', () => undefined);
    far = { incoming: child.stdout, outgoing: child.stdin };
    onPlugged(far);
  };
  const unplug = async (): Promise<void> => {
    if (held !== null) closeSync(held);
    held = null;
    if (line) await kill(line);
    line = null;
    rmSync(port, { force: true });
  };
  await plugIn();
  return {
    port,
    get far() {
      if (!far) throw new Error('unplugged');
      return far;
    },
    unplug,
    plugIn,
    close: async () => {
      await unplug();
      remove();
    },
  };
}

/** Two pseudo-terminals joined back to back, for a peer that is a program of its own. */
export interface PtyPair {
  readonly near: string;
  readonly far: string;
  close(): Promise<void>;
}

/** Ends with this process too, however it ends: the shell around socat waits for the end of its input. */
export async function openPtyPair(): Promise<PtyPair> {
  const { folder, remove } = lineFolder();
  const near = path.join(folder, 'near');
  const far = path.join(folder, 'far');
  const script = 'socat "$1" "$2" & read -r _; kill -9 $!';
  const ends = [near, far].map((link) => `PTY,raw,echo=0,link=${link}`);
  const shell = spawn('sh', ['-c', script, 'sh', ...ends], { stdio: ['pipe', 'ignore', 'ignore'] });
  await Promise.all([untilExists(near), untilExists(far)]);
  return {
    near,
    far,
    close: async () => {
      const ended = once(shell, 'exit');
      shell.stdin.end();
      await ended;
      remove();
    },
  };
}

async function untilExists(file: string, withinMs = 30_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!existsSync(file)) {
    if (performance.now() > deadline) throw new Error(`${file} did not appear`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
