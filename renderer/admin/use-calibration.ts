import { useCallback, useEffect, useState } from 'react';
import type { LaneNumber } from '../../src/shared/lanes.ts';
import type { CalibrationAct, CalibrationView } from '../../src/shared/vision/liveness/calibration-view.ts';
import { useMayAsk } from '../ui/Askable.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { askAgainMs } from './calibration-going-on.ts';
import { codeOf } from './code-of.ts';
import { useSession } from './session.ts';

export interface CalibrationState {
  /** Null until main answered. */
  readonly view: CalibrationView | null;
  /** What went wrong with the last question, or null. */
  readonly code: string | null;
  readonly act: (act: CalibrationAct) => void;
}

/**
 * What main says of a lane's calibration, asked again and again while samples are collected, or while it goes on elsewhere. Null:
 * there is no such lane.
 */
export function useCalibration(lane: LaneNumber | null): CalibrationState {
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [view, setView] = useState<CalibrationView | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const take = useCallback(
    (answer: Promise<CalibrationView>) =>
      answer.then(
        (next) => {
          setCode(null);
          setView(next);
        },
        (error: unknown) => {
          const failure = codeOf(error);
          if (failure === 'admin.unauthorised') onExpired();
          else setCode(failure);
        },
      ),
    [onExpired],
  );
  const againMs = askAgainMs(view, useMayAsk('admin.calibrate'));
  useEffect(() => {
    if (lane === null) return;
    const ending = new AbortController();
    const look = async (): Promise<void> => {
      await take(bridge.call('admin.calibration', { session, lane }));
      if (againMs !== null && !ending.signal.aborted) timer = setTimeout(() => void look(), againMs);
    };
    let timer = setTimeout(() => void look(), againMs ?? 0);
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [bridge, session, lane, take, againMs]);
  const act = useCallback(
    (wanted: CalibrationAct) => {
      if (lane !== null) void take(bridge.call('admin.calibrate', { session, act: wanted, lane }));
    },
    [bridge, session, lane, take],
  );
  return { view, code, act };
}
