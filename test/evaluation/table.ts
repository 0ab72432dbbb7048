import type { Estimate } from './resampling.ts';

/** A table: its caption, what stands over the columns, and the lines. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What must be known to read it; empty: nothing. */
  readonly note: string;
}

/** `97.6 %`; a dash for what is no number. */
export const percent = (value: number, digits = 1): string => (Number.isNaN(value) ? '–' : `${(100 * value).toFixed(digits)} %`);

/** `97.6 % (95.9–99.1)`. */
export const estimateText = ({ value, low, high }: Estimate, digits = 1): string =>
  Number.isNaN(low)
    ? percent(value, digits)
    : `${percent(value, digits)} (${(100 * low).toFixed(digits)}–${(100 * high).toFixed(digits)})`;

/** With a star that points to `STAR`. */
export const labelled = (text: string, isExtrapolated: boolean): string => (isExtrapolated ? `${text} *` : text);
export const STAR = '* extrapolated: fewer than 10 errors decide where the threshold lies, or the size was not measured';

/** As Markdown, for a README. */
export const asMarkdown = ({ caption, columns, rows, note }: Table): string =>
  [
    `**${caption}**`,
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    ...(note === '' ? [] : ['', note]),
  ].join('\n');
