/**
 * `npm run chaos -- --platform zhejiang|sichuan [--minutes M] [--terminals N] [--seed S]`: passages at several terminals while their
 * platform misbehaves and they are killed. Prints what was counted outside as one JSON line; exit code 1 when a promise is broken.
 */
import { parseArgs } from 'node:util';
import type { ChaosPlatform } from './chaos-platform.ts';
import { runChaos } from './run.ts';
import { startSichuanChaos } from './sichuan.ts';
import { startZhejiangChaos } from './zhejiang.ts';

const PLATFORMS: Readonly<Record<string, () => Promise<ChaosPlatform>>> = {
  zhejiang: startZhejiangChaos,
  sichuan: startSichuanChaos,
};

const { values } = parseArgs({
  options: {
    platform: { type: 'string', default: 'zhejiang' },
    minutes: { type: 'string', default: '2' },
    /** A board takes six pulses a second: four terminals make 2,000 passages in two minutes, kills included. */
    terminals: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
const start = PLATFORMS[values.platform];
const minutes = Number(values.minutes);
const terminals = Number(values.terminals);
const seed = Number(values.seed);
if (start === undefined || !(minutes > 0) || !(terminals >= 1) || !Number.isInteger(seed)) {
  console.error(
    `usage: npm run chaos -- --platform ${Object.keys(PLATFORMS).join('|')} [--minutes M] [--terminals N] [--seed S]`,
  );
  process.exitCode = 2;
} else {
  const report = await runChaos({
    start,
    lastsMs: minutes * 60_000,
    terminals,
    seed,
    killAfterMs: 8_000,
    troubleEveryMs: 400,
    drainWithinMs: 120_000,
  });
  process.stdout.write(`${JSON.stringify({ chaos: values.platform, minutes, ...report })}\n`);
  process.exitCode = report.broken.length === 0 ? 0 : 1;
}
