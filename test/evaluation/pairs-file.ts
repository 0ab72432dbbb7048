import { readFileSync } from 'node:fs';
import type { Person } from './people.ts';

/** A pair of pictures in a fold of the LFW protocol. */
export interface ListedPair {
  readonly a: string;
  readonly b: string;
  readonly isSame: boolean;
  readonly fold: number;
}

/**
 * Reads `pairs.txt` of LFW: `FOLDS PAIRS` (or `PAIRS` alone), then lines `NAME I J` and `NAME I OTHER J`, half a fold each.
 * Picture I of NAME is NAME_000I, or the I-th one when there is none of that name. @throws with the number of a line that says nothing.
 */
export function readPairs(file: string, people: readonly Person[]): ListedPair[] {
  const byName = new Map(people.map((person) => [person.name, person]));
  const [head = '', ...lines] = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const counts = head.trim().split(/\s+/).map(Number);
  if (counts.some((count) => !Number.isInteger(count) || count < 1)) throw new Error(`${file}:1: not the size of a pairs file`);
  const perFold = 2 * (counts[1] ?? counts[0] ?? 1);
  const pictureOf = (name: string, number: string, line: number): string => {
    const pictures = byName.get(name)?.pictures ?? [];
    const wanted = `${name}_${number.padStart(4, '0')}.`;
    const found =
      pictures.find((path) => path.includes(`/${wanted}`) || path.includes(`\\${wanted}`)) ?? pictures[Number(number) - 1];
    if (found === undefined) throw new Error(`${file}:${line}: there is no picture ${number} of ${name}`);
    return found;
  };
  return lines.map((text, index): ListedPair => {
    const words = text.trim().split(/\s+/);
    const line = index + 2;
    const fold = Math.floor(index / perFold);
    const [name = '', one = '', third = '', fourth] = words;
    if (words.length === 3) return { a: pictureOf(name, one, line), b: pictureOf(name, third, line), isSame: true, fold };
    if (fourth === undefined || words.length > 4) throw new Error(`${file}:${line}: not a pair`);
    return { a: pictureOf(name, one, line), b: pictureOf(third, fourth, line), isSame: false, fold };
  });
}

/** Accuracy of the LFW protocol: each fold at the threshold that is best on the others. */
export function tenFold(pairs: readonly { readonly score: number; readonly isSame: boolean; readonly fold: number }[]): {
  readonly accuracy: number;
  /** Standard error over the folds. */
  readonly error: number;
} {
  const folds = [...new Set(pairs.map(({ fold }) => fold))];
  const accuracies = folds.map((fold) => {
    const others = pairs.filter((pair) => folds.length === 1 || pair.fold !== fold);
    return accuracyAt(
      pairs.filter((pair) => pair.fold === fold),
      bestThreshold(others),
    );
  });
  const accuracy = accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length;
  const spread = accuracies.reduce((sum, value) => sum + (value - accuracy) ** 2, 0);
  return { accuracy, error: Math.sqrt(spread / Math.max(1, accuracies.length - 1) / accuracies.length) };
}

type Scored = { readonly score: number; readonly isSame: boolean };

const accuracyAt = (pairs: readonly Scored[], threshold: number): number =>
  pairs.filter(({ score, isSame }) => score >= threshold === isSame).length / pairs.length;

function bestThreshold(pairs: readonly Scored[]): number {
  const falling = pairs.toSorted((a, b) => b.score - a.score);
  let right = pairs.filter(({ isSame }) => !isSame).length;
  let most = right;
  let best = Infinity;
  for (const [index, { score, isSame }] of falling.entries()) {
    right += isSame ? 1 : -1;
    // Half-way to the next one below.
    if (right > most) [most, best] = [right, (score + (falling[index + 1]?.score ?? -1)) / 2];
  }
  return best;
}
