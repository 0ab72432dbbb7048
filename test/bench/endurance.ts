import { type BenchOptions, onlyCount, uprightScreen, wordsOf } from './bench-options.ts';
import { isPageBuilt } from './built-page.ts';
import { endureGate } from './endurance-gate.ts';
import { endurePage } from './endurance-page.ts';
import { grewPercent, sampleCounts } from './endurance-samples.ts';

const PASSAGES = 10_000;

/**
 * Passages back to back: what the gate's side (state machine, punches with pictures in a real database, turnstile on a simulated line) and the
 * kiosk's page (as built, in real Chromium) keep of them, and how that grows on the way. `count`: passages; default 10,000. `size`: of the page's
 * screen; default 800x1280. Each sample is also told at once, on stderr.
 */
export async function benchEndurance(options: BenchOptions): Promise<Record<string, unknown>> {
  if (!isPageBuilt()) return { skipped: 'there is no built page; run npm run build first' };
  const counts = sampleCounts(onlyCount(options, PASSAGES));
  const tell =
    (side: string) =>
    (passages: number, sample: object): void =>
      void process.stderr.write(`${JSON.stringify({ side, passages, ...sample })}\n`);
  const screen = options.screen ?? uprightScreen;
  const page = await endurePage({ counts, screen, onSample: tell('page') });
  const gate = await endureGate(counts, tell('gate'));
  return {
    what: 'memory after a collection, at each of the samples; growth from the first to the last, %',
    gateSide: {
      samples: gate,
      heapGrewPercent: grewPercent(gate, ({ heapMb }) => heapMb),
      residentGrewPercent: grewPercent(gate, ({ residentMb }) => residentMb),
      privateDirtyGrewPercent: grewPercent(gate, ({ privateDirtyMb }) => privateDirtyMb),
    },
    page: {
      screen: wordsOf(screen),
      ...page,
      heapGrewPercent: grewPercent(page.samples, ({ heapMb }) => heapMb),
      residentGrewPercent: grewPercent(page.samples, ({ processes }) => processes.page.residentMb),
      privateDirtyGrewPercent: grewPercent(page.samples, ({ processes }) => processes.page.privateDirtyMb),
    },
  };
}
