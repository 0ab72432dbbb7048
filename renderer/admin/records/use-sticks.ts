import { useCallback, useEffect, useState } from 'react';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';

/** USB sticks by name, null until main has said; and how to look again. */
export function useSticks(): readonly [readonly string[] | null, () => void] {
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [sticks, setSticks] = useState<readonly string[] | null>(null);
  const look = useCallback(() => {
    bridge.call('admin.sticks', { session }).then(
      (answer) => setSticks(answer.sticks),
      (error: unknown) => {
        if (codeOf(error) === 'admin.unauthorised') onExpired();
        else setSticks([]);
      },
    );
  }, [bridge, session, onExpired]);
  useEffect(look, [look]);
  return [sticks, look];
}
