import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { Fault } from '../../../src/shared/fault.ts';
import type { PunchSelection } from '../../../src/shared/punch-view.ts';
import type { Status } from '../../../src/shared/status.ts';
import { nameKeyOf } from '../../../src/speech/name-key.ts';
import type { Store } from '../../../src/store/store.ts';
import type { NewWorker } from '../../../src/terminal/enrolment.ts';
import { adminRecordsCalls, type AdminRecordsParts } from '../../../src/terminal/admin-records.ts';
import { CaptureWatch } from '../../../src/terminal/capture-watch.ts';
import { dayOf } from '../../../src/terminal/days.ts';
import { embedding, fixedClock, fixedNow, openedStore, punch, temporaryFolder, worker } from '../store/fixture.ts';

interface Site {
  readonly dir: string;
  readonly stick: string;
  readonly store: Store;
  readonly calls: ReturnType<typeof adminRecordsCalls>;
  readonly noted: string[];
  readonly added: NewWorker[];
  readonly guards: string[];
}

const status: Status = {
  version: '1',
  sn: '1388186',
  direction: 'in',
  startedAtMs: 0,
  areas: { platform: { state: 'rejected', sinceMs: 0, detail: 'secret-of-the-site says 单雄信 is unknown' } },
  counts: { workers: 0, templates: 0, punches: 0, refusals: 0, outboxWaiting: 0, outboxSetAside: 0 },
};

function site(changes: Partial<AdminRecordsParts> = {}): Site {
  const dir = temporaryFolder();
  const stick = join(dir, 'KINGSTON');
  mkdirSync(stick);
  const store = openedStore(dir, { nameKeyOf, platform: 'zhejiang' });
  const noted: string[] = [];
  const added: NewWorker[] = [];
  const guards: string[] = [];
  const calls = adminRecordsCalls({
    dir,
    store,
    guard: {
      require: (session) => void guards.push(session),
      requireConfirmed: (_, confirmation) => {
        if (confirmation !== 'yes') throw new Fault('admin.unconfirmed', 'no PIN');
      },
    },
    config: Config.parse({
      device: { language: 'zh', siteName: '一号工地', sn: '1388186' },
      platform: { zhejiang: { accessSecret: 'secret-of-the-site' } },
    }),
    status: () => status,
    enrolment: async () => ({
      add: async (person) => {
        added.push(person);
        store.people.put(worker(person.id, { name: person.name, origin: person.origin }), { replace: person.shouldReplace });
        return { isReplaced: person.shouldReplace, warnings: [] };
      },
    }),
    remove: async (id) => void store.people.remove(id),
    networks: async () => ({
      analyser: { analyse: async () => ({ kind: 'refused', code: 'photo.noFace', message: '' }), close: async () => undefined },
      threshold: 0.58,
    }),
    capture: () => new CaptureWatch(fixedClock),
    learning: {
      view: () => ({ isOn: true, ...store.learnt.counts() }),
      forget: async (id) => store.learnt.forget(id),
    },
    onRetry: () => void noted.push('retry'),
    clock: fixedClock,
    note: (action, subject) => void noted.push(`${action} ${subject ?? ''}`),
    media: { sticks: () => [{ name: 'KINGSTON', path: stick }] },
    ...changes,
  });
  return { dir, stick, store, calls, noted, added, guards };
}

const session = 's';
const everything: PunchSelection = { query: '', day: null, workerId: null, filter: 'all' };
const codeOf = (pending: Promise<unknown>): Promise<string> =>
  pending.then(
    () => 'nothing',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );

