import { lazy, Suspense, useCallback, useEffect, useState } from 'react';

const KeyboardPanel = lazy(async () => ({ default: (await import('./KeyboardPanel.tsx')).KeyboardPanel }));

/** The keys stay until the touch that ends the writing has reached what it was meant for: the page moves when they go, ms. */
const LEAVES_AFTER_MS = 300;

const isEntry = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLInputElement && ['text', 'password', 'search'].includes(target.type) && !target.readOnly;

/** Comes with any entry that is touched and goes with it; for the terminal, which has no other keys. */
export function OnScreenKeyboard() {
  const [entry, setEntry] = useState<HTMLInputElement | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const take = ({ target }: Event): void => {
      if (!isEntry(target)) return;
      clearTimeout(leaving);
      setEntry(target);
    };
    document.addEventListener('focusin', take, { signal });
    document.addEventListener('pointerdown', take, { signal });
    document.addEventListener(
      'focusout',
      ({ target, relatedTarget }) => {
        if (!isEntry(target) || isEntry(relatedTarget)) return;
        clearTimeout(leaving);
        leaving = setTimeout(() => setEntry(null), LEAVES_AFTER_MS);
      },
      { signal },
    );
    return () => {
      clearTimeout(leaving);
      ending.abort();
    };
  }, []);
  const keepInSight = useCallback(
    (panel: HTMLElement | null) => {
      if (panel === null) return undefined;
      // The keys take room from the page, more of it while characters are offered: what is written stays in sight.
      const observer = new ResizeObserver(() => entry?.scrollIntoView({ block: 'center' }));
      observer.observe(panel);
      return () => observer.disconnect();
    },
    [entry],
  );
  if (entry === null) return null;
  return (
    <div ref={keepInSight}>
      <Suspense>
        <KeyboardPanel key={entry.dataset['keys'] ?? 'text'} entry={entry} onHide={() => setEntry(null)} />
      </Suspense>
    </div>
  );
}
