import { crossFitTables } from './cross-fit-table.ts';
import type { EvaluationReport, Measured } from './report.ts';
import type { Identification, OpenSet } from './identification.ts';
import type { LearningPassages } from './learning-sequences.ts';
import type { LearningTrial } from './learning-trial.ts';
import type { Estimate } from './resampling.ts';
import { estimateText, labelled, percent, STAR, type Table } from './table.ts';
import type { Verification } from './verification.ts';

const exponent = (rate: number): string => `1e${Math.round(Math.log10(rate))}`;
/** All tables of a report, in order. */
export function tablesOf(report: EvaluationReport): Table[] {
  const labels: [string, Measured | null][] = [
    ['as named', report.asNamed],
    ['corrected', report.corrected],
  ];
  const measured = labels.flatMap(([name, one]) => (one ? [[name, one] as const] : []));
  const galleries = measured.flatMap(([name, { peopleOnly, filled }]) =>
    [peopleOnly, filled].flatMap((one): [string, Identification][] => (one ? [[name, one]] : [])),
  );
  return [
    verificationTable(measured.map(([name, { verification }]) => [name, verification])),
    ...listedTables(report),
    identificationTable(galleries),
    growthTable(report),
    ...sequenceTables(report),
    ...degradedTables(report),
    ...learningTables(report),
    ...siteRateTables(report),
    ...crossFitTables(report),
  ];
}

function verificationTable(all: readonly (readonly [string, Verification])[]): Table {
  const [first] = all;
  return {
    caption: 'One to one',
    columns: [
      'names',
      'pairs of one person / of two',
      ...(first?.[1].points ?? []).map(({ far }) => `TAR at FAR ${exponent(far)} (threshold)`),
    ],
    rows: all.map(([name, { genuinePairs, impostorPairs, points }]) => [
      name,
      `${genuinePairs} / ${impostorPairs}`,
      ...points.map(({ tar, threshold, isExtrapolated }) =>
        labelled(`${estimateText(tar)} @ ${threshold.toFixed(3)}`, isExtrapolated),
      ),
    ]),
    note: `Pictures without a usable face count as refused pairs. ${STAR}`,
  };
}

function listedTables({ listedPairs }: EvaluationReport): Table[] {
  if (!listedPairs) return [];
  const { pairs, accuracy, error } = listedPairs;
  return [
    {
      caption: 'Listed pairs, each fold at the threshold of the others',
      columns: ['pairs', 'right', 'standard error over the folds'],
      rows: [[String(pairs), percent(accuracy, 2), percent(error, 2)]],
      note: '',
    },
  ];
}

const openText = ({ points }: OpenSet): string[] =>
  points.map(({ fnir, threshold, isExtrapolated }) =>
    labelled(`${estimateText(fnir)} @ ${threshold.toFixed(3)}`, isExtrapolated),
  );

function identificationTable(all: readonly (readonly [string, Identification])[]): Table {
  return {
    caption: 'One to many, single pictures',
    columns: [
      'names',
      'gallery',
      'searches of workers / of others',
      'rank 1',
      'FNIR at FPIR 10 % (threshold)',
      'at 1 %',
      'at 0.1 %',
      'with the terminal’s limits: FPIR',
      'FNIR',
      'taken for another',
    ],
    rows: all.flatMap(([name, { templates, mated, nonMated, rankOne, open, operating }]) => [
      [
        name,
        String(templates),
        `${mated} / ${nonMated}`,
        estimateText(rankOne),
        ...openText(open.score),
        estimateText(operating.fpir, 2),
        estimateText(operating.fnir),
        estimateText(operating.misidentified, 2),
      ],
      [name, `${templates}, by lead`, '', '', ...openText(open.lead), '', '', ''],
    ]),
    note: `“By lead”: the threshold is on the score less half the runner-up’s. ${STAR}`,
  };
}

function growthTable({ growth }: EvaluationReport): Table {
  return {
    caption: 'The terminal’s limits by size of the gallery, single pictures',
    columns: ['templates', 'threshold', 'lead', 'FPIR', 'FNIR'],
    rows: growth.map(({ templates, threshold, lead, fpir, fnir, isExtrapolated }) => [
      labelled(String(templates), isExtrapolated),
      threshold.toFixed(3),
      lead.toFixed(3),
      estimateText(fpir, 2),
      estimateText(fnir),
    ]),
    note: STAR,
  };
}

function sequenceTables({ sequences }: EvaluationReport): Table[] {
  if (!sequences) return [];
  const { genuine, strangers, templates, limits } = sequences;
  const score = (value: number | null): string => value?.toFixed(3) ?? '–';
  return [
    {
      caption: `Passages before a camera, gallery of ${templates}, threshold ${limits.threshold.toFixed(3)}, lead ${limits.lead.toFixed(3)}`,
      columns: ['who', 'people', 'passages', 'admitted', 'decided on at most 3 frames', 'frames: passages', 'score'],
      rows: [
        [
          'workers, enrolled from another session',
          String(genuine.people),
          String(genuine.passages),
          `${genuine.admitted} (as another: ${genuine.admittedAsAnother})`,
          String(genuine.decidedWithinThree),
          genuine.frames.map(([frames, passages]) => `${frames}: ${passages}`).join(', '),
          `lowest ${score(genuine.lowestScore)}`,
        ],
        [
          'strangers',
          String(strangers.people),
          String(strangers.passages),
          String(strangers.admitted),
          '',
          '',
          `highest ${score(strangers.highestScore)}`,
        ],
      ],
      note: [
        ...genuine.missed.map((text) => `missed: ${text}`),
        ...strangers.admittedPassages.map((text) => `let in: ${text}`),
      ].join('; '),
    },
  ];
}

