import { text, type Language } from '../../shared/texts/texts.ts';
import type { Present } from '../../store/presence.ts';
import type { FoundPunch } from '../../store/punch-search.ts';
import { dayOf } from '../days.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-05-01 07:58:12` by the terminal's own clock, as spreadsheets take it. */
export function stamp(atMs: number): string {
  const date = new Date(atMs);
  return `${dayOf(atMs)} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** Columns of the list of punches; widths for print. `hasLanes`: where there are two. */
export const punchColumns = (language: Language, hasLanes: boolean) => [
  { title: text(language, 'export.time'), width: 20 },
  { title: text(language, 'export.name'), width: 18 },
  { title: text(language, 'export.id'), width: 26 },
  { title: text(language, 'export.direction'), width: 9 },
  ...(hasLanes ? [{ title: text(language, 'export.lane'), width: 11 }] : []),
  { title: text(language, 'export.gate'), width: 14 },
  { title: text(language, 'export.upload'), width: 14 },
];

/** What stands in them. */
export function punchCells(language: Language, punch: FoundPunch, hasLanes: boolean): readonly string[] {
  return [
    stamp(punch.atMs) + (punch.isClockDoubtful ? ' ?' : ''),
    punch.name ?? text(language, 'export.removed'),
    punch.workerId,
    text(language, punch.direction === 'in' ? 'kiosk.in' : 'kiosk.out'),
    ...(hasLanes ? [text(language, `lane.${punch.lane}`)] : []),
    punch.opening === null ? '' : text(language, `punches.opening.${punch.opening}`),
    text(language, `punches.upload.${punch.upload}`),
  ];
}

export const presentColumns = (language: Language) => [
  { title: text(language, 'export.name'), width: 24 },
  { title: text(language, 'export.id'), width: 34 },
  { title: text(language, 'onSite.since'), width: 24 },
  // For a pen, at the muster point.
  { title: text(language, 'onSite.seen'), width: 18 },
];

export const presentCells = (language: Language, { name, workerId, atMs }: Present): readonly string[] => [
  name ?? text(language, 'export.removed'),
  workerId,
  stamp(atMs),
  '',
];