describe('people', () => {
  it('are added by the standard for captured photographs, and never over somebody else', async () => {
    const { calls, added, noted, store } = site();
    const person = { session, id: 'N1', name: ' 单雄信 ', photograph: new Uint8Array(3), replace: false };
    expect(await calls['admin.savePerson'](person)).toEqual({ alike: [] });
    expect(added).toMatchObject([{ id: 'N1', name: '单雄信', origin: 'screen', strictness: 'standard', shouldReplace: false }]);
    expect(noted).toEqual(['worker.added N1']);
    expect(await codeOf(calls['admin.savePerson'](person))).toBe('worker.exists');
    expect(await codeOf(calls['admin.savePerson']({ ...person, id: 'N2', replace: true }))).toBe('worker.unknown');
    await calls['admin.savePerson']({ ...person, name: '王伟', replace: true });
    expect(store.people.get('N1')?.name).toBe('单雄信');
  });

  it('are removed only with the PIN', async () => {
    const { calls, store, noted } = site();
    store.people.put(worker('N1'), { replace: false });
    expect(await codeOf(calls['admin.removePerson']({ session, confirmation: 'no', id: 'N1' }))).toBe('admin.unconfirmed');
    expect(store.people.count()).toBe(1);
    await calls['admin.removePerson']({ session, confirmation: 'yes', id: 'N1' });
    expect([store.people.count(), noted]).toEqual([0, ['worker.removed N1']]);
  });

  it('show what was learnt of them at the gate, and lose it only with the PIN', async () => {
    const { calls, store, noted } = site();
    store.people.put(worker('N1'), { replace: false });
    store.learnt.add({ workerId: 'N1', embedding: embedding(2), modelHash: 'abc', learntMs: fixedNow, score: 0.8 }, null);
    const learnt = async () => (await calls['admin.person']({ session, id: 'N1' })).person?.learnt;
    expect(await learnt()).toEqual([{ atMs: fixedNow, score: 0.8 }]);
    expect(await calls['admin.learnt']({ session })).toEqual({ isOn: true, templates: 1, workers: 1, newestMs: fixedNow });
    expect(await codeOf(calls['admin.forgetLearnt']({ session, confirmation: 'no', id: 'N1' }))).toBe('admin.unconfirmed');
    expect(await calls['admin.forgetLearnt']({ session, confirmation: 'yes', id: 'N1' })).toEqual({ templates: 1 });
    await calls['admin.forgetLearnt']({ session, confirmation: 'yes', id: null });
    expect([await learnt(), noted]).toEqual([[], ['learnt.forgotten N1', 'learnt.forgotten ']]);
  });

  it('are compared by their templates, and not at all without', async () => {
    const { calls, store } = site();
    const unit = Float32Array.from({ length: 4 }, () => 0.5);
    const photographs = [{ jpeg: new Uint8Array(1), embeddings: [unit], modelHash: 'm' }];
    for (const id of ['a', 'b']) store.people.put(worker(id, { photographs }), { replace: false });
    store.people.put(worker('c', { photographs: [] }), { replace: false });
    store.people.put(worker('d', { photographs: [{ jpeg: new Uint8Array(1), embeddings: [unit], modelHash: 'other' }] }), {
      replace: false,
    });
    expect(await calls['admin.comparePeople']({ session, id: 'a', otherId: 'b' })).toEqual({ score: 1, threshold: 0.58 });
    expect(await calls['admin.comparePeople']({ session, id: 'a', otherId: 'c' })).toEqual({ score: null, threshold: 0.58 });
    expect(await calls['admin.comparePeople']({ session, id: 'a', otherId: 'd' })).toEqual({ score: null, threshold: 0.58 });
  });

  it('say who sent them, what their template is worth and whom they look like', async () => {
    const { calls, store } = site();
    store.people.put(worker('a', { name: '王伟' }), { replace: false });
    const photographs = [
      { jpeg: new Uint8Array(1), embeddings: [new Float32Array(4)], modelHash: 'm', flags: ['photo.blurred'] },
    ];
    store.people.put(worker('b', { origin: 'zhejiang', photographs, lookalikes: [{ workerId: 'a', score: 0.7 }] }), {
      replace: false,
    });
    store.recordPunch(punch({ workerId: 'b' }));
    expect((await calls['admin.person']({ session, id: 'b' })).person).toMatchObject({
      ...{ origin: 'zhejiang', template: 'poor', flags: ['photo.blurred'], lastPunchMs: fixedNow },
      alike: [{ id: 'a', name: '王伟', score: 0.7 }],
    });
    expect((await calls['admin.person']({ session, id: 'x' })).person).toBeNull();
  });
});

