import type { Gallery } from '../../src/recognition/gallery.ts';
import type { MatchLimits } from '../../src/recognition/match-limits.ts';
import { bestFrame, playSequence, type PassageResult, type Sequence } from './sequences.ts';

/** Passages of people whose picture of another day is in the gallery, and of people of whom there is none. */
export interface GateTrial {
  readonly templates: number;
  readonly limits: MatchLimits;
  readonly genuine: PassageCount & {
    /** Passages decided on so many good frames: [frames, passages]. */
    readonly frames: readonly (readonly [number, number])[];
    readonly decidedWithinThree: number;
    readonly admittedAsAnother: number;
    readonly lowestScore: number | null;
    /** Passages that were not admitted: sequence, first frame, what came instead. */
    readonly missed: readonly string[];
  };
  readonly strangers: PassageCount & { readonly highestScore: number | null; readonly admittedPassages: readonly string[] };
}

interface PassageCount {
  readonly people: number;
  readonly passages: number;
  readonly admitted: number;
}

/** Shares of the enrolling session at which the clerk's picture is taken: the best view of the fifth that begins there. */
const enrolAt = [0, 0.4, 0.8];
const FIFTH = 0.2;

/** Templates of whoever comes in other sequences as well, and those sequences. */
export function* enrolmentsFrom({ person, name, frames }: Sequence, sequences: readonly Sequence[]) {
  const others = sequences.filter((other) => other.person === person && other.name !== name);
  for (const share of others.length === 0 ? [] : enrolAt) {
    const from = Math.floor(share * frames.length);
    const template = bestFrame(frames.slice(from, from + Math.ceil(FIFTH * frames.length)));
    if (template) yield { template, others };
  }
}

/**
 * Everybody with two or more sequences is enrolled from each of them in turn (one picture, three times over) and passes in the
 * others; with no picture of theirs in the gallery, they are strangers. `gallery` holds whoever else there is, and is left as it was.
 */
export async function tryGate(
  sequences: readonly Sequence[],
  gallery: Gallery,
  limits: (templates: number) => MatchLimits,
): Promise<GateTrial> {
  const genuine: PassageResult[] = [];
  const strangers: PassageResult[] = [];
  for (const session of sequences) {
    const { person } = session;
    // The other people of the sequences are in the gallery as well: the same camera, the same light.
    const roommates = sequences.filter((other) => other.person !== person);
    for (const roommate of roommates) {
      const template = bestFrame(roommate.frames);
      if (template) gallery.put(roommate.person, [template]);
    }
    strangers.push(...(await playSequence(session, gallery, limits(gallery.size))));
    for (const { template, others } of enrolmentsFrom(session, sequences)) {
      gallery.put(person, [template]);
      for (const other of others) genuine.push(...(await playSequence(other, gallery, limits(gallery.size))));
      gallery.remove(person);
    }
    for (const roommate of roommates) gallery.remove(roommate.person);
  }
  return { templates: gallery.size, limits: limits(gallery.size), ...counted(genuine, strangers) };
}

function counted(genuine: readonly PassageResult[], strangers: readonly PassageResult[]) {
  const isAdmitted = ({ kind }: PassageResult): boolean => kind === 'recognised';
  const right = genuine.filter((passage) => isAdmitted(passage) && passage.workerId === passage.person);
  const letIn = strangers.filter(isAdmitted);
  const byFrames = new Map<number, number>();
  for (const { frames } of right) if (frames !== null) byFrames.set(frames, (byFrames.get(frames) ?? 0) + 1);
  const text = ({ sequence, firstFrame, kind, score }: PassageResult): string =>
    `${sequence} from ${firstFrame}: ${kind}${score === null ? '' : ` ${score.toFixed(3)}`}`;
  const people = (passages: readonly PassageResult[]): number => new Set(passages.map(({ person }) => person)).size;
  const scores = (passages: readonly PassageResult[]): number[] => passages.flatMap(({ score }) => score ?? []);
  return {
    genuine: {
      people: people(genuine),
      passages: genuine.length,
      admitted: right.length,
      frames: [...byFrames].toSorted(([a], [b]) => a - b),
      decidedWithinThree: right.filter(({ frames }) => frames !== null && frames <= 3).length,
      admittedAsAnother: genuine.filter((passage) => isAdmitted(passage) && passage.workerId !== passage.person).length,
      lowestScore: right.length === 0 ? null : Math.min(...scores(right)),
      missed: genuine.filter((passage) => !right.includes(passage)).map(text),
    },
    strangers: {
      people: people(strangers),
      passages: strangers.length,
      admitted: letIn.length,
      highestScore: strangers.length === 0 ? null : Math.max(...scores(strangers)),
      admittedPassages: letIn.map(text),
    },
  };
}
