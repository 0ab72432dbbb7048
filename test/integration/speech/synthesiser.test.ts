import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readName } from '../../../src/speech/pinyin.ts';
import { canSynthesise, synthesise } from '../../../src/speech/synthesiser.ts';
import type { Sound } from '../../../src/speech/wav.ts';

const hasEspeak = spawnSync('espeak-ng', ['--version']).status === 0;
const folder = mkdtempSync(path.join(tmpdir(), 'speaker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, script: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const loudness = ({ samples }: Sound): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
const seconds = ({ samples, sampleRate }: Sound): number => samples.length / sampleRate;

describe.skipIf(!hasEspeak)('espeak-ng', () => {
  test('speaks a name: of a name’s length, loud, with no silence at the ends', async () => {
    const sound = await synthesise({ voice: 'cmn-latn-pinyin', text: readName('单雄信') });
    expect(seconds(sound)).toBeGreaterThan(0.5);
    expect(seconds(sound)).toBeLessThan(2);
    expect(loudness(sound)).toBeGreaterThan(500);
    expect(Math.abs(sound.samples[0] ?? 0)).toBeGreaterThan(50);
  });

  test('the tone number changes what is heard', async () => {
    const [first, fourth] = await Promise.all(['ma1', 'ma4'].map((text) => synthesise({ voice: 'cmn-latn-pinyin', text })));
    expect(first?.samples).not.toEqual(fourth?.samples);
  });

  // The notation was found by trial; a release that reads digits as numbers would say "five" here.
  test('tone numbers are tones and not spoken digits', () => {
    const told = spawnSync('espeak-ng', ['-v', 'cmn-latn-pinyin', '-q', '-x', '--stdin'], {
      input: 'shan4 ma5',
      encoding: 'utf8',
    });
    expect(told.stdout.trim().split(/\s+/)).toHaveLength(2);
    expect(told.stdout).toContain('51');
  });

  test('is found to be there', async () => {
    expect(await canSynthesise()).toBe(true);
  });

  test('text that looks like an option or a command is spoken, not obeyed', async () => {
    const marker = path.join(folder, 'obeyed');
    const sound = await synthesise({ voice: 'en', text: `-w ${marker}; touch ${marker} $(touch ${marker})` });
    expect(seconds(sound)).toBeGreaterThan(0.5);
    expect(spawnSync('ls', [marker]).status).not.toBe(0);
  });
});

describe('a speech program that fails', () => {
  test.each([
    ['is absent', path.join(folder, 'absent')],
    ['ends with an error', program('fails', 'cat >/dev/null; exit 3')],
    ['gives no sound', program('mute', 'cat >/dev/null')],
    ['gives noise', program('noise', 'cat >/dev/null; head -c 1000 /dev/zero')],
    ['never stops giving', program('endless', 'cat /dev/zero')],
    ['hangs', program('hangs', 'exec sleep 60')],
  ])('is a coded fault when it %s', async (_, file) => {
    const options = { program: file, timeoutMs: 1_000 };
    await expect(synthesise({ voice: 'en', text: 'hello' }, options)).rejects.toMatchObject({ code: 'speech.unavailable' });
    expect(await canSynthesise(options)).toBe(false);
  });
});
