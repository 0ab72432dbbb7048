import { useCallback, useEffect, useState } from 'react';
import type { CalibrationAct, CalibrationView } from '../../src/shared/vision/liveness/calibration-view.ts';
import { useParts } from '../ui/terminal-context.ts';
import { codeOf } from './code-of.ts';
import { useSession } from './session.ts';

/** How often the samples are counted while they are collected, ms. */
const COUNT_MS = 400;

export interface CalibrationState {
  /** Null until main answered. */
  readonly view: CalibrationView | null;
  /** What went wrong with the last question, or null. */
  readonly code: string | null;
  readonly act: (act: CalibrationAct) => void;
}

/** What main says of the calibration, asked again and again while samples are collected. */
export function useCalibration(): CalibrationState {
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
  const isCollecting = view !== null && (view.phase === 'near' || view.phase === 'far');
  useEffect(() => {
    const ending = new AbortController();
    const look = async (): Promise<void> => {
      await take(bridge.call('admin.calibration', { session }));
      if (isCollecting && !ending.signal.aborted) timer = setTimeout(() => void look(), COUNT_MS);
    };
    let timer = setTimeout(() => void look(), isCollecting ? COUNT_MS : 0);
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [bridge, session, take, isCollecting]);
  const act = useCallback(
    (wanted: CalibrationAct) => void take(bridge.call('admin.calibrate', { session, act: wanted })),
    [bridge, session, take],
  );
  return { view, code, act };
}
