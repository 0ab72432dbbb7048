import { useEffect, useState } from 'react';
import type { Status } from '../../src/shared/status.ts';
import { useParts, useTerminal } from '../ui/terminal-context.ts';

/** Knows nobody and reports to nobody. A demo is no terminal to be set up. */
const isEmpty = ({ areas, counts }: Status): boolean =>
  areas['terminal']?.state === 'running' && areas['platform']?.state === 'notConfigured' && counts.workers === 0;

/**
 * Whether the terminal comes from its box: no PIN, nobody enrolled, no platform. One that works without a PIN must not invite
 * whoever passes to choose one. Asked anew when the admin side was closed.
 */
export function useIsNew(isAdminOpen: boolean): boolean {
  const { bridge } = useParts();
  const { status } = useTerminal();
  const [hasPin, setHasPin] = useState(true);
  const isAsked = status !== null && isEmpty(status) && !isAdminOpen;
  useEffect(() => {
    if (!isAsked) return;
    const ending = new AbortController();
    bridge.call('admin.state', {}).then(
      (answer) => {
        if (!ending.signal.aborted) setHasPin(answer.hasPin);
      },
      // Without an answer the corner is still there.
      () => undefined,
    );
    return () => ending.abort();
  }, [bridge, isAsked]);
  return isAsked && !hasPin;
}
