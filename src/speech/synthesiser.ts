import { spawn } from 'node:child_process';
import { Fault } from '../shared/fault.ts';
import { parseWav, trimSilence, type Sound } from './wav.ts';

/** What to say: pinyin with tone numbers for the Chinese voice, plain words for the English one. */
export interface Utterance {
  readonly voice: 'cmn-latn-pinyin' | 'en';
  readonly text: string;
}

export interface SynthesiserOptions {
  /** Name or path of espeak-ng; `espeak-ng` by default. */
  readonly program?: string;
  /** Longest that one utterance may take, ms; 5,000 by default. */
  readonly timeoutMs?: number;
  /** Stops what runs. */
  readonly signal?: AbortSignal;
}

const mostCharacters = 500;
/** About 90 s of sound; a sentence has 3. */
const mostBytes = 4 * 1024 * 1024;
/** Words per minute: a little slower than espeak-ng's 175, for a noisy gate. */
const speed = '160';

/**
 * Speaks into memory with espeak-ng, in a process of its own; the text goes by standard input, so it shows in no
 * process list and needs no quoting. The ends are trimmed. Rejects with `Fault` `speech.unavailable`.
 */
export async function synthesise(utterance: Utterance, options: SynthesiserOptions = {}): Promise<Sound> {
  const bytes = await runSpeaker(utterance, options);
  const sound = trimSilence(parseWav(bytes));
  if (sound.samples.length === 0) throw new Fault('speech.unavailable', 'the speech program gave silence');
  return sound;
}

/** Whether espeak-ng is there and has the voice. */
export async function canSynthesise(options: SynthesiserOptions = {}): Promise<boolean> {
  try {
    await synthesise({ voice: 'cmn-latn-pinyin', text: 'hao3' }, options);
    return true;
  } catch {
    return false;
  }
}

function runSpeaker({ voice, text }: Utterance, options: SynthesiserOptions): Promise<Uint8Array> {
  const { program = 'espeak-ng', timeoutMs = 5_000, signal } = options;
  return new Promise((resolve, reject) => {
    // -b 1: UTF-8; -z: no pause at the end.
    const speaker = spawn(program, ['-v', voice, '-s', speed, '-b', '1', '-z', '--stdin', '--stdout'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      killSignal: 'SIGKILL',
      ...(signal ? { signal } : {}),
    });
    const timer = setTimeout(() => stop('took too long'), timeoutMs);
    const chunks: Uint8Array[] = [];
    let size = 0;
    const fail = (what: string, cause?: unknown): void => {
      clearTimeout(timer);
      reject(new Fault('speech.unavailable', `${program} ${what}`, cause === undefined ? {} : { cause }));
    };
    const stop = (why: string): void => {
      fail(why);
      speaker.kill('SIGKILL');
      speaker.stdout.destroy(); // a child of its own may still be writing
    };
    speaker.on('error', (error) => fail('cannot be run', error));
    speaker.stdin.on('error', () => undefined); // it ended early: the exit code says so
    speaker.stdout.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
      else stop('gave too much');
    });
    speaker.on('close', (code, killedBy) => {
      if (code !== 0) return fail(`ended with ${code ?? killedBy ?? 'nothing'}`);
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    });
    speaker.stdin.end(text.slice(0, mostCharacters));
  });
}
