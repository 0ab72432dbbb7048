import type { Gallery } from '../../src/recognition/gallery.ts';
import type { MatchLimits } from '../../src/recognition/match-limits.ts';
import { enrolmentsFrom } from './gate-trial.ts';
import { LearningPolicy, type Offered } from './learning-policy.ts';
import { playSequence, type PassageResult, type Sequence } from './sequences.ts';

/** Passages of the second half of a session, without and with what was learnt in its first half: the same day, which flatters. */
export interface LearningPassages {
  readonly enrolments: number;
  /** Passages of first halves that were let in: what became of each. */
  readonly offered: Readonly<Partial<Record<Offered, number>>>;
  readonly without: PassageScores;
  readonly with: PassageScores;
}

export interface PassageScores {
  readonly passages: number;
  readonly admitted: number;
  readonly lowest: number;
  readonly median: number;
  /** Passages of the other people of the sequences, themselves not in the gallery. */
  readonly strangers: { readonly passages: number; readonly admitted: number; readonly highest: number };
}

interface Seen {
  readonly genuine: PassageResult[];
  readonly strangers: PassageResult[];
}

/** `gallery` holds whoever else there is, and is left as it was. Null where nobody has two sessions. */
export async function learnInSequences(
  sequences: readonly Sequence[],
  gallery: Gallery,
  limits: (templates: number) => MatchLimits,
): Promise<LearningPassages | null> {
  const now = (): MatchLimits => limits(gallery.size);
  const [without, withLearnt]: [Seen, Seen] = [
    { genuine: [], strangers: [] },
    { genuine: [], strangers: [] },
  ];
  const offered: Partial<Record<Offered, number>> = {};
  let count = 0;
  const all = sequences.flatMap((session) =>
    [...enrolmentsFrom(session, sequences)].map((one) => ({ ...one, person: session.person })),
  );
  for (const { person, template, others } of all) {
    const strangers = sequences.filter((other) => other.person !== person);
    for (const other of others) {
      const [first, second] = halvesOf(other);
      const policy = new LearningPolicy(gallery, now);
      policy.enrol(person, template);
      count++;
      const play = async ({ genuine, strangers: seen }: Seen): Promise<void> => {
        genuine.push(...(await playSequence(second, gallery, now())));
        for (const stranger of strangers) seen.push(...(await playSequence(stranger, gallery, now())));
      };
      await play(without);
      for (const { workerId, face } of await playSequence(first, gallery, now())) {
        if (workerId !== person || face === null) continue;
        const became = policy.offer(person, face);
        offered[became] = (offered[became] ?? 0) + 1;
      }
      await play(withLearnt);
      gallery.remove(person);
    }
  }
  return count === 0 ? null : { enrolments: count, offered, without: scoresOf(without), with: scoresOf(withLearnt) };
}

function halvesOf(sequence: Sequence): [Sequence, Sequence] {
  const middle = Math.floor(sequence.frames.length / 2);
  return [
    { ...sequence, frames: sequence.frames.slice(0, middle) },
    { ...sequence, frames: sequence.frames.slice(middle) },
  ];
}

function scoresOf({ genuine, strangers }: Seen): PassageScores {
  const sorted = (passages: readonly PassageResult[]): number[] =>
    passages.flatMap(({ score }) => score ?? []).toSorted((a, b) => a - b);
  const right = genuine.filter(({ kind, workerId, person }) => kind === 'recognised' && workerId === person);
  const scores = sorted(right);
  return {
    passages: genuine.length,
    admitted: right.length,
    lowest: scores[0] ?? NaN,
    median: scores[Math.floor(scores.length / 2)] ?? NaN,
    strangers: {
      passages: strangers.length,
      admitted: strangers.filter(({ kind }) => kind === 'recognised').length,
      highest: sorted(strangers).at(-1) ?? NaN,
    },
  };
}