describe('pictures on a stick', () => {
  it('are listed with their folders and read by a token, never by a path', async () => {
    const { calls, stick } = site();
    mkdirSync(join(stick, '一标段'));
    writeFileSync(join(stick, '一标段', 'N1.JPG'), 'picture');
    writeFileSync(join(stick, 'notes.txt'), 'x');
    writeFileSync(join(stick, '.hidden.jpg'), 'x');
    const { pictures, isCut } = await calls['admin.stickPictures']({ session, stick: 'KINGSTON' });
    expect([pictures.map(({ name, bytes }) => [name, bytes]), isCut]).toEqual([[['一标段/N1.JPG', 7]], false]);
    const { photograph } = await calls['admin.stickPicture']({ session, token: pictures[0]?.token ?? '' });
    expect(Buffer.from(photograph).toString()).toBe('picture');
    expect(await codeOf(calls['admin.stickPicture']({ session, token: '../../etc/passwd' }))).toBe('export.stickGone');
    expect(await codeOf(calls['admin.stickPictures']({ session, stick: '../..' }))).toBe('export.stickGone');
  });

  it('do not lead into the terminal’s own files', async () => {
    const { calls, dir, stick } = site();
    writeFileSync(join(dir, 'key.jpg'), 'the key');
    symlinkSync(join(dir, 'key.jpg'), join(stick, 'face.jpg'));
    symlinkSync(dir, join(stick, 'folder'));
    expect((await calls['admin.stickPictures']({ session, stick: 'KINGSTON' })).pictures).toEqual([]);
  });
});

describe('punches', () => {
  it('come with the story, and wait again on demand', async () => {
    const { calls, store, noted } = site();
    store.people.put(worker('w1'), { replace: false });
    const { punchId } = store.recordPunch(punch({ picture: new Uint8Array([1, 2]) }));
    store.outbox.setAside(punchId, '402_06');
    expect((await calls['admin.punches']({ session, selection: { ...everything, query: 'sxx' }, after: null })).total).toBe(1);
    expect((await calls['admin.punch']({ session, id: punchId })).punch).toMatchObject({
      upload: 'setAside',
      hasPhotograph: true,
    });
    expect((await calls['admin.punchPicture']({ session, id: punchId })).jpeg).toEqual(Buffer.from([1, 2]));
    expect(await calls['admin.retryPunches']({ session, id: punchId })).toEqual({ retried: 1 });
    expect(await calls['admin.retryPunches']({ session, id: null })).toEqual({ retried: 0 });
    expect(noted).toEqual([`punches.retried #${String(punchId)}`, 'retry']);
  });

  it('are counted by the terminal’s own days, today first even when nothing happened', async () => {
    const { calls, store } = site();
    store.recordPunch(punch({ atMs: fixedNow - 2 * 86_400_000 }));
    const { today, days } = await calls['admin.punchDays']({ session });
    expect(today).toBe(dayOf(fixedNow));
    expect(days).toEqual([
      { day: today, punches: 0, workers: 0 },
      { day: dayOf(fixedNow - 2 * 86_400_000), punches: 1, workers: 1 },
    ]);
  });
});

describe('exports', () => {
  it('write a day as a table that a spreadsheet neither runs nor garbles', async () => {
    const { calls, store, stick, noted } = site();
    store.people.put(worker('w1', { name: '=cmd|calc' }), { replace: false });
    store.recordPunch(punch());
    store.recordPunch(punch({ atMs: fixedNow - 5 * 86_400_000 }));
    const selection = { ...everything, day: dayOf(fixedNow) };
    const place = { stick: 'KINGSTON', format: 'csv' as const };
    const written = await calls['admin.exportPunches']({ session, selection, place });
    expect(written).toEqual({ fileName: `punches-${selection.day}.csv`, stick: 'KINGSTON', rows: 1 });
    const csv = readFileSync(join(stick, written.fileName), 'utf8');
    expect(csv.startsWith('\ufeff时间,姓名,编号')).toBe(true);
    expect(csv).toContain(",'=cmd|calc,w1,进场,");
    expect(readdirSync(stick)).toEqual([written.fileName]);
    expect(noted).toEqual([`punches.exported ${written.fileName}: 1`]);
    const again = await calls['admin.exportPunches']({ session, selection, place });
    expect(again.fileName).toBe(`punches-${selection.day} (2).csv`);
  });

  it('tell the lane of each punch where there are two, and have no column for it where there is one', async () => {
    const config = Config.parse({
      device: { language: 'zh', sn: '1388186' },
      lanes: { second: { enabled: true, cameras: { visible: 'Other' } } },
    });
    const place = { stick: 'KINGSTON', format: 'csv' as const };
    const exported = async (changes: Partial<AdminRecordsParts>) => {
      const { calls, store, stick } = site(changes);
      store.recordPunch({ ...punch(), lane: 2 });
      store.recordPunch(punch({ atMs: fixedNow - 1_000 }));
      const { fileName } = await calls['admin.exportPunches']({ session, selection: everything, place });
      return readFileSync(join(stick, fileName), 'utf8').trim().split('\r\n');
    };
    const [head, ...rows] = await exported({ config });
    expect(head).toContain(',方向,通道,');
    expect(rows.map((row) => /,(\d号通道),/.exec(row)?.[1])).toEqual(['1号通道', '2号通道']);
    expect((await exported({}))[0]).not.toContain('通道');
  });

  it('go to the terminal’s own folder without a stick, and fail by name when it was pulled out', async () => {
    const { calls, dir } = site();
    const { fileName } = await calls['admin.exportOnSite']({ session, hours: 24, place: { stick: null, format: 'csv' } });
    expect(readdirSync(join(dir, 'exports'))).toEqual([fileName]);
    const gone = calls['admin.exportOnSite']({ session, hours: 24, place: { stick: 'OTHER', format: 'csv' } });
    expect(await codeOf(gone)).toBe('export.stickGone');
  });
});

