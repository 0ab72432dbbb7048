import { recordingLabels, type RecordingLabel } from '../../../shared/recording-label.ts';
import type { CueName } from '../cue.ts';
import { outcomes, type Outcome } from './outcome.ts';
import { auc, rateOf, type Rate } from './rates.ts';

/** A species of presentation attack instrument (ISO/IEC 30107-3); `live` is bona fide. */
export type AttackLabel = Exclude<RecordingLabel, 'live'>;
export const attackLabels = recordingLabels.filter((label): label is AttackLabel => label !== 'live');

/** One labelled presentation and what the product made of it. */
export interface JudgedSession {
  readonly label: RecordingLabel;
  readonly outcome: Outcome;
  /** Sum of the cues before any question, natural log-likelihood ratio; null when nothing could be judged by cues. */
  readonly score: number | null;
  readonly cues: Readonly<Partial<Record<CueName, number>>>;
}

/** Of the presentations of a kind that could be judged, those with each outcome; those that could not, as a number. */
export type OutcomeRates = Readonly<Record<Exclude<Outcome, 'unanswered'>, Rate>> & { readonly unanswered: number };

export interface SpeciesScore {
  readonly label: AttackLabel;
  readonly sessions: number;
  readonly outcomes: OutcomeRates;
  /** Of the presentations that were answered, those classified as bona fide, at once or after a move. */
  readonly apcer: Rate;
  /** Presentations without an answer. The gate stays shut for them, so they are no error, and no proof either. */
  readonly apnrr: Rate;
}

/** A rule "bona fide from this total score on". */
export interface Threshold {
  readonly score: number;
  /** Of the worst species. */
  readonly apcer: Rate;
  readonly bpcer: Rate;
}

export interface CueScore {
  readonly cue: CueName;
  /** Sessions in which the cue said something. */
  readonly sessions: number;
  /** Live against each species; null where one of the two is missing. */
  readonly auc: Readonly<Record<AttackLabel, number | null>>;
}

export interface LabScore {
  readonly species: readonly SpeciesScore[];
  readonly live: { readonly sessions: number; readonly outcomes: OutcomeRates; readonly bpcer: Rate; readonly bpnrr: Rate };
  /** Some session was judged by what the cameras saw, so that a total score decided. */
  readonly isByCues: boolean;
  /** The lowest threshold that keeps the APCER of every species within `WANTED_APCER`; null when none does. */
  readonly threshold: Threshold | null;
  readonly cues: readonly CueScore[];
}

export const WANTED_APCER = 0.01;

/**
 * Counts as ISO/IEC 30107-3 does, the whole gate being the classifier: error rates over the presentations that were answered, at once or by a move,
 * unanswered ones beside them. Questions without a recorded answer are in no rate.
 */
export function scoreSessions(sessions: readonly JudgedSession[]): LabScore {
  const of = (label: RecordingLabel): readonly JudgedSession[] => sessions.filter((session) => session.label === label);
  const live = of('live');
  const species = attackLabels
    .map((label) => ({ label, all: of(label) }))
    .filter(({ all }) => all.length > 0)
    .map(({ label, all }) => ({
      label,
      sessions: all.length,
      outcomes: outcomesOf(all),
      apcer: rateOf(count(all, 'letIn', 'askedLetIn'), answered(all)),
      apnrr: rateOf(count(all, 'none'), judged(all)),
    }));
  return {
    species,
    live: {
      sessions: live.length,
      outcomes: outcomesOf(live),
      bpcer: rateOf(count(live, 'refused', 'askedRefused'), answered(live)),
      bpnrr: rateOf(count(live, 'none'), judged(live)),
    },
    isByCues: sessions.some(({ score }) => score !== null),
    threshold: thresholdFor(sessions),
    cues: cueScores(sessions),
  };
}

const count = (sessions: readonly JudgedSession[], ...which: readonly Outcome[]): number =>
  sessions.filter(({ outcome }) => which.includes(outcome)).length;
const judged = (sessions: readonly JudgedSession[]): number => sessions.length - count(sessions, 'unanswered');
const answered = (sessions: readonly JudgedSession[]): number => judged(sessions) - count(sessions, 'none');

function outcomesOf(sessions: readonly JudgedSession[]): OutcomeRates {
  const rates = outcomes.map((outcome) => [outcome, rateOf(count(sessions, outcome), judged(sessions))] as const);
  return { ...(Object.fromEntries(rates) as Record<Outcome, Rate>), unanswered: count(sessions, 'unanswered') };
}

const scoresOf = (sessions: readonly JudgedSession[], label: RecordingLabel): readonly number[] =>
  sessions.filter((session) => session.label === label).flatMap(({ score }) => (score === null ? [] : [score]));

/**
 * The lowest one of the scores that were reached that lets at most `WANTED_APCER` of any species through. Sessions without
 * a score count on neither side.
 */
export function thresholdFor(sessions: readonly JudgedSession[]): Threshold | null {
  const live = scoresOf(sessions, 'live');
  const attacks = attackLabels.map((label) => scoresOf(sessions, label)).filter((scores) => scores.length > 0);
  if (live.length === 0 || attacks.length === 0) return null;
  const candidates = [...new Set([...live, ...attacks.flat()])].sort((a, b) => a - b);
  for (const score of candidates) {
    const passed = attacks.map((scores) => rateOf(scores.filter((one) => one >= score).length, scores.length));
    const apcer = passed.reduce((worst, rate) => ((rate.share ?? 0) > (worst.share ?? 0) ? rate : worst));
    if ((apcer.share ?? 0) > WANTED_APCER) continue;
    return { score, apcer, bpcer: rateOf(live.filter((one) => one < score).length, live.length) };
  }
  return null;
}

/** A site that asks for moves has cues and no score. */
const isJudged = ({ score, cues }: JudgedSession): boolean => score !== null || Object.keys(cues).length > 0;

function cueScores(sessions: readonly JudgedSession[]): readonly CueScore[] {
  const names = [...new Set(sessions.flatMap(({ cues }) => Object.keys(cues) as CueName[]))];
  return names.map((cue) => {
    // A cue that said nothing in a session that was judged counts as nothing, not as missing.
    const of = (label: RecordingLabel): readonly number[] =>
      sessions.flatMap((session) => (session.label === label && isJudged(session) ? [session.cues[cue] ?? 0] : []));
    const live = of('live');
    return {
      cue,
      sessions: sessions.filter(({ cues }) => cues[cue] !== undefined && cues[cue] !== 0).length,
      auc: { print: auc(live, of('print')), screen: auc(live, of('screen')), paperMask: auc(live, of('paperMask')) },
    };
  });
}
