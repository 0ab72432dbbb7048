import { parseArgs } from 'node:util';
import { WordsError } from '../tools/tool-words.ts';

/** What may be said to a bench; null: its default. */
export interface BenchOptions {
  /** Passages, punches or people; one number, or one for each delay of `drain`. */
  readonly counts: readonly number[] | null;
  readonly platform: string | null;
  /** People who arrive during `passage` or `preview`. */
  readonly arriving: number | null;
  /** `passage` before two cameras, with liveness. */
  readonly liveness: boolean;
  /** Screen of the terminal in `preview` and `endurance`. */
  readonly screen: ScreenSize | null;
}

/** px. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** The usual screen, upright; the other one that the terminal is made for lies. */
export const uprightScreen: ScreenSize = { width: 800, height: 1_280 };
const screens: readonly ScreenSize[] = [uprightScreen, { width: 1_024, height: 600 }];

export const wordsOf = ({ width, height }: ScreenSize): string => `${String(width)}x${String(height)}`;

/** Names of benches, and what is said to them. @throws WordsError where a count or a size is none. */
export function readBenchArguments(args: readonly string[]): {
  readonly names: readonly string[];
  readonly options: BenchOptions;
} {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      count: { type: 'string' },
      platform: { type: 'string' },
      arriving: { type: 'string' },
      liveness: { type: 'boolean' },
      size: { type: 'string' },
    },
  });
  return {
    names: positionals,
    options: {
      counts: values.count?.split(',').map((text) => countOf('--count', text)) ?? null,
      platform: values.platform ?? null,
      liveness: values.liveness ?? false,
      arriving: values.arriving === undefined ? null : countOf('--arriving', values.arriving),
      screen: values.size === undefined ? null : screenOf(values.size),
    },
  };
}

/** The one count of a bench that takes one. */
export function onlyCount({ counts }: BenchOptions, otherwise: number): number {
  const [count = otherwise, ...more] = counts ?? [];
  if (more.length > 0) throw new WordsError('only drain takes several counts');
  return count;
}

function countOf(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new WordsError(`${option}: not a number of passages, punches or people: ${text}`);
  return count;
}

function screenOf(text: string): ScreenSize {
  const screen = screens.find((known) => wordsOf(known) === text);
  if (screen === undefined)
    throw new WordsError(`--size: the terminal has no screen of ${text}; it has ${screens.map(wordsOf).join(' and ')}`);
  return screen;
}
