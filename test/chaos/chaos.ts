/**
 * `npm run chaos -- --platform zhejiang|sichuan [--minutes M] [--terminals N] [--seed S]`: passages at several terminals while their
 * platform misbehaves and they are killed. Prints what was counted outside as one JSON line; exit code 1 when a promise is broken.
 */
import { parseArgs } from 'node:util';
import type { ChaosPlatform } from './chaos-platform.ts';
import { runChaos } from './run.ts';
import { startSichuanChaos } from './sichuan.ts';
import { startZhejiangChaos } from './zhejiang.ts';
import { readToolWords, wholeNumberIn, WordsError } from '../tools/tool-words.ts';

const PLATFORMS: Readonly<Record<string, () => Promise<ChaosPlatform>>> = {
  zhejiang: startZhejiangChaos,
  sichuan: startSichuanChaos,
};

const usage = `usage: npm run chaos -- --platform ${Object.keys(PLATFORMS).join('|')} [--minutes M] [--terminals N] [--seed S]`;

const { platform, start, minutes, terminals, seed } = readToolWords(usage, (words) => {
  const { values } = parseArgs({
    args: [...words],
    options: {
      platform: { type: 'string', default: 'zhejiang' },
      minutes: { type: 'string', default: '2' },
      /** A board takes six pulses a second: four terminals make 2,000 passages in two minutes, kills included. */
      terminals: { type: 'string', default: '4' },
      seed: { type: 'string', default: String(Date.now() % 100_000) },
    },
  });
  const { platform } = values;
  const start = PLATFORMS[platform];
  if (start === undefined) throw new WordsError(`there is no platform "${platform}"`);
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new WordsError(`--minutes: "${values.minutes}" is no time`);
  const terminals = wholeNumberIn(values.terminals, '--terminals');
  if (terminals < 1) throw new WordsError('--terminals: at least one');
  return { platform, start, minutes, terminals, seed: wholeNumberIn(values.seed, '--seed') };
});

const report = await runChaos({
  start,
  lastsMs: minutes * 60_000,
  terminals,
  seed,
  killAfterMs: 8_000,
  troubleEveryMs: 400,
  drainWithinMs: 120_000,
});
process.stdout.write(`${JSON.stringify({ chaos: platform, minutes, ...report })}\n`);
process.exitCode = report.broken.length === 0 ? 0 : 1;
