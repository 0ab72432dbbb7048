import { spawn } from 'node:child_process';
import { childEnv, root } from './paths.mjs';

/**
 * Runs a command to its end. Its output goes to standard error, so that the program's own stays clean; `quiet` keeps it
 * back unless the command fails.
 * @returns {Promise<{code: number | null, signal: string | null, output: string}>}
 */
export function run(command, args, { quiet = false, env = {}, timeoutMs, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: childEnv(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: timeoutMs !== undefined,
    });
    let output = '';
    const take = (chunk) => {
      output = (output + chunk).slice(-20_000);
      if (!quiet) process.stderr.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const timer = timeoutMs === undefined ? null : setTimeout(() => killGroup(child), timeoutMs);
    const end = (code, signal) => {
      if (timer !== null) clearTimeout(timer);
      resolve({ code, signal, output });
    };
    child.once('error', (error) => {
      output += error.message;
      end(127, null);
    });
    child.once('close', end);
  });
}

/** Ends a detached child and all that it started. */
export function killGroup(child, signal = 'SIGKILL') {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}
