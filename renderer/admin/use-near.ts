import { useCallback, useState } from 'react';

/** How far outside the shown part counts as near, px: about one screen. */
const MARGIN_PX = 600;

/** Whether the element that is given to the first value is in sight, or nearly. */
export function useNear(): readonly [(element: HTMLElement | null) => (() => void) | undefined, boolean] {
  const [isNear, setNear] = useState(false);
  const attach = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const observer = new IntersectionObserver(([seen]) => setNear(seen?.isIntersecting ?? false), {
      root: element.closest('.admin__page'),
      rootMargin: `${MARGIN_PX}px`,
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [attach, isNear];
}
