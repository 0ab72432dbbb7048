import type { Turnstile } from '../../../src/gate/ports.ts';

/** Resolves when the turnstile answers. */
export async function untilWorking(turnstile: Turnstile): Promise<void> {
  const listening = new AbortController();
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (turnstile.state().state === 'ok') resolve();
    };
    turnstile.onChange(look, listening.signal);
    look();
  });
  listening.abort();
}
