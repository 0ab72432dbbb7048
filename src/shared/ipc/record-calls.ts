import { z } from 'zod';
import { Bytes } from '../bytes.ts';
import { Day, DayTally, Exported, ExportPlace, OnSite, PunchKey, PunchLine, PunchSelection, PunchStory } from '../punch-view.ts';
import { LogLine, StorageView } from '../storage-view.ts';
import { call, Session } from './parts.ts';

const Hours = z.number().int().min(1).max(72);

/** The admin side's calls about punches, days, who is on site, storage, logs and the support bundle. */
export const recordCalls = {
  /** Newest first, at most 40; `total` with the first page only. */
  'admin.punches': call(
    Session.extend({ selection: PunchSelection, after: PunchKey.nullable() }),
    z.object({ punches: z.array(PunchLine), next: PunchKey.nullable(), total: z.number().nullable() }),
  ),
  'admin.punch': call(Session.extend({ id: z.number().int() }), z.object({ punch: PunchStory.nullable() })),
  'admin.punchPicture': call(Session.extend({ id: z.number().int() }), z.object({ jpeg: Bytes.nullable() })),
  /** Punches that the platform refused wait again: one, or with null all of them. */
  'admin.retryPunches': call(Session.extend({ id: z.number().int().nullable() }), z.object({ retried: z.number() })),
  /** The last 31 days, newest first; today's with its day even when nothing happened. */
  'admin.punchDays': call(Session, z.object({ today: Day, days: z.array(DayTally) })),
  /** Whose last punch within so many hours was an entry. `hasExits`: this terminal sees people leave. */
  'admin.onSite': call(
    Session.extend({ hours: Hours }),
    z.object({ atMs: z.number(), people: z.array(OnSite), hasExits: z.boolean() }),
  ),
  /** Rejects with `export.tooMany`, `export.noFont`, `export.failed`, `export.stickGone`. */
  'admin.exportPunches': call(Session.extend({ selection: PunchSelection, place: ExportPlace }), Exported),
  'admin.exportOnSite': call(Session.extend({ hours: Hours, place: ExportPlace }), Exported),
  'admin.storage': call(Session, StorageView),
  /** Newest first, at most 200. */
  'admin.logs': call(Session.extend({ level: z.enum(['all', 'warn', 'error']) }), z.object({ lines: z.array(LogLine) })),
  /** A zip of states, masked settings, counts and logs, without anything personal. */
  'admin.supportBundle': call(Session.extend({ stick: z.string().max(128).nullable() }), Exported),
} as const;
