import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { hasSocat, openPty } from '../../fakes/pty.ts';
import { RelayBoard } from '../../fakes/relay-board.ts';

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function run(port: string): ChildProcess {
  const program = path.join(import.meta.dirname, 'open-and-hang.ts');
  const child = spawn(process.execPath, [program, port], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanups.push(() => void child.kill('SIGKILL'));
  return child;
}

async function firstLine(child: ChildProcess): Promise<{ port: string; outcome: string }> {
  if (!child.stdout) throw new Error('no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return JSON.parse(line) as { port: string; outcome: string };
}

describe.skipIf(!hasSocat)('a program that is killed', () => {
  test('in the middle of a pulse: the next program switches the coil off first thing', async () => {
    const board = new RelayBoard();
    const pty = await openPty((far) => board.attach(far.incoming, (bytes) => void far.outgoing.write(bytes)));
    cleanups.push(pty.close);
    const first = run(pty.port);
    expect((await firstLine(first)).outcome).toBe('opened');
    const gone = once(first, 'exit');
    first.kill('SIGKILL');
    await gone;
    expect(board.coils.get(0)).toBe(true);

    const before = board.requests.length;
    run(pty.port);
    await board.until(() => board.requests.length > before, 60_000);
    const next = board.requests[before];
    expect(next).toMatchObject({ functionCode: 5, address: 0, value: 0 });
    expect(board.coils.get(0)).toBe(false);
  });

  test('with a simulated board: the board and its port end too', async () => {
    const child = run('simulated');
    const { port, outcome } = await firstLine(child);
    expect(outcome).toBe('opened');
    expect(existsSync(port)).toBe(true);
    child.kill('SIGKILL');
    const deadline = performance.now() + 30_000;
    while (existsSync(port) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(existsSync(port)).toBe(false); // socat removes the link when it ends
  });
});
