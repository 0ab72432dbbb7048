import { Status } from '../shared/status.ts';
import type { CommandOutput, PunchRow, RefusalRow, WorkerRow } from './commands.ts';

/** Rows as aligned columns, a header first. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

export function peopleTable(people: readonly WorkerRow[]): string {
  const rows = people.map((p) => [p.id, p.name, String(p.templates), p.origin, p.barredReason ?? '']);
  return table(['ID', 'NAME', 'TEMPLATES', 'ORIGIN', 'BARRED'], rows);
}

export function punchTable(punches: readonly PunchRow[]): string {
  const rows = punches.map((p) => [
    String(p.id),
    p.at,
    p.workerId,
    p.name ?? '-',
    p.direction,
    p.score.toFixed(3),
    p.openings.map((opening) => opening.outcome).join(','),
    p.upload,
  ]);
  return table(['PUNCH', 'AT', 'WORKER', 'NAME', 'DIRECTION', 'SCORE', 'GATE', 'UPLOAD'], rows);
}

export function refusalTable(refusals: readonly RefusalRow[]): string {
  const rows = refusals.map((r) => [String(r.id), r.at, r.reason, r.workerId ?? '-', r.score?.toFixed(3) ?? '-', r.detail ?? '']);
  return table(['REFUSAL', 'AT', 'REASON', 'WORKER', 'SCORE', 'DETAIL'], rows);
}

export function statusTable(answer: CommandOutput<'status'>): string {
  const status = Status.safeParse(answer.status);
  if (!answer.isRunning || !status.success) return `not running\n${JSON.stringify(answer.status)}\n`;
  const { areas, counts } = status.data;
  const rows = Object.entries(areas).map(([area, report]) => [
    area,
    report.state,
    new Date(report.sinceMs).toISOString(),
    report.detail ?? '',
  ]);
  const numbers = Object.entries(counts).map(([name, count]) => `${name} ${String(count)}`);
  return `${table(['PART', 'STATE', 'SINCE', 'DETAIL'], rows)}${numbers.join(', ')}\n`;
}

export function switchText({ pending, isConfirmed }: CommandOutput<'platform.switch'>): string {
  if (pending === null) return 'no change of platform waits to be confirmed\n';
  const { from, to, punches, people } = pending;
  const fate = `From ${from} to ${to}:
  ${String(punches)} punches that ${from} has not taken stay here; they are never sent to ${to}.
  ${String(people)} people of ${from} stay stored, but the gate no longer knows them; ${to} sends its own.
Both come back when ${from} is configured again.
`;
  return isConfirmed
    ? `${fate}Confirmed. Restart the terminal.\n`
    : `${fate}Nothing has changed yet. Confirm with: platform switch --yes\n`;
}
