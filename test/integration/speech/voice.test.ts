import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { createLog } from '../../../src/shared/log.ts';
import { createVoice, type SpeakingVoice, type VoiceOptions } from '../../../src/speech/voice.ts';
import { parseWav } from '../../../src/speech/wav.ts';

const hasEspeak = spawnSync('espeak-ng', ['--version']).status === 0;
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

interface Rig {
  readonly voice: SpeakingVoice;
  readonly played: { readonly seconds: number; readonly volume: number }[];
  readonly states: string[];
  readonly logged: string[];
  readonly names: Map<string, string>;
  readonly dir: string;
  clips(kind: 'w' | 'p'): readonly string[];
  /** Resolves when `count` sentences were played. */
  untilPlayed(count: number): Promise<void>;
}

/** A folder that the test made, and that alone is removed after it. */
function ownFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'voice-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function rig(more: Partial<VoiceOptions> = {}, speech: Record<string, unknown> = {}): Rig {
  const dir = more.dir ?? ownFolder();
  const played: { readonly seconds: number; readonly volume: number }[] = [];
  const states: string[] = [];
  const logged: string[] = [];
  const names = new Map([
    ['w1', '单雄信'],
    ['w2', '黑明'],
  ]);
  let told = (): void => undefined;
  const voice = createVoice(Config.parse({ speech }).speech, {
    dir,
    log: createLog(
      (line) => logged.push(line),
      () => new Date(),
      'debug',
    ),
    clock: systemClock,
    direction: 'in',
    play: (wav, volume) => {
      const { samples, sampleRate } = parseWav(wav);
      played.push({ seconds: samples.length / sampleRate, volume });
      told();
    },
    nameOf: (workerId) => names.get(workerId) ?? null,
    onState: (state) => states.push(state),
    patience: { nameMs: 60_000, phraseMs: 60_000 },
    ...more,
  });
  cleanups.push(() => voice.close());
  const folder = path.join(dir, 'voice');
  const clips = (kind: 'w' | 'p'): readonly string[] =>
    existsSync(folder) ? readdirSync(folder).filter((file) => file.startsWith(`${kind}-`)) : [];
  const untilPlayed = (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${played.length} played, not ${count}`)), 60_000);
      told = () => {
        if (played.length < count) return;
        clearTimeout(timer);
        resolve();
      };
      told();
    });
  return { voice, played, states, logged, names, dir, clips, untilPlayed };
}

/** A speech program that notes every call and may be slow before it runs the real one. */
function countingSpeaker(delaySeconds = 0, only = ''): { readonly program: string; calls(): readonly string[] } {
  const folder = ownFolder();
  const program = path.join(folder, 'speaker');
  const record = path.join(folder, 'calls');
  const script = [
    '#!/bin/sh',
    'text=$(cat)',
    `echo "$text" >> ${record}`,
    `case "$text" in *"${only}"*) sleep ${delaySeconds};; esac`,
    'echo "$text" | exec espeak-ng "$@"',
  ];
  writeFileSync(program, `${script.join('\n')}\n`);
  chmodSync(program, 0o755);
  const calls = (): readonly string[] => (existsSync(record) ? readFileSync(record, 'utf8').trim().split('\n') : []);
  return { program, calls };
}

describe.skipIf(!hasEspeak)('the voice', () => {
  test('says name and phrase in one sentence, at the configured volume', async () => {
    const { voice, played, states, untilPlayed } = rig({}, { volume: 0.4 });
    await voice.ready();
    await voice.prepare('w1');
    voice.say('admitted', null);
    await untilPlayed(1);
    voice.say('admitted', 'w1');
    await untilPlayed(2);
    const [without, withName] = played;
    expect((withName?.seconds ?? 0) - (without?.seconds ?? 0)).toBeGreaterThan(0.5);
    expect(withName?.volume).toBe(0.4);
    expect(states).toEqual(['ok']);
  });

  test('synthesises a name once, however often and after whatever restart it is said', async () => {
    const { program, calls } = countingSpeaker();
    const first = rig({ program });
    await first.voice.ready();
    await first.voice.prepare('w1');
    first.voice.say('admitted', 'w1');
    await first.untilPlayed(1);
    first.voice.close();
    const before = calls().length;
    const second = rig({ program, dir: first.dir });
    await second.voice.ready();
    second.voice.say('admitted', 'w1');
    await second.untilPlayed(1);
    expect(calls().filter((text) => text === 'shan4 xiong2 xin4')).toHaveLength(1);
    expect(calls().slice(before)).toEqual(['hao3']); // only whether the program is there was asked
  });

  test('a name that was not prepared is said all the same, after say has returned', async () => {
    const { voice, played, untilPlayed } = rig();
    await voice.ready();
    voice.say('admitted', null);
    await untilPlayed(1);
    voice.say('admitted', 'w2');
    expect(played).toHaveLength(1);
    await untilPlayed(2);
    expect(played[1]?.seconds).toBeGreaterThan((played[0]?.seconds ?? 0) + 0.3);
  });

  test('a name that takes longer than may be waited for is left out this time and there the next', async () => {
    const { program } = countingSpeaker(3, 'he4 ming2');
    const { voice, played, untilPlayed, clips } = rig({ program, patience: { nameMs: 1_500, phraseMs: 60_000 } });
    await voice.ready();
    voice.say('admitted', 'w2');
    await untilPlayed(1);
    expect(clips('w')).toHaveLength(0);
    await voice.prepare('w2');
    voice.say('admitted', 'w2');
    await untilPlayed(2);
    expect(played[1]?.seconds).toBeGreaterThan((played[0]?.seconds ?? 0) + 0.3);
  });

  test('a phrase that was overtaken by a later one is not played', async () => {
    const { voice, played, untilPlayed } = rig();
    await voice.ready();
    voice.say('admitted', 'w1');
    voice.say('attack', null);
    await untilPlayed(1);
    await voice.prepare('w1'); // the first one's name is done by then
    expect(played).toHaveLength(1);
  });

  test.skipIf(process.platform !== 'linux')('a name that nobody waits for is spoken by a process that stands back', async () => {
    const folder = ownFolder();
    const [program, record] = [path.join(folder, 'speaker'), path.join(folder, 'niceness')];
    writeFileSync(program, `#!/bin/sh\ntext=$(cat)\necho "$text $(nice)" >> ${record}\necho "$text" | exec espeak-ng "$@"\n`);
    chmodSync(program, 0o755);
    const { voice, clips, untilPlayed } = rig({ program });
    await voice.ready();
    await voice.prepare('w1');
    voice.say('admitted', 'w2');
    await untilPlayed(1);
    expect(clips('w')).toHaveLength(2);
    const niceness = (text: string): number =>
      Number(new RegExp(`^${text} (\\d+)$`, 'm').exec(readFileSync(record, 'utf8'))?.[1] ?? Number.NaN);
    expect(niceness('shan4 xiong2 xin4')).toBeGreaterThan(niceness('he4 ming2'));
  });

  test('file names and the log tell neither ids nor names', async () => {
    const { voice, names, clips, logged, dir } = rig();
    names.set('3301021990', '张三');
    await voice.ready();
    await voice.prepare('3301021990');
    expect(clips('w')).toHaveLength(1);
    const told = [...readdirSync(path.join(dir, 'voice')), ...logged].join('\n');
    for (const secret of ['3301021990', '张', 'zhang', 'san1']) expect(told).not.toContain(secret);
    expect(statSync(path.join(dir, 'voice')).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(path.join(dir, 'voice'))) {
      expect(statSync(path.join(dir, 'voice', file)).mode & 0o777).toBe(0o600);
    }
  });

  test('the same name of two workers is two clips, and forgetting one leaves the other', async () => {
    const { voice, names, clips } = rig();
    names.set('w2', '单雄信');
    await voice.ready();
    await voice.prepare('w1');
    await voice.prepare('w2');
    expect(clips('w')).toHaveLength(2);
    names.delete('w1');
    await voice.forget('w1');
    expect(clips('w')).toHaveLength(1);
  });

  test('a worker who was removed while his name was synthesised leaves no clip', async () => {
    const { program } = countingSpeaker(0.3, 'shan4');
    const { voice, names, clips } = rig({ program });
    await voice.ready();
    const preparing = voice.prepare('w1');
    names.delete('w1');
    await voice.forget('w1');
    await preparing;
    expect(clips('w')).toHaveLength(0);
  });

  test('a renamed worker has the clip of the new name only', async () => {
    const { voice, names, clips } = rig();
    await voice.ready();
    await voice.prepare('w1');
    const before = clips('w');
    names.set('w1', '仇士良');
    await voice.prepare('w1');
    expect(clips('w')).toHaveLength(1);
    expect(clips('w')).not.toEqual(before);
  });

  test('clips of workers who are gone are removed at the start', async () => {
    const first = rig();
    await first.voice.ready();
    await first.voice.prepare('w1');
    await first.voice.prepare('w2');
    first.voice.close();
    const second = rig({ dir: first.dir, workerIds: () => ['w2'] });
    await second.voice.ready();
    expect(second.clips('w')).toHaveLength(1);
  });

  test('a clip that was cut short by a power failure is made again', async () => {
    const { voice, clips, dir, untilPlayed } = rig();
    await voice.ready();
    await voice.prepare('w1');
    const [file = ''] = clips('w');
    const place = path.join(dir, 'voice', file);
    const size = statSync(place).size;
    truncateSync(place, 1_000);
    voice.say('admitted', 'w1');
    await untilPlayed(1);
    expect(statSync(place).size).toBe(size);
  });

  test('the clips stay within their bound; the longest unused goes first', async () => {
    const { voice, names, dir, clips } = rig({ mostBytes: 400_000 });
    for (let count = 0; count < 20; count += 1) names.set(`n${count}`, `李${'甲乙丙丁戊己庚辛壬癸'[count % 10]}${count}`);
    await voice.ready();
    await voice.prepare('w1');
    const [first = ''] = clips('w');
    for (let count = 0; count < 20; count += 1) await voice.prepare(`n${count}`);
    const sizes = readdirSync(path.join(dir, 'voice')).map((file) => statSync(path.join(dir, 'voice', file)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(400_000 + 32);
    expect(clips('w')).not.toContain(first);
    expect(clips('w').length).toBeGreaterThan(2);
  });
});

