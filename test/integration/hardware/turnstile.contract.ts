import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../src/config/schema.ts';
import type { OpeningOutcome, TurnstileState } from '../../../src/gate/ports.ts';
import { createTurnstile } from '../../../src/hardware/create-turnstile.ts';
import type { ObservableTurnstile } from '../../../src/hardware/diagnostics.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { patience } from '../../fakes/patient-board.ts';

/** One write to the coil as the board took it; `at` in ms of any clock. */
export interface CoilWrite {
  readonly isOn: boolean;
  readonly at: number;
}

/** A board to hold the contract against. */
export interface BoardUnderTest {
  readonly turnstile: Config['turnstile'];
  /** Writes to the coil so far, in order; null where nobody can look into the board (real hardware). */
  writes(): readonly CoilWrite[] | null;
  close(): Promise<void>;
}

/** Resolves when the turnstile is in `state`. */
export async function untilState(turnstile: ObservableTurnstile, state: TurnstileState, withinMs = 30_000): Promise<void> {
  const listening = new AbortController();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`still ${turnstile.state().state}`)), withinMs);
    const look = (): void => {
      if (turnstile.state().state !== state) return;
      clearTimeout(timer);
      resolve();
    };
    turnstile.onChange(look, listening.signal);
    look();
  }).finally(() => listening.abort());
}

/** What every board behind the port `Turnstile` must do. */
export function turnstileContract(name: string, startBoard: () => Promise<BoardUnderTest>, isThere = true): void {
  describe.skipIf(!isThere)(`the turnstile contract on ${name}`, () => {
    let board: BoardUnderTest;
    let turnstile: ObservableTurnstile;
    beforeAll(async () => {
      board = await startBoard();
      turnstile = createTurnstile(board.turnstile, { log: silentLog, clock: systemClock, patience });
      await untilState(turnstile, 'ok');
    });
    afterAll(async () => {
      await turnstile?.close();
      await board?.close();
    });

    test('the coil is switched off before anything else', () => {
      expect(board.writes()?.[0]?.isOn ?? false).toBe(false);
      expect(turnstile.diagnostics()?.answers).toBeGreaterThanOrEqual(2);
    });

    test('ten openings one after the other are ten confirmed pulses of the configured length', async () => {
      const before = board.writes()?.length ?? 0;
      const outcomes: OpeningOutcome[] = [];
      for (let count = 0; count < 10; count += 1) outcomes.push(await turnstile.open());
      expect(outcomes).toEqual(Array.from({ length: 10 }, () => 'opened'));
      await turnstile.close();
      const writes = board.writes()?.slice(before);
      if (writes) {
        expect(writes.map((write) => write.isOn)).toEqual(Array.from({ length: 20 }, (_, index) => index % 2 === 0));
        // The last pulse was cut short by closing; the others have their length and their gap.
        for (let at = 0; at < 18; at += 2) {
          const [on, off, next] = writes.slice(at, at + 3).map((write) => write.at);
          expect((off ?? 0) - (on ?? 0)).toBeGreaterThanOrEqual(board.turnstile.pulseMs - 10);
          expect((next ?? 0) - (off ?? 0)).toBeGreaterThanOrEqual(90);
        }
      }
    });

    test('a second terminal program finds the board again after the first has closed', async () => {
      turnstile = createTurnstile(board.turnstile, { log: silentLog, clock: systemClock, patience });
      await untilState(turnstile, 'ok');
      expect(await turnstile.open()).toBe('opened');
    });
  });
}
