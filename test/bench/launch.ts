import { rmSync } from 'node:fs';
import { Checkout } from '../integration/shell/checkout.ts';
import { type BenchOptions, onlyCount } from './bench-options.ts';
import { summary } from './percentiles.ts';

const STARTS = 20;
const args = ['--end-with', '0'];

/** What `npm start` costs over the program alone in a checkout where nothing is left to prepare, the two in turn. `count`: pairs. */
export async function benchLaunch(options: BenchOptions): Promise<Record<string, unknown>> {
  const checkout = new Checkout();
  try {
    await checkout.run(args);
    const [launched, alone]: [number[], number[]] = [[], []];
    const count = onlyCount(options, STARTS);
    while (launched.length < count) {
      launched.push((await checkout.run(args)).tookMs);
      alone.push(await checkout.timeAlone(args));
    }
    const more = launched.map((ms, at) => ms - (alone[at] ?? 0));
    return {
      what: 'a program that ends at once, by the launcher and alone, in turn; ms',
      ...{ launched: summary(launched, 0), alone: summary(alone, 0), more: summary(more, 0) },
    };
  } finally {
    rmSync(checkout.folder, { recursive: true });
  }
}
