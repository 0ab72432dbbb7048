import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const tests = join(import.meta.dirname, '../..');
const said = (tool: string, ...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(tests, tool), ...words], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('tools of the checkout', () => {
  it.each([
    ['integration/hardware/fuzz-readers.ts', 'x', 'count: "x" is no whole number'],
    ['integration/platform/fuzz-decoder.ts', '-5', 'count: "-5" is no whole number'],
    ['integration/update/fuzz-packages.ts', '1e3', 'count: "1e3" is no whole number'],
    ['integration/update/process-walk.ts', '3.5', 'rounds: "3.5" is no whole number'],
    ['integration/kill/kill-walk.ts', 'x', 'passages: "x" is no whole number'],
    ['bench/bench.ts', 'nothing', 'there is no bench "nothing"'],
    ['evaluation/evaluate.ts', '--people=/nowhere', '/nowhere is not there'],
    ['chaos/chaos.ts', '--terminals=0', '--terminals: at least one'],
    ['simulation-actions/run.ts', '--half=both', '--half: "both" is neither held-out nor develop'],
  ])('%s names what is wrong in "%s" and how it is meant, and counts nothing', (tool, word, fault) => {
    const { status, stdout, stderr } = said(tool, word);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.toLowerCase().startsWith(`${fault}\nusage: `)).toBe(true);
  });

  it('takes numbers in order, and says how many are too many', () => {
    expect(said('integration/hardware/fuzz-readers.ts', '1', '3').stdout).toMatch(/^\d+ streams survived, seed 3/);
    expect(said('integration/hardware/fuzz-readers.ts', '1', '3', '4').stderr).toMatch(/^"4" is too much\n/);
  });

  it('says how it is meant when it is asked', () => {
    const usage = 'usage: npm run kill-walk -- [PASSAGES [KILLS [SEED]]]\n';
    expect(said('integration/kill/kill-walk.ts', '--help')).toEqual({ status: 0, stdout: usage, stderr: '' });
  });
});
