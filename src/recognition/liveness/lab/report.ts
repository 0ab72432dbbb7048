import { trialsFor, type Rate } from './rates.ts';
import { outcomes, type Outcome } from './outcome.ts';
import { attackLabels, WANTED_APCER, type AttackLabel, type LabScore, type OutcomeRates } from './score.ts';

const names: Readonly<Record<AttackLabel, string>> = { print: 'print', screen: 'screen', paperMask: 'paper mask' };

/** Fewer sessions of a kind than this say nothing that could be relied on: even without one error, 11 % may be the truth. */
export const FEW = 30;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const shownOr = (nothing: string, { share, low, high, count, of }: Rate): string =>
  share === null ? nothing : `${percent(share)} (${count}/${of}; ${percent(low)} to ${percent(high)})`;
const shown = (rate: Rate): string => shownOr('no answers', rate);
const shownShare = (rate: Rate): string => shownOr('none could be judged', rate);
const area = (value: number | null): string => (value === null ? '-' : value.toFixed(2));

/** Says in plain text what `scoreSessions` counted. */
export function reportText(score: LabScore): string {
  return `${rateLines(score)}\n${outcomeLines(score)}\n${thresholdLines(score)}\n${cueLines(score)}${warnings(score)
    .map((warning) => `\nnote: ${warning}`)
    .join('')}\n`;
}

function rateLines({ species, live }: LabScore): string {
  const head = ['Presentations, ISO/IEC 30107-3, with Wilson 95 % intervals'];
  const attacks = species.map(
    ({ label, sessions, apcer, apnrr }) =>
      `  ${names[label].padEnd(10)} ${String(sessions).padStart(4)} sessions   APCER ${shown(apcer)}   APNRR ${shown(apnrr)}`,
  );
  const bonaFide = `  ${'live'.padEnd(10)} ${String(live.sessions).padStart(4)} sessions   BPCER ${shown(live.bpcer)}   BPNRR ${shown(live.bpnrr)}`;
  const meaning = [
    '  APCER: let in; BPCER: refused; at once or after a move, both of the presentations that were answered.',
    '  APNRR, BPNRR: no answer within the session. The gate stays shut then.',
  ];
  return `${[...head, ...attacks, ...(live.sessions > 0 ? [bonaFide] : []), ...meaning].join('\n')}\n`;
}

const outcomeNames: Readonly<Record<Exclude<Outcome, 'unanswered'>, string>> = {
  letIn: 'let in at once',
  askedLetIn: 'asked and let in',
  askedRefused: 'asked and refused',
  refused: 'refused at once',
  none: 'no answer',
};

/** What the gate made of each kind, in shares of the sessions that could be judged. */
function outcomeLines({ species, live }: LabScore): string {
  const kinds = [
    ...(live.sessions > 0 ? [{ name: 'live', outcomes: live.outcomes }] : []),
    ...species.map(({ label, outcomes: rates }) => ({ name: names[label], outcomes: rates })),
  ];
  return `What the gate makes of them, of those that could be judged\n${kinds.map(kindLines).join('')}`;
}

function kindLines({ name, outcomes: rates }: { readonly name: string; readonly outcomes: OutcomeRates }): string {
  const lines = outcomes.flatMap((outcome) =>
    outcome === 'unanswered' ? [] : [`    ${outcomeNames[outcome].padEnd(18)} ${shownShare(rates[outcome])}`],
  );
  const { unanswered } = rates;
  const leftOut =
    unanswered > 0 ? [`    left out: ${String(unanswered)} would be asked for a move, and no answer to it was recorded`] : [];
  return `${[`  ${name}`, ...lines, ...leftOut].join('\n')}\n`;
}

function thresholdLines({ threshold, isByCues, live, species }: LabScore): string {
  if (live.sessions === 0 || species.length === 0) return 'No threshold follows: it takes live sessions and attacks.\n';
  if (!isByCues) return 'No threshold follows: nothing was recorded that cues alone decide. Moves decide here.\n';
  if (threshold === null)
    return `No total score keeps every kind within an APCER of ${percent(WANTED_APCER)}, or one side has no session with a score.\n`;
  const { score, apcer, bpcer } = threshold;
  return `Lowest total score that lets in at once with an APCER of at most ${percent(WANTED_APCER)} for every kind: ${score.toFixed(2)}
  at it APCER ${shown(apcer)}, BPCER ${shown(bpcer)}\n`;
}

function cueLines({ cues }: LabScore): string {
  const head = `Cue, AUC live against      ${attackLabels.map((label) => names[label].padStart(12)).join('')}   sessions it spoke in`;
  const lines = cues.map(
    ({ cue, sessions, auc }) =>
      `  ${cue.padEnd(24)} ${attackLabels.map((label) => area(auc[label]).padStart(12)).join('')}   ${sessions}`,
  );
  return `${[head, ...lines].join('\n')}\n`;
}

/** Nobody is asked who is not known, recordings of older versions hold no answers, and today's judge may ask what nobody was asked then. */
const UNANSWERED =
  'answers are recorded of enrolled workers, and of copies of them, who were asked the same at the gate: record those left out again';

/** What keeps the figures from saying more. */
export function warnings({ species, live }: LabScore): readonly string[] {
  const missing = attackLabels.filter((label) => !species.some((found) => found.label === label));
  const unanswered = [live, ...species].reduce((sum, { outcomes: rates }) => sum + rates.unanswered, 0);
  const few = [
    ...species.map(({ label, sessions }) => ({ name: names[label], sessions })),
    { name: 'live', sessions: live.sessions },
  ]
    .filter(({ sessions }) => sessions > 0 && sessions < FEW)
    .map(({ name, sessions }) => `${name} ${String(sessions)}`);
  return [
    ...(live.sessions === 0 ? ['no live sessions: nothing can be said of workers who are kept out'] : []),
    ...(unanswered > 0 ? [UNANSWERED] : []),
    ...(missing.length > 0 ? [`nothing was recorded of: ${missing.map((label) => names[label]).join(', ')}`] : []),
    ...(few.length > 0 ? [`fewer than ${FEW} sessions say next to nothing: ${few.join(', ')}`] : []),
    `to show an APCER of ${percent(WANTED_APCER)} takes ${trialsFor(WANTED_APCER)} sessions of a kind without one error`,
    'sessions of the same person or the same print are not independent: the true intervals are wider',
  ];
}
