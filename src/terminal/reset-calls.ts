import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { AdminGuard } from './admin-access.ts';
import type { Core } from './core.ts';
import { orderReset } from './factory-reset.ts';

/** The answer reaches the page before the program ends, ms. */
const ANSWER_FIRST_MS = 50;

export interface ResetCallsParts {
  readonly guard: AdminGuard;
  readonly core: {
    readonly config: Core['config'];
    readonly terminal: { readonly store: Pick<Core['terminal']['store'], 'counts' | 'leftovers'> };
  };
  readonly dir: string;
  /** Nothing of a demo is kept anyway. */
  readonly isDemo: boolean;
  /** Ends the program in order and starts it anew. */
  readonly restart: () => void;
  readonly clock: Pick<Clock, 'now'>;
  readonly note: (action: string) => void;
}

type Calls = Pick<CallHandlers, Extract<keyof CallHandlers, `reset.${string}`>>;

/** The calls of the factory reset: what it would erase, and the order. */
export function resetCalls({ guard, core, dir, isDemo, restart, clock, note }: ResetCallsParts): Calls {
  const losses = () => {
    const { store } = core.terminal;
    const { workers, punches, outboxWaiting, outboxSetAside } = store.counts();
    // Those of a platform that was configured before are owed as well.
    const owedElsewhere = store.leftovers().reduce((sum, left) => sum + left.punches, 0);
    return { people: workers, punches, unsent: outboxWaiting + outboxSetAside + owedElsewhere };
  };
  return {
    'reset.view': async ({ session }) => {
      guard.require(session);
      return losses();
    },
    'reset.order': async ({ session, confirmation }) => {
      guard.requireConfirmed(session, confirmation);
      if (isDemo) throw new Fault('config.demo', 'the demo keeps nothing');
      note('terminal.resetOrdered');
      orderReset(dir, { atMs: clock.now(), language: core.config.device.language, ...losses() });
      setTimeout(restart, ANSWER_FIRST_MS);
      return {};
    },
  };
}
