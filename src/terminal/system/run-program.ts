import { execFile } from 'node:child_process';

export type ProgramResult =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  /** No such program on PATH. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'timeout' };

/** Runs a program of the system, never through a shell, in plain English and for at most `timeoutMs`. */
export type RunProgram = (program: string, args: readonly string[], timeoutMs: number) => Promise<ProgramResult>;

const MOST_BYTES = 1_000_000;

export const runProgram: RunProgram = (program, args, timeoutMs) =>
  new Promise((resolve) => {
    const options = { timeout: timeoutMs, maxBuffer: MOST_BYTES, env: { ...process.env, LC_ALL: 'C', LANG: 'C' } };
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: 'ended', code: 0, stdout, stderr });
      else if (error.code === 'ENOENT') resolve({ kind: 'missing' });
      else if (error.killed === true) resolve({ kind: 'timeout' });
      else resolve({ kind: 'ended', code: typeof error.code === 'number' ? error.code : 1, stdout, stderr });
    });
  });