function degradedTables({ degraded }: EvaluationReport): Table[] {
  if (degraded.length === 0) return [];
  return [
    {
      caption: `Spoilt probes (${degraded[0]?.probes ?? 0} each) against good templates`,
      columns: ['spoilt by', 'TAR at FAR 1e-3 of the good ones', 'rank 1', 'named by the terminal’s limits', 'no usable face'],
      rows: degraded.map(({ name, tar, rankOne, named, unseen }) => [
        name,
        estimateText(tar),
        estimateText(rankOne),
        estimateText(named),
        estimateText(unseen),
      ]),
      note: '',
    },
  ];
}

function learningTables({ learning, learningPassages }: EvaluationReport): Table[] {
  return [...(learning ? [learningTable(learning)] : []), ...(learningPassages ? [learningPassagesTable(learningPassages)] : [])];
}

function learningTable({ workers, offered, foreign, change, ...sides }: LearningTrial): Table {
  const points = (estimate: Estimate): string => estimateText(estimate);
  return {
    caption: `The last picture of ${workers} workers, without and with templates learnt from those between`,
    columns: [
      'templates',
      'rows',
      'median score',
      'TAR at FAR 1e-3 (threshold)',
      'rank 1',
      'FNIR at FPIR 1 % by score',
      'by lead',
      'with the terminal’s limits: FPIR',
      'FNIR',
      'taken for another',
    ],
    rows: [
      ...(['without', 'with'] as const).map((side) => {
        const { identification, tar, tarThreshold, medianOwn } = sides[side];
        const { templates, rankOne, open, operating } = identification;
        const [score, lead] = [open.score, open.lead].map((one) => openText(one)[1] ?? '');
        return [
          side === 'with' ? 'photograph and learnt' : 'photograph',
          String(templates),
          medianOwn.toFixed(3),
          `${estimateText(tar)} @ ${tarThreshold.toFixed(3)}`,
          estimateText(rankOne),
          ...[score ?? '', lead ?? ''],
          estimateText(operating.fpir, 2),
          estimateText(operating.fnir),
          estimateText(operating.misidentified, 2),
        ];
      }),
      ['change', '', '', '', points(change.rankOne), points(change.fnirByScore), points(change.fnirByLead), '', '', ''],
    ],
    note: `Pictures between: ${becameText(offered)}. Of ${foreign.offered} pictures of others ${foreign.learnt} would be learnt. Liveness is taken as certain, faces as wide enough and without dark glasses. ${STAR}`,
  };
}

const becameText = (offered: LearningTrial['offered']): string =>
  Object.entries(offered)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ');

function learningPassagesTable({ enrolments, offered, ...sides }: LearningPassages): Table {
  return {
    caption: `Passages of the second half of a session, without and with templates learnt in its first half (${enrolments} enrolments)`,
    columns: ['templates', 'admitted', 'lowest score', 'median', 'strangers admitted', 'their highest score'],
    rows: (['without', 'with'] as const).map((side) => {
      const { passages, admitted, lowest, median, strangers } = sides[side];
      return [
        side === 'with' ? 'photograph and learnt' : 'photograph',
        `${admitted} of ${passages}`,
        lowest.toFixed(3),
        median.toFixed(3),
        `${strangers.admitted} of ${strangers.passages}`,
        strangers.highest.toFixed(3),
      ];
    }),
    note: `Passages of first halves: ${becameText(offered)}. Learnt and tried on the same day before the same camera, which flatters; each passage counts as a day.`,
  };
}

function siteRateTables({ siteRate }: EvaluationReport): Table[] {
  if (siteRate === null) return [];
  return [
    {
      caption: 'Taken for somebody else with the terminal’s limits, in galleries of half of a group, single pictures',
      columns: [
        'group (people)',
        'templates',
        'as the terminal measures it on its own people',
        'true strangers',
        'of whom there are other pictures (people): the enrolled ones',
        'the others, searched without their owner',
        'expected by the manifest',
      ],
      rows: siteRate.lines.map(({ group, people, templates, own, strangers, others, expected }) => [
        `${group} (${people})`,
        String(templates),
        estimateText(own, 2),
        estimateText(strangers, 2),
        `${estimateText(others.own, 2)} (${others.people})`,
        estimateText(others.pictures, 2),
        expected === null ? '–' : percent(expected, 2),
      ]),
      note: `Means over random halves, both ways. If one is taken for another, that one is mostly taken for him in turn: the intervals are those of half as many trials as people.${spreadText(siteRate.spread)}`,
    },
  ];
}

const spreadText = (spread: number): string =>
  Number.isNaN(spread)
    ? ''
    : ` The terminal's own count varied ${spread.toFixed(1)} times as much as independent searches would.`;
