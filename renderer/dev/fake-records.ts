import type { CallHandlers } from '../../src/shared/ipc/contract.ts';
import type { PunchFilter, PunchSelection, PunchStory } from '../../src/shared/punch-view.ts';
import { drawnFace } from './drawn-face.ts';
import { fakePeople, fakePunches, findFake, isNamed } from './fake-roster.ts';

type Handlers = Pick<
  CallHandlers,
  | 'admin.punches'
  | 'admin.punch'
  | 'admin.punchPicture'
  | 'admin.retryPunches'
  | 'admin.punchDays'
  | 'admin.onSite'
  | 'admin.exportPunches'
  | 'admin.exportOnSite'
  | 'admin.storage'
  | 'admin.logs'
  | 'admin.supportBundle'
>;

const PAGE = 40;
const dayOf = (atMs: number): string => new Date(atMs).toLocaleDateString('sv-SE');
const isKind: Readonly<Record<PunchFilter, (punch: PunchStory) => boolean>> = {
  all: () => true,
  sent: ({ upload }) => upload === 'sent',
  waiting: ({ upload }) => upload === 'waiting',
  setAside: ({ upload }) => upload === 'setAside',
  notOpened: ({ opening }) => opening !== 'opened',
};

function selected({ query, day, workerId, filter }: PunchSelection): PunchStory[] {
  const ids = query.trim() === '' ? null : new Set(fakePeople.filter((person) => isNamed(person, query)).map(({ id }) => id));
  return fakePunches.filter(
    (punch) =>
      isKind[filter](punch) &&
      (ids === null || ids.has(punch.workerId)) &&
      (workerId === null || punch.workerId === workerId) &&
      (day === null || dayOf(punch.atMs) === day),
  );
}

/** Punches that live as long as the page. */
export function createFakeRecords(): Handlers {
  const sent = (rows: number, stick: string | null, fileName: string) => Promise.resolve({ rows, stick, fileName });
  return {
    'admin.punches': ({ selection, after }) => {
      const all = selected(selection);
      const from = after === null ? 0 : all.findIndex(({ id }) => id === after.id) + 1;
      const punches = all.slice(from, from + PAGE);
      const last = punches.at(-1);
      const next = last !== undefined && from + PAGE < all.length ? { atMs: last.atMs, id: last.id } : null;
      return Promise.resolve({ punches, next, total: after === null ? all.length : null });
    },
    'admin.punch': ({ id }) => Promise.resolve({ punch: fakePunches.find((punch) => punch.id === id) ?? null }),
    'admin.punchPicture': async ({ id }) => {
      const punch = fakePunches.find((one) => one.id === id);
      const seed = Number(punch?.workerId.replaceAll(/\D/g, '').slice(-5));
      return { jpeg: punch?.hasPicture === true ? await drawnFace(seed, true) : null };
    },
    'admin.retryPunches': ({ id }) => {
      let retried = 0;
      fakePunches.forEach((punch, at) => {
        if (punch.upload !== 'setAside' || (id !== null && punch.id !== id)) return;
        fakePunches[at] = { ...punch, upload: 'waiting' };
        retried += 1;
      });
      return Promise.resolve({ retried });
    },
    'admin.punchDays': () => {
      const days = new Map<string, { punches: number; workers: Set<string> }>();
      for (const { atMs, workerId } of fakePunches) {
        const tally = days.get(dayOf(atMs)) ?? { punches: 0, workers: new Set() };
        tally.punches += 1;
        days.set(dayOf(atMs), { ...tally, workers: tally.workers.add(workerId) });
      }
      const list = [...days].map(([day, { punches, workers }]) => ({ day, punches, workers: workers.size }));
      return Promise.resolve({ today: dayOf(Date.now()), days: list });
    },
    'admin.onSite': ({ hours }) => {
      const inside = new Map<string, number>();
      for (const { workerId, atMs } of fakePunches) {
        if (atMs < Date.now() - hours * 3_600_000) break;
        if (!inside.has(workerId)) inside.set(workerId, atMs);
      }
      const people = [...inside]
        .map(([workerId, atMs]) => ({ workerId, name: findFake(workerId)?.name ?? null, atMs }))
        .toReversed();
      return Promise.resolve({ atMs: Date.now(), people, hasExits: false });
    },
    'admin.exportPunches': ({ selection, place }) =>
      sent(selected(selection).length, place.stick, `punches-${selection.day ?? 'all'}.${place.format}`),
    'admin.exportOnSite': ({ place }) => sent(120, place.stick, `on-site.${place.format}`),
    'admin.storage': () =>
      Promise.resolve({
        ...{ databaseBytes: 2_900_000_000, logBytes: 21_000_000, freeBytes: 1_900_000_000, punches: 60_000, refusals: 312 },
        ...{ punchDays: 365, refusalDays: 30, forecast: { kind: 'fullIn', days: 41, perDayBytes: 46_000_000 } },
      }),
    'admin.logs': ({ level }) =>
      Promise.resolve({
        lines: Array.from({ length: 200 }, (_, index) => ({
          at: new Date(Date.now() - index * 61_000).toISOString(),
          level: index % 17 === 4 ? 'error' : index % 5 === 2 ? 'warn' : 'info',
          area: index % 2 === 0 ? 'platform' : 'gate',
          event: index % 2 === 0 ? 'punchSent' : 'opened',
          details: index % 3 === 0 ? '{"tookMs":12}' : '',
        })).filter((line) => level === 'all' || line.level === 'error' || (level === 'warn' && line.level === 'warn')),
      }),
    'admin.supportBundle': ({ stick }) => sent(0, stick, 'support-20260501-080000.zip'),
  };
}
