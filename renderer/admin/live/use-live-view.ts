import { useEffect, useState } from 'react';
import type { LaneNumber } from '../../../src/shared/lanes.ts';
import type { LiveView } from '../../../src/shared/live-view.ts';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';

/** From an answer to the next question, ms: about as often as frames are judged. */
const AGAIN_MS = 150;
/** After a question that failed, ms. */
const RETRY_MS = 1_000;

export interface LiveState {
  /** Null until main answered. */
  readonly view: LiveView | null;
  /** What went wrong with the last question, or null. */
  readonly code: string | null;
}

/** What is measured now at a lane, asked again and again for as long as the component is shown; main forgets it when nobody asks. */
export function useLiveView(lane: LaneNumber): LiveState {
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [state, setState] = useState<LiveState>({ view: null, code: null });
  useEffect(() => {
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (ms: number): void => {
      if (!ending.signal.aborted) timer = setTimeout(look, ms);
    };
    const look = (): void => {
      bridge.call('tuning.live', { session, lane }).then(
        (view) => {
          if (!ending.signal.aborted) setState({ view, code: null });
          again(AGAIN_MS);
        },
        (error: unknown) => {
          const code = codeOf(error);
          if (ending.signal.aborted) return;
          if (code === 'admin.unauthorised') return onExpired();
          setState({ view: null, code });
          again(RETRY_MS);
        },
      );
    };
    look();
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [bridge, session, lane, onExpired]);
  return state;
}
