import { useEffect, useState } from 'react';
import type { PersonDetail } from '../../../src/shared/people-view.ts';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';

export type PersonState =
  | { readonly kind: 'reading' | 'gone' }
  | { readonly kind: 'there'; readonly person: PersonDetail }
  | { readonly kind: 'failed'; readonly code: string };

/** All that main knows of one worker; with another `round` it is read anew. */
export function usePerson(id: string, round = 0): PersonState {
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [state, setState] = useState<PersonState>({ kind: 'reading' });
  useEffect(() => {
    const ending = new AbortController();
    bridge.call('admin.person', { session, id }).then(
      ({ person }) => {
        if (!ending.signal.aborted) setState(person === null ? { kind: 'gone' } : { kind: 'there', person });
      },
      (error: unknown) => {
        if (ending.signal.aborted) return;
        const code = codeOf(error);
        if (code === 'admin.unauthorised') onExpired();
        else setState({ kind: 'failed', code });
      },
    );
    return () => ending.abort();
  }, [bridge, session, onExpired, id, round]);
  return state;
}
