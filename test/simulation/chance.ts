import { createHash } from 'node:crypto';
import { seeded, type Random } from '../chaos/seeded.ts';
import { halves, type Span } from './parameters.ts';

export type { Random };

/** A generator of its own for each thing that is named, the same in every run. */
export function chanceFor(...names: readonly (string | number)[]): Random {
  return seeded(createHash('sha256').update(names.join('\n')).digest().readUInt32LE(0));
}

export const within = ([least, most]: Span, random: Random): number => least + (most - least) * random();

/** Normal, mean 0 and standard deviation 1. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export type Half = 'develop' | 'held-out';

/** The half that a person belongs to, by name alone. */
export const halfOf = (name: string): Half => (chanceFor(halves.salt, name)() < 0.5 ? 'develop' : 'held-out');
