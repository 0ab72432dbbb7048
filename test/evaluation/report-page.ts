import { asCurve, type Curve } from './curve-svg.ts';
import type { EvaluationReport } from './report.ts';
import { tablesOf } from './report-text.ts';
import type { Table } from './table.ts';

/** One page with everything in it: tables, curves, no request to anywhere. */
export function reportPage(report: EvaluationReport): string {
  const { at, machine, model, half, data, seconds } = report;
  const refused = Object.entries(data.failuresToEnrol).map(([code, count]) => `${code} ${count}`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Evaluation</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #1b1f24; }
  table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
  th, td { border-bottom: 1px solid #d7dce1; padding: .3rem .7rem; text-align: left; vertical-align: top; }
  caption { text-align: left; font-weight: 600; padding: .4rem 0; }
  .note { color: #57606a; margin: -1rem 0 1.5rem; }
  figure { display: inline-block; margin: 0 1rem 1rem 0; }
</style>
<h1>Evaluation</h1>
<p>${escaped(`${at} · ${machine} · ${model.name} ${model.sha256.slice(0, 12)} · ${half} · ${seconds.toFixed(0)} s`)}</p>
<p>${escaped(`${data.people} people with ${data.pictures} pictures, ${data.strangers} strangers of whom ${data.fillers} fill the gallery. Not enrolled: ${refused.join(', ') || 'none'}.`)}</p>
${curvesOf(report).map(asFigure).join('\n')}
${tablesOf(report).map(asTable).join('\n')}
</html>
`;
}

function curvesOf({ asNamed, corrected }: EvaluationReport): Curve[] {
  const { verification, peopleOnly, filled } = corrected ?? asNamed;
  const lines = [peopleOnly, ...(filled ? [filled] : [])].flatMap(({ templates, open }) => [
    { name: `${templates}`, points: open.score.curve },
    { name: `${templates}, by lead`, points: open.lead.curve },
  ]);
  return [
    { title: 'One to one', x: 'FAR', y: 'TAR', least: 0.8, most: 1, lines: [{ name: 'all pairs', points: verification.curve }] },
    { title: 'One to many', x: 'FPIR', y: 'FNIR', least: 0, most: 0.3, lines },
  ];
}

const asFigure = (curve: Curve): string => `<figure>${asCurve(curve)}</figure>`;

const asTable = ({ caption, columns, rows, note }: Table): string =>
  `<table><caption>${escaped(caption)}</caption><tr>${columns.map((text) => `<th>${escaped(text)}</th>`).join('')}</tr>` +
  rows.map((cells) => `<tr>${cells.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`).join('') +
  `</table>${note === '' ? '' : `<p class="note">${escaped(note)}</p>`}`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** For text between tags. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign);
