import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { hasSocat, openPtyPair } from './pty.ts';

const python = '/usr/bin/python3';

export const hasFrameController = hasSocat && spawnSync(python, ['--version']).status === 0;

/** One frame as the controller took it. */
export interface SeenFrame {
  /** Seconds since the epoch at its first byte. */
  readonly t: number;
  readonly cmd: number;
  /** Its sum is right. */
  readonly good: boolean;
}

export interface FrameController {
  readonly port: string;
  readonly frames: readonly SeenFrame[];
  /** `mute`, `speak` or `late SECONDS`. */
  say(word: string): void;
  until(holds: () => boolean, withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** The frames of the controller's made-up maker, as a site would teach them. */
export const controllerFrames = {
  open: 'AA 55 01 00',
  close: 'AA 55 02 01',
  hold: 'AA 55 03 02',
  poll: 'AA 55 10 0F',
  reply: 'AA 55 8? 0? ??',
  pollReply: 'AA 55 90 0? ??',
} as const;

/** Starts an independent controller (Python) behind a pseudo-terminal; both end with this process. */
export async function startFrameController(): Promise<FrameController> {
  const pair = await openPtyPair();
  const script = path.join(import.meta.dirname, 'frame-controller.py');
  const controller = spawn(python, [script, pair.far], { stdio: ['pipe', 'pipe', 'inherit'] });
  const frames: SeenFrame[] = [];
  const watchers = new Set<() => void>();
  const ready = Promise.withResolvers<void>();
  controller.once('exit', () => ready.reject(new Error('the controller ended')));
  createInterface({ input: controller.stdout }).on('line', (line) => {
    const told = JSON.parse(line) as SeenFrame | { readonly ready: true };
    if ('ready' in told) return ready.resolve();
    frames.push(told);
    for (const look of [...watchers]) look();
  });
  const timer = setTimeout(() => ready.reject(new Error('the controller did not start')), 60_000);
  await ready.promise.finally(() => clearTimeout(timer));
  return {
    port: pair.near,
    frames,
    say: (word) => void controller.stdin.write(`${word}\n`),
    until: (holds, withinMs = 30_000) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          watchers.delete(look);
          reject(new Error(`not so within ${withinMs} ms: ${holds.toString()}`));
        }, withinMs);
        const look = (): void => {
          if (!holds()) return;
          clearTimeout(late);
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    close: async () => {
      const ended = once(controller, 'exit');
      controller.stdin.end();
      await ended;
      await pair.close();
    },
  };
}
