import { useCallback, useState } from 'react';
import { codeOf } from './code-of.ts';
import { useSession } from './session.ts';

export type ActionState<T> =
  | { readonly kind: 'idle' | 'running' }
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly code: string };

/** Something that a button does in the session: what became of it, and how to start it. */
export function useAction<T>(act: (session: string) => Promise<T>): readonly [ActionState<T>, () => void] {
  const { session, onExpired } = useSession();
  const [state, setState] = useState<ActionState<T>>({ kind: 'idle' });
  const start = useCallback(() => {
    setState({ kind: 'running' });
    act(session).then(
      (value) => setState({ kind: 'done', value }),
      (error: unknown) => {
        const code = codeOf(error);
        if (code === 'admin.unauthorised') onExpired();
        else setState({ kind: 'failed', code });
      },
    );
  }, [act, session, onExpired]);
  return [state, start];
}
