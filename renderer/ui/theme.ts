import { themeAt } from './theme-at.ts';

const CHECK_MS = 60_000;

/** Keeps `data-theme` of the page right. */
export function followTheme(root: HTMLElement, signal: AbortSignal): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    root.dataset['theme'] = themeAt(new Date().getHours(), dark.matches);
  };
  apply();
  dark.addEventListener('change', apply, { signal });
  const timer = setInterval(apply, CHECK_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}
