import type { UpdateView } from '../shared/update-view.ts';
import { readLivenessDetail } from '../shared/refusal-detail.ts';
import { Status } from '../shared/status.ts';
import type { CommandOutput, PunchRow, RefusalRow, WorkerRow } from './commands.ts';
import { matchingText } from './matching-text.ts';

/** Rows as aligned columns, a header first. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
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

/** Workers' cards. */
export function cardTable(cards: readonly { readonly id: string; readonly number: string }[]): string {
  return table(
    ['ID', 'CARD'],
    cards.map(({ id, number }) => [id, number]),
  );
}

/** Without the area that all of them share. */
const flagWord = (code: string): string => code.slice(code.indexOf('.') + 1);

/** The workers; below them, when there are any, how many photographs are poor and which workers look alike. */
export function peopleTable(people: readonly WorkerRow[]): string {
  const rows = people.map((p) => [
    p.id,
    p.name,
    String(p.templates),
    p.origin,
    p.barredReason ?? '',
    [...p.flags.map(flagWord), ...p.lookalikes.map(({ id }) => `like ${id}`)].join(', '),
  ]);
  return table(['ID', 'NAME', 'TEMPLATES', 'ORIGIN', 'BARRED', 'FLAGS'], rows) + flagCounts(people) + lookalikePairs(people);
}

function flagCounts(people: readonly WorkerRow[]): string {
  const counts = new Map<string, number>();
  for (const flag of people.flatMap(({ flags }) => flags)) counts.set(flag, (counts.get(flag) ?? 0) + 1);
  if (counts.size === 0) return '';
  const words = [...counts].sort().map(([flag, count]) => `${flagWord(flag)} ${String(count)}`);
  return `\nPoor photographs, enrolled all the same: ${words.join(', ')}\n`;
}

function lookalikePairs(people: readonly WorkerRow[]): string {
  const pairs = people.flatMap(({ id, lookalikes }) =>
    lookalikes.filter((other) => id < other.id).map((other) => `  ${id}  ${other.id}  ${other.score.toFixed(2)}\n`),
  );
  return pairs.length === 0
    ? ''
    : `\nOne person under two ids, or very alike; remove one of two that are the same:\n${pairs.join('')}`;
}

/** Only where something happened at the second lane. */
function laneColumn(rows: readonly { readonly lane: number }[]) {
  const hasLanes = rows.some(({ lane }) => lane !== 1);
  return {
    title: hasLanes ? ['LANE'] : [],
    cells: ({ lane }: { readonly lane: number }): readonly string[] => (hasLanes ? [String(lane)] : []),
  };
}

export function punchTable(punches: readonly PunchRow[]): string {
  const lane = laneColumn(punches);
  const rows = punches.map((p) => [
    String(p.id),
    p.at,
    p.workerId,
    p.name ?? '-',
    p.direction,
    ...lane.cells(p),
    p.score.toFixed(3),
    p.openings.map((opening) => opening.outcome).join(','),
    p.upload,
  ]);
  return table(['PUNCH', 'AT', 'WORKER', 'NAME', 'DIRECTION', ...lane.title, 'SCORE', 'GATE', 'UPLOAD'], rows);
}

export function refusalTable(refusals: readonly RefusalRow[]): string {
  const lane = laneColumn(refusals);
  const rows = refusals.map((r) => [
    String(r.id),
    r.at,
    ...lane.cells(r),
    r.reason,
    r.workerId ?? '-',
    r.score?.toFixed(3) ?? '-',
    readable(r.detail),
  ]);
  return table(['REFUSAL', 'AT', ...lane.title, 'REASON', 'WORKER', 'SCORE', 'DETAIL'], rows);
}

/** A liveness verdict as what it was taken for and what each cue that spoke saw; any other detail as it stands. */
function readable(detail: string | null): string {
  const liveness = detail === null ? null : readLivenessDetail(detail);
  if (liveness === null) return detail ?? '';
  const cues = liveness.cues.filter(({ score }) => score !== 0);
  const words = cues.map(({ reason, score }) => `${reason} ${score > 0 ? '+' : ''}${score.toFixed(1)}`).join(', ');
  return liveness.takenFor === null ? words : `${liveness.takenFor}: ${words}`;
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
  return `${table(['PART', 'STATE', 'SINCE', 'DETAIL'], rows)}${numbers.join(', ')}\n${matchingText(answer)}`;
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

/** Version, what goes on, and how the latest updates ended. */
export function updateText({ version, slot, cannot, progress, history }: UpdateView): string {
  const { step, version: next, doneBytes, totalBytes, lacking } = progress;
  const bytes = doneBytes === null ? '' : ` ${String(doneBytes)} of ${totalBytes === null ? '?' : String(totalBytes)} bytes`;
  const wanting = lacking.length === 0 ? '' : ` (not well yet: ${lacking.join(', ')})`;
  return [
    `version ${version} (${slot})`,
    ...(cannot === null ? [] : [`cannot update itself: ${cannot}`]),
    ...(step === 'idle' ? [] : [`${step} ${next ?? ''}${bytes}${wanting}`]),
    ...history.map((entry) => {
      const at = new Date(entry.atMs).toISOString();
      return `${at}  ${entry.version ?? '?'}  ${entry.result}${entry.code === null ? '' : `  ${entry.code}`}${entry.detail === null ? '' : `  ${entry.detail}`}`;
    }),
    '',
  ].join('\n');
}
