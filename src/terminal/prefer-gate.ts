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
 * allows it (`LimitNICE` of the service); without them all stays as it is. Linux alone, where niceness is each thread's own. Answers the
 * way back: a program that starts itself anew hands its niceness on, and would come to stand further ahead each time.
 */
export function preferGate(log: Log, priorities: Priorities = ownThread): () => void {
  const nothing = (): void => undefined;
  if (priorities.platform !== 'linux') return nothing;
  const usual = priorities.get();
  const niceness = Math.max(FIRST_OF_ALL, usual - AHEAD);
  try {
    priorities.set(niceness);
    log.debug('terminal', 'preferred', { niceness });
    return () => priorities.set(usual);
  } catch {
    log.info('terminal', 'notPreferred', { reason: 'the system does not let this user raise a priority' });
    return nothing;
  }
}
