import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { childEnv, outDir, productNode, root } from './paths.mjs';
import { killGroup } from './run.mjs';

const START_TIMEOUT_MS = Number(process.env.TERMINAL_ELECTRON_START_MS ?? 20_000);
/** What the program itself ends with, even before it has said anything. */
const ownExitCodes = [2, 3];
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs the program in Electron. It has started when its first log line is there.
 * @returns {Promise<{code: number} | {failed: string}>} the exit code, or why it never started
 */
export function runInElectron(binary, args) {
  return new Promise((resolve) => {
    const extra = process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {};
    const env = childEnv(extra);
    delete env.ELECTRON_RUN_AS_NODE;
    const child = spawn(binary, ['.', ...args], { cwd: root, env, stdio: ['inherit', 'pipe', 'inherit'], detached: true });
    let hasStarted = false;
    let isTooLate = false;
    const timer = setTimeout(() => {
      isTooLate = true;
      killGroup(child);
    }, START_TIMEOUT_MS);
    const stopForwarding = forwardSignals((signal) => child.kill(signal));
    child.stdout.on('data', () => {
      hasStarted = true;
      clearTimeout(timer);
    });
    child.stdout.pipe(process.stdout, { end: false });
    const end = (outcome) => {
      clearTimeout(timer);
      stopForwarding();
      resolve(outcome);
    };
    child.once('error', (error) => end({ failed: error.message }));
    child.once('close', (code, signal) => {
      if (isTooLate) end({ failed: `nothing within ${START_TIMEOUT_MS / 1000} s` });
      else if (hasStarted || ownExitCodes.includes(code)) end({ code: code ?? 1 });
      else end({ failed: signal === null ? `it ended at once with code ${code}` : `it was ended at once by ${signal}` });
    });
  });
}

/** Becomes the program on the stand-in; where this Node cannot, runs it as a child and answers its exit code. */
export function runInStandIn(args) {
  return become(productNode(), [
    '--import',
    join(root, 'test', 'electron', 'register.ts'),
    join(outDir, 'main', 'main.js'),
    ...args,
  ]);
}

/**
 * Replaces this process, so that signals, exit code and even SIGKILL reach the program itself. Node 20 has no such call.
 * @returns {Promise<number>}
 */
export function become(command, args) {
  if (typeof process.execve === 'function') {
    process.removeAllListeners('warning');
    process.execve(command, [command, ...args], definedOnly(childEnv()));
  }
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: childEnv(), stdio: 'inherit' });
    const stopForwarding = forwardSignals((signal) => child.kill(signal));
    child.once('error', reject);
    child.once('close', (code) => {
      stopForwarding();
      resolve(code ?? 1);
    });
  });
}

const definedOnly = (env) => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));

function forwardSignals(forward) {
  const listeners = signals.map((signal) => [signal, () => forward(signal)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}