describe('the support bundle', () => {
  it('holds no name, no id and no secret, wherever they were planted', async () => {
    const { calls, dir, store } = site();
    store.people.put(worker('33010219900101123X'), { replace: false });
    store.people.put(worker('W1234', { name: 'Maria Lopez' }), { replace: false });
    mkdirSync(join(dir, 'logs'));
    const planted = [
      'passed 单雄信 and 33010219900101123X',
      'worker W1234 (Maria Lopez)',
      'secret-of-the-site',
      '13800138000',
      '11010519491231002X',
    ];
    const lines = planted.map((error) =>
      JSON.stringify({ at: '2026', level: 'error', area: 'platform', event: 'rejected', error }),
    );
    writeFileSync(join(dir, 'logs', 'terminal.log'), `${lines.join('\n')}\n{"at":"2026","event":"闸机已开","n":5}\n`);
    const { fileName } = await calls['admin.supportBundle']({ session, stick: null });
    const files = unzipSync(readFileSync(join(dir, 'exports', fileName)));
    const all = Object.values(files)
      .map((bytes) => strFromU8(bytes))
      .join('\n');
    expect(Object.keys(files).toSorted()).toEqual([
      'counts.json',
      'machine.json',
      'settings.json',
      'status.json',
      'terminal.log',
    ]);
    const leaked = [
      '单雄信',
      '33010219900101123X',
      'W1234',
      'Maria',
      'Lopez',
      'secret-of-the-site',
      '13800138000',
      '11010519491231002X',
    ].filter((word) => all.includes(word));
    expect(leaked).toEqual([]);
    expect(all).toContain('闸机已开');
    expect(all).toContain('"databaseVersion"');
    expect(all).toContain('"platform.zhejiang.accessSecret": "***"');
  });
});

describe('the log', () => {
  it('is read from its end, whole lines only, graver ones on demand', async () => {
    const { calls, dir } = site();
    mkdirSync(join(dir, 'logs'));
    const line = (level: string, event: string) => JSON.stringify({ at: 't', level, area: 'gate', event, tookMs: 12 });
    writeFileSync(
      join(dir, 'logs', 'terminal.log'),
      `${line('info', 'a')}\n${line('error', 'b')}\nno json\n${line('warn', 'c')}\n`,
    );
    const events = async (level: 'all' | 'warn' | 'error') =>
      (await calls['admin.logs']({ session, level })).lines.map(({ event }) => event);
    expect([await events('all'), await events('warn'), await events('error')]).toEqual([['c', 'b', 'a'], ['c', 'b'], ['b']]);
    expect((await calls['admin.logs']({ session, level: 'error' })).lines[0]?.details).toBe('{"tookMs":12}');
  });
});

it('every call asks for the session first', async () => {
  const refused = site({
    guard: {
      require: () => {
        throw new Fault('admin.unauthorised', 'no session');
      },
      requireConfirmed: () => {
        throw new Fault('admin.unauthorised', 'no session');
      },
    },
  });
  const handlers = Object.values(refused.calls) as readonly ((input: never) => Promise<unknown>)[];
  expect(handlers.length).toBeGreaterThan(20);
  const codes = await Promise.all(handlers.map((handler) => codeOf(handler({ selection: everything } as never))));
  expect(new Set(codes)).toEqual(new Set(['admin.unauthorised']));
});
