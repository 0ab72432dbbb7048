import { useCallback, useEffect, useRef, useState } from 'react';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';

export interface PageOf<T, K> {
  readonly items: readonly T[];
  readonly next: K | null;
  /** With the first page only. */
  readonly total: number | null;
}

export interface Pages<T> {
  readonly items: readonly T[];
  /** How many there are in all; null until the first page is there. */
  readonly total: number | null;
  /** Why the next page is missing; null: nothing is wrong. */
  readonly code: string | null;
  /** Reads on, if there is more and nothing is being read. */
  readonly more: () => void;
}

interface Read<T, K> extends PageOf<T, K> {
  readonly code: string | null;
}

/**
 * A list read page by page. Another `load` is another list: what is shown stays until its first page is there, so that a
 * search does not flicker, and answers for the list before are dropped. Another `round` reads the same list anew.
 */
export function usePages<T, K>(load: (session: string, after: K | null) => Promise<PageOf<T, K>>, round = 0): Pages<T> {
  const { session, onExpired } = useSession();
  const [read, setRead] = useState<Read<T, K>>({ items: [], next: null, total: null, code: null });
  const run = useRef(0);
  const isReading = useRef(false);

  const take = useCallback(
    (after: K | null) => {
      const own = run.current;
      isReading.current = true;
      load(session, after).then(
        (page) => {
          if (own !== run.current) return;
          isReading.current = false;
          setRead((before) => ({
            items: after === null ? page.items : [...before.items, ...page.items],
            next: page.next,
            total: page.total ?? before.total,
            code: null,
          }));
        },
        (error: unknown) => {
          if (own !== run.current) return;
          isReading.current = false;
          const code = codeOf(error);
          if (code === 'admin.unauthorised') onExpired();
          else setRead((before) => ({ ...before, code }));
        },
      );
    },
    [load, session, onExpired],
  );

  useEffect(() => {
    run.current += 1;
    take(null);
  }, [take, round]);

  const { next, code } = read;
  const more = useCallback(() => {
    if (next !== null && !isReading.current && code === null) take(next);
  }, [next, code, take]);
  return { items: read.items, total: read.total, code, more };
}
