import type { GateAnswer } from '../shared/gate-view.ts';
import type { Proof } from './proof.ts';

/**
 * Who has had his opening: one appearance gets one, by whatever he was known. A face that is recognised, or does what was asked
 * of it, just after its card would let somebody else in.
 */
export interface Answered {
  readonly track: number;
  readonly openingId: number;
  readonly gate: GateAnswer;
  /** How long it is shown. */
  readonly untilMs: number;
}

/** By worker; whose gate did not answer is not among them. */
export type AnsweredBy = ReadonlyMap<string, Answered>;

/** Somebody of whom the gate knows who he is, at that moment. */
interface Appearing {
  readonly track: number;
  readonly atMs: number;
  readonly worker: { readonly proof?: Proof };
}

/**
 * Whether this is still the appearance that had its opening. `isRepeat`: his punch still counts, so that a face that was lost
 * and found again is taken for the same one. What is shown besides a face may open again once the welcome is over.
 */
export function isOfAppearance({ track, untilMs }: Answered, event: Appearing, isRepeat: boolean): boolean {
  if (event.atMs < untilMs) return event.track === track || isRepeat;
  return event.track === track && event.worker.proof === undefined;
}

/** Whose face is gone is another appearance when he comes again. */
export function withOpening(before: AnsweredBy, workerId: string, opening: Answered, atMs: number): AnsweredBy {
  const lasting = [...before].filter(([, one]) => atMs < one.untilMs || one.track === opening.track);
  return new Map(lasting).set(workerId, opening);
}

/** The face of whoever had that opening has come. */
export function withTrack(before: AnsweredBy, openingId: number | null, track: number): AnsweredBy {
  return new Map([...before].map(([workerId, one]) => [workerId, one.openingId === openingId ? { ...one, track } : one]));
}

/** Whose gate did not answer has had no opening: he may try again. */
export function withGate(before: AnsweredBy, openingId: number, gate: GateAnswer): AnsweredBy {
  const lasting = [...before].filter(([, one]) => one.openingId !== openingId || gate !== 'notAnswering');
  return new Map(lasting.map(([workerId, one]) => [workerId, one.openingId === openingId ? { ...one, gate } : one]));
}

/** His opening is over. */
export function withoutWorker(before: AnsweredBy, workerId: string): AnsweredBy {
  return new Map([...before].filter(([known]) => known !== workerId));
}
