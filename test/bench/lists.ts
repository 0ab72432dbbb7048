import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import { nameKeyOf } from '../../src/speech/name-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { PunchQuery } from '../../src/store/punch-search.ts';
import { summary } from './percentiles.ts';

const PEOPLE = 10_000;
const PUNCHES = 60_000;
const ROUNDS = 30;
const EVERY_MS = 40_000;
const surnames = Array.from('单王李张刘陈杨赵黄周吴徐孙马朱胡');
const given = Array.from('雄信建国伟强丽芳军平海燕明杰涛超');

/** Lists and searches of the admin side as main answers them, with 10,000 people and 60,000 punches; ms a call. */
export async function benchLists(): Promise<Record<string, unknown>> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-lists-'));
  const store = openStore({ dir, log: silentLog, clock: systemClock, platform: 'zhejiang', leastFreeMb: 1, nameKeyOf });
  try {
    fill(store);
    const nowMs = Date.now();
    const punches = (changes: Partial<PunchQuery>) => () => {
      const query: PunchQuery = { query: '', between: null, workerId: null, filter: 'all', after: null, limit: 40, ...changes };
      store.punchSearch.find(query);
      if (query.after === null) store.punchSearch.count(query);
    };
    const people = (query: string) => () => {
      store.peopleSearch.find({ query, filter: 'all', after: null, limit: 40 });
      store.peopleSearch.count({ query, filter: 'all' });
    };
    const day = { fromMs: nowMs - 86_400_000, toMs: nowMs };
    const calls: Readonly<Record<string, () => void>> = {
      peopleFirstPage: people(''),
      peopleLastPage: () => void store.peopleSearch.find({ query: '', filter: 'all', after: { sound: 'zz', id: '' }, limit: 40 }),
      peopleByOneLetter: people('s'),
      peopleByInitials: people('sxx'),
      peopleById: people('9998'),
      peopleNobody: people('qqqq'),
      punchesFirstPage: punches({}),
      punchesPage1500: punches({ after: { atMs: nowMs - (PUNCHES - 50) * EVERY_MS, id: 50 } }),
      punchesOfADay: punches({ between: day }),
      punchesByInitials: punches({ query: 'sxx' }),
      punchesNobody: punches({ query: 'qqqq' }),
      punchesWaiting: punches({ filter: 'waiting' }),
      punchesSetAside: punches({ filter: 'setAside' }),
      punchStory: () => void store.punchSearch.story(30_000),
      onSite24h: () => void store.presence.onSite(nowMs - 86_400_000),
      storageUse: () => void store.use(7 * 86_400_000),
    };
    return { what: `${String(PEOPLE)} people, ${String(PUNCHES)} punches; ms`, ...measured(calls) };
  } finally {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

function fill(store: Store): void {
  for (let n = 0; n < PEOPLE; n++) {
    const name = [surnames[n % 16], given[(n >> 4) % 16], given[(n >> 8) % 16]].join('');
    store.people.put({ id: `w${String(n)}`, name, origin: 'zhejiang', barredReason: null, photographs: [] }, { replace: false });
  }
  const startMs = Date.now() - PUNCHES * EVERY_MS;
  for (let n = 0; n < PUNCHES; n++) {
    const workerId = `w${String((n * 7_919) % PEOPLE)}`;
    const punch = { workerId, atMs: startMs + n * EVERY_MS, direction: 'in', score: 0.7, threshold: 0.58 } as const;
    const { punchId, openingId } = store.recordPunch({ ...punch, picture: null, isClockDoubtful: false });
    store.markOpening(openingId, 'opened');
    if (n % 500 === 0) store.outbox.setAside(punchId, '402_06');
    else store.outbox.taken([punchId]);
  }
}

function measured(calls: Readonly<Record<string, () => void>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(calls).map(([name, call]) => {
      call();
      const times = Array.from({ length: ROUNDS }, () => {
        const began = performance.now();
        call();
        return performance.now() - began;
      });
      return [name, summary(times)];
    }),
  );
}
