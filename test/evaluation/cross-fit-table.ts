import type { JudgedHalf } from './cross-fit.ts';
import type { EvaluationReport } from './report.ts';
import { estimateText, labelled, percent, STAR, type Table } from './table.ts';

/** None where it was not asked for. */
export function crossFitTables({ crossFit }: Pick<EvaluationReport, 'crossFit'>): Table[] {
  if (crossFit === null) return [];
  return [
    {
      caption: 'Both halves, each with a gallery of its own, judged with the threshold that the other half gives',
      columns: ['measure', 'trials', 'both halves', 'let in by those thresholds', 'develop', 'held-out'],
      rows: crossFit.map(({ measure, trials, value, errors, halves, isExtrapolated }) => [
        labelled(measure, isExtrapolated),
        String(trials),
        estimateText(value),
        errors === null ? '–' : estimateText(errors, 2),
        halfText(halves.develop),
        halfText(halves['held-out']),
      ]),
      note: `Thresholds cross over, choices do not: the way to an embedding and the form of the lead were chosen on develop, which flatters that half. ${STAR}`,
    },
  ];
}

const halfText = ({ value, errors, threshold }: JudgedHalf): string =>
  errors === null || threshold === null
    ? percent(value)
    : `${percent(value)} @ ${threshold.toFixed(3)}, let in ${percent(errors, 2)}`;