describe('without a voice', () => {
  test('espeak-ng absent: the state says so, nothing is played, nothing throws', async () => {
    const { voice, states, played, logged } = rig({ program: '/nonexistent/espeak-ng' });
    await voice.ready();
    await voice.prepare('w1');
    voice.say('admitted', 'w1');
    await new Promise((resolve) => setImmediate(resolve));
    await voice.prepare('w1');
    expect(states).toEqual(['unavailable']);
    expect(played).toEqual([]);
    expect(logged.filter((line) => line.includes('"warn"'))).toHaveLength(1);
  });

  test.skipIf(!hasEspeak)('a folder for clips that cannot be made still lets the voice speak', async () => {
    const dir = ownFolder();
    writeFileSync(path.join(dir, 'voice'), 'a file is in the way');
    const { voice, states, played, untilPlayed } = rig({ dir });
    await voice.ready();
    expect(states).toEqual(['ok']);
    voice.say('admitted', 'w1');
    await untilPlayed(1);
    expect(played[0]?.seconds).toBeGreaterThan(1);
  });

  test('switched off: the state says so and nothing is made', async () => {
    const { voice, states, played, dir } = rig({}, { enabled: false });
    await voice.ready();
    await voice.prepare('w1');
    voice.say('admitted', 'w1');
    expect(states).toEqual(['off']);
    expect(played).toEqual([]);
    expect(existsSync(path.join(dir, 'voice'))).toBe(false);
  });
});
