import { setImmediate as otherWork } from 'node:timers/promises';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { Exported, ExportPlace, PunchSelection } from '../shared/punch-view.ts';
import { text } from '../shared/texts/texts.ts';
import { csvOf } from '../store/csv.ts';
import type { PunchKey } from '../store/punch-search.ts';
import type { Store } from '../store/store.ts';
import type { AdminGuard } from './admin-access.ts';
import { queryOf } from './admin-punches.ts';
import { chineseFont } from './exports/chinese-font.ts';
import type { ExportPlaces } from './exports/export-places.ts';
import type { ExportJob, PrintedList } from './exports/printed-list.ts';
import { presentCells, presentColumns, punchCells, punchColumns, stamp } from './exports/punch-rows.ts';
import { bundleFiles, type BundleParts } from './support-bundle.ts';

export interface AdminExportsParts {
  readonly guard: AdminGuard;
  readonly store: BundleParts['store'] & Pick<Store, 'punchSearch' | 'presence'>;
  readonly places: ExportPlaces;
  readonly bundle: BundleParts;
  /** Makes a file in a thread of its own. */
  readonly make: (job: ExportJob) => Promise<Uint8Array>;
  readonly config: Pick<Config, 'device' | 'lanes'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly note: (action: string, subject: string | null) => void;
}

type Calls = Pick<CallHandlers, 'admin.exportPunches' | 'admin.exportOnSite' | 'admin.supportBundle'>;

const PAGE = 500;
/** A printed list of more is read by nobody, and makes the page wait too long. */
const MOST_PRINTED = 5_000;
const MOST_ROWS = 500_000;
const HOUR_MS = 3_600_000;

interface List {
  readonly title: string;
  readonly fileName: string;
  readonly about: readonly string[];
  readonly columns: PrintedList['columns'];
  readonly rows: readonly (readonly string[])[];
}

/** The admin side's calls that write a file for somebody to take away. */
export function adminExportsCalls(parts: AdminExportsParts): Calls {
  const { guard, note } = parts;
  return {
    'admin.exportPunches': async ({ session, selection, place }) => {
      guard.require(session);
      const written = await write(parts, await punchList(parts, selection, place), place);
      note('punches.exported', `${written.fileName}: ${String(written.rows)}`);
      return written;
    },
    'admin.exportOnSite': async ({ session, hours, place }) => {
      guard.require(session);
      const written = await write(parts, presentList(parts, hours), place);
      note('onSite.exported', `${written.fileName}: ${String(written.rows)}`);
      return written;
    },
    'admin.supportBundle': async ({ session, stick }) => {
      guard.require(session);
      const bytes = await parts.make({ kind: 'zip', files: bundleFiles(parts.bundle) });
      const name = `support-${fileStamp(parts.clock.now())}.zip`;
      const fileName = parts.places.write(stick, name, bytes);
      note('support.bundled', fileName);
      return { fileName, stick, rows: 0 };
    },
  };
}

async function punchList(parts: AdminExportsParts, selection: PunchSelection, { format }: ExportPlace): Promise<List> {
  const { store, config } = parts;
  const { language } = config.device;
  const hasLanes = config.lanes.second.enabled;
  const most = format === 'pdf' ? MOST_PRINTED : MOST_ROWS;
  const query = queryOf(selection);
  if (store.punchSearch.count(query) > most) throw new Fault('export.tooMany', `more than ${String(most)} punches`);
  const rows: (readonly string[])[] = [];
  let after: PunchKey | null = null;
  do {
    const page = store.punchSearch.find({ ...query, after, limit: PAGE });
    rows.push(...page.punches.map((punch) => punchCells(language, punch, hasLanes)));
    after = page.next;
    // The gate goes on between two pages.
    await otherWork();
  } while (after !== null && rows.length < most);
  return {
    title: text(language, 'export.punches', { day: selection.day ?? text(language, 'export.allDays') }),
    fileName: `punches-${selection.day ?? fileStamp(parts.clock.now())}`,
    about: aboutOf(parts, rows.length),
    columns: punchColumns(language, hasLanes),
    // Read from top to bottom as the day went.
    rows: rows.toReversed(),
  };
}

function presentList(parts: AdminExportsParts, hours: number): List {
  const { store, config, clock } = parts;
  const { language } = config.device;
  const nowMs = clock.now();
  const people = store.presence.onSite(nowMs - hours * HOUR_MS);
  return {
    title: text(language, 'onSite.title'),
    fileName: `on-site-${fileStamp(nowMs)}`,
    about: [text(language, 'onSite.within', { hours }), ...aboutOf(parts, people.length)],
    columns: presentColumns(language),
    rows: people.map((present) => presentCells(language, present)),
  };
}

function aboutOf({ config, clock }: AdminExportsParts, count: number): readonly string[] {
  const { language, siteName, sn } = config.device;
  return [
    [siteName, text(language, 'export.terminal', { sn })].filter((words) => words !== '').join(' · '),
    text(language, 'export.made', { at: stamp(clock.now()), count }),
  ];
}

async function write(parts: AdminExportsParts, list: List, { stick, format }: ExportPlace): Promise<Exported> {
  const { language } = parts.config.device;
  const rows = list.rows.length;
  const name = `${list.fileName}.${format}`;
  if (format === 'csv') {
    const bytes = csvOf([list.columns.map(({ title }) => title), ...list.rows]);
    return { fileName: parts.places.write(stick, name, bytes), stick, rows };
  }
  const { title, about, columns } = list;
  // The places for the numbers are filled by the printer, which alone knows how many pages there are.
  const foot = text(language, 'export.page');
  const printed: PrintedList = { title, about, columns, rows: list.rows, foot, madeAtMs: parts.clock.now() };
  const bytes = await parts.make({ kind: 'pdf', list: printed, font: chineseFont() });
  return { fileName: parts.places.write(stick, name, bytes), stick, rows };
}

/** `20260501-075812`. */
const fileStamp = (atMs: number): string => stamp(atMs).replaceAll(/[-:]/g, '').replace(' ', '-');
