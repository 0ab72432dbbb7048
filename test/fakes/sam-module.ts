import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { hasSocat, openPtyPair } from './pty.ts';

const python = '/usr/bin/python3';

export const hasSamModule = hasSocat && spawnSync(python, ['-c', 'import tty']).status === 0;

/** What stands on a card, as `sam-module.py` takes it. */
export interface FakeCard {
  readonly name: string;
  readonly sex: string;
  readonly nation: string;
  readonly birth: string;
  readonly address: string;
  readonly number: string;
  readonly authority: string;
  readonly from: string;
  readonly to: string;
  readonly mark?: string;
}

export type SamTrouble =
  'silent' | 'badChecksum' | 'noiseBefore' | 'inTwoParts' | 'twice' | 'half' | 'huge' | 'none' | { readonly status: number };

export interface SamModule {
  /** Serial port for the product. */
  readonly port: string;
  lay(card: FakeCard | null): void;
  /** What happens to the next replies. */
  misbehave(...next: readonly SamTrouble[]): void;
  /** The line is pulled out. */
  close(): Promise<void>;
}

/** Starts an independent module behind a pseudo-terminal; both end with this process. */
export async function startSamModule(): Promise<SamModule> {
  const pair = await openPtyPair();
  const child = spawn(python, [path.join(import.meta.dirname, 'sam-module.py'), pair.far], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ready = Promise.withResolvers<void>();
  child.once('exit', () => ready.reject(new Error('the module ended')));
  createInterface({ input: child.stdout }).once('line', () => ready.resolve());
  const timer = setTimeout(() => ready.reject(new Error('the module did not start')), 60_000);
  await ready.promise.finally(() => clearTimeout(timer));
  const tell = (order: unknown): void => void child.stdin.write(`${JSON.stringify(order)}\n`);
  return {
    port: pair.near,
    lay: (card) => tell({ card }),
    misbehave: (...next) => tell({ next }),
    close: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
      await pair.close();
    },
  };
}
