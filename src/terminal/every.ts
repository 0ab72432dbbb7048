import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';

/** Does `action` again and again until `signal` aborts; one that fails is logged, and done again all the same. */
export function every(ms: number, action: () => void, log: Log, signal: AbortSignal): void {
  const timer = setInterval(() => {
    try {
      action();
    } catch (error) {
      const fault = Fault.from(error, 'internal.bug', 'a periodic task failed');
      log.error('terminal', 'periodicTaskFailed', { code: fault.code, error: fault.message });
    }
  }, ms);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
