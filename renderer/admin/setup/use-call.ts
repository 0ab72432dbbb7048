import { useCallback, useEffect, useState } from 'react';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';

/** What a page loads when it opens, and how to load it again; null until it is there. A failure leaves what was there. */
export function useLoaded<T>(load: (session: string) => Promise<T>): readonly [T | null, () => void] {
  const { session, onExpired } = useSession();
  const [value, setValue] = useState<T | null>(null);
  const again = useCallback(() => {
    load(session).then(setValue, (error: unknown) => {
      if (codeOf(error) === 'admin.unauthorised') onExpired();
    });
  }, [load, session, onExpired]);
  useEffect(again, [again]);
  return [value, again];
}
