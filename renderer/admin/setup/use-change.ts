import { useCallback, useState } from 'react';
import type { SystemOutcome } from '../../../src/shared/setup.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';

export type ChangeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'answered'; readonly outcome: SystemOutcome }
  | { readonly kind: 'failed'; readonly code: string };

/** A change of the system that answers in words; `onDone` when it was carried out. */
export function useChange(
  onDone: () => void,
): readonly [ChangeState, (act: (session: string) => Promise<SystemOutcome>) => void] {
  const { session, onExpired } = useSession();
  const [state, setState] = useState<ChangeState>({ kind: 'idle' });
  const start = useCallback(
    (act: (session: string) => Promise<SystemOutcome>) => {
      setState({ kind: 'running' });
      act(session).then(
        (outcome) => {
          setState({ kind: 'answered', outcome });
          if (outcome.kind === 'done') onDone();
        },
        (error: unknown) => {
          const code = codeOf(error);
          if (code === 'admin.unauthorised') onExpired();
          else setState({ kind: 'failed', code });
        },
      );
    },
    [session, onExpired, onDone],
  );
  return [state, start];
}
