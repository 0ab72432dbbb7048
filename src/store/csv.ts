/** Without it Excel reads UTF-8 as the local code page, and Chinese turns to noise. */
const byteOrderMark = '\ufeff';

/** First characters that make a spreadsheet take a cell for a formula, full-width forms included. */
const startsFormula = /^[\s]*[=+\-@\t\r＝＋－＠]/;

function cell(value: string): string {
  const harmless = startsFormula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows as CSV (RFC 4180, CRLF). A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return byteOrderMark + rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}
