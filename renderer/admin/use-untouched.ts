import { useEffect } from 'react';

/** Calls `onUntouched` once nobody has touched the screen for `ms`. */
export function useUntouched(ms: number, onUntouched: () => void): void {
  useEffect(() => {
    const over = new AbortController();
    let timer = setTimeout(onUntouched, ms);
    const restart = (): void => {
      clearTimeout(timer);
      timer = setTimeout(onUntouched, ms);
    };
    for (const event of ['pointerdown', 'keydown', 'wheel'] as const) {
      document.addEventListener(event, restart, { signal: over.signal, passive: true });
    }
    return () => {
      clearTimeout(timer);
      over.abort();
    };
  }, [ms, onUntouched]);
}
