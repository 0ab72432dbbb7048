import { useCallback, useState } from 'react';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';
import type { ActionState } from '../use-action.ts';

type Start<T> = (act: (session: string) => Promise<T>, onDone?: (value: T) => void) => void;

/** As `useAction` for a call that is known only when it is made. */
export function useOneCall<T>(): readonly [ActionState<T>, Start<T>, () => void] {
  const { session, onExpired } = useSession();
  const [state, setState] = useState<ActionState<T>>({ kind: 'idle' });
  const start = useCallback<Start<T>>(
    (act, onDone) => {
      setState({ kind: 'running' });
      act(session).then(
        (value) => {
          setState({ kind: 'done', value });
          onDone?.(value);
        },
        (error: unknown) => {
          const code = codeOf(error);
          if (code === 'admin.unauthorised') onExpired();
          else setState({ kind: 'failed', code });
        },
      );
    },
    [session, onExpired],
  );
  return [state, start, useCallback(() => setState({ kind: 'idle' }), [])];
}
