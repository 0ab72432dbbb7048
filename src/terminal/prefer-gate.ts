import { getPriority, setPriority } from 'node:os';
import type { Log } from '../shared/log.ts';

/** So far the thread that decides stands before those that analyse pictures, in steps of niceness. */
const AHEAD = 5;
const FIRST_OF_ALL = -20;

/** What of the system is used; a test takes its own. */
export interface Priorities {
  readonly platform: string;
  get(): number;
  set(niceness: number): void;
}

const ownThread: Priorities = {
  platform: process.platform,
  get: () => getPriority(),
  set: (niceness) => setPriority(niceness),
};

/**
 * Puts this thread, which decides and speaks to the turnstile, before the analysis of pictures: a verdict must not wait for its turn. Call it
 * before anything is read or written, so that the threads that do so stand there too. It takes CAP_SYS_NICE or a limit that
 * allows it (`LimitNICE` of the service); without them all stays as it is. Linux alone, where niceness is each thread's own.
 */
export function preferGate(log: Log, priorities: Priorities = ownThread): void {
  if (priorities.platform !== 'linux') return;
  const niceness = Math.max(FIRST_OF_ALL, priorities.get() - AHEAD);
  try {
    priorities.set(niceness);
    log.debug('terminal', 'preferred', { niceness });
  } catch {
    log.info('terminal', 'notPreferred', { reason: 'the system does not let this user raise a priority' });
  }
}
