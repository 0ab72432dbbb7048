import { useEffect, useState } from 'react';

/** Wall clock, ms since the epoch, renewed just after each full second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const nowMs = Date.now();
      setNow(nowMs);
      timer = setTimeout(tick, 1_005 - (nowMs % 1_000));
    };
    tick();
    return () => clearTimeout(timer);
  }, []);
  return now;
}
