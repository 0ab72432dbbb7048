import { beforeEach, describe, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { FrameObservation } from '../../../src/shared/vision/observation.ts';
import { createLivenessHandlers } from '../../../src/terminal/liveness-lab-commands.ts';
import { decodeEntries } from '../../../src/terminal/recording-entries.ts';
import { Recorder, RECORDING_DAYS } from '../../../src/terminal/recordings.ts';
import { openedStore, fixedNow, keptLog, temporaryFolder } from '../store/fixture.ts';
import type { Store } from '../../../src/store/store.ts';
import { observationOf } from '../recognition/faces.ts';
import { pairedFrame } from './liveness-frames.ts';

const dayMs = 86_400_000;
let store: Store;
let time: { ms: number };
let recorder: Recorder;
const clock = { now: () => fixedNow + time.ms, monotonic: () => time.ms };
const recorderOn = (opened: Store): Recorder =>
  new Recorder({ recordings: opened.recordings, audit: opened.audit, asks: () => false, clock, log: keptLog().log });
beforeEach(() => {
  store = openedStore(temporaryFolder());
  time = { ms: 0 };
  recorder = recorderOn(store);
});

const picture = Buffer.from('jpeg');
const frame = (shot: number): FrameObservation => pairedFrame({ distanceM: 0.5, shot, face: { jpeg: picture } });
const actions = (): string[] =>
  store.audit.list({ beforeId: null, limit: 99 }).map(({ actor, action, subject }) => `${actor} ${action} ${subject ?? ''}`);
/** Ten frames a second until `endMs`. */
function film(endMs: number): void {
  for (; time.ms < endMs; time.ms += 100) recorder.observe(frame(time.ms));
}
function recorded(seconds = 3): number {
  const id = recorder.begin({ label: 'print', seconds, distanceM: 0.5 });
  film(time.ms + 1_000 * seconds + 200);
  return id;
}

describe('a recording', () => {
  it('keeps the frames of its time and none after it', () => {
    const id = recorded(3);
    expect(recorder.progress(id)).toMatchObject({ isRunning: false, frames: 30, faces: 30, measured: 30, infraredFaces: 30 });
    expect(store.recordings.list({ limit: 9 })).toMatchObject([
      { id, label: 'print', isWhole: true, frames: 30, distanceM: 0.5 },
    ]);
    expect(actions()).toEqual([`console recording.made ${String(id)} print`]);
  });

  it('gives back what was measured, bit by bit', () => {
    const id = recorder.begin({ label: 'live', seconds: 1, distanceM: null });
    const seen = frame(7);
    recorder.observe(seen);
    time.ms = 1_500;
    recorder.check();
    const [part = 0] = store.recordings.partsOf(id);
    expect(decodeEntries(store.recordings.part(part) ?? new Uint8Array(0))).toEqual([{ frame: seen }]);
  });

  it('counts what it lacks', () => {
    const id = recorder.begin({ label: 'screen', seconds: 1, distanceM: null });
    recorder.observe(observationOf(null));
    recorder.observe(observationOf({ mark: 1 }));
    const paired = frame(1);
    recorder.observe({ ...paired, evidence: paired.evidence && { ...paired.evidence, infrared: null } });
    expect(recorder.progress(id)).toMatchObject({ frames: 3, faces: 2, measured: 1, pairs: 0, infraredFaces: 0 });
  });

  it('takes the frames of its own lane alone, and says whose they are', () => {
    const id = recorder.begin({ label: 'live', seconds: 1, distanceM: null, lane: 2 });
    recorder.observe(frame(1));
    recorder.observe(frame(2), 2);
    expect(recorder.progress(id)).toMatchObject({ frames: 1 });
    expect(store.recordings.list({ limit: 1 })).toMatchObject([{ id, lane: 2 }]);
    expect(actions()).toEqual([`console recording.made ${String(id)} live, lane 2`]);
  });

  it('ends with its time even when no frame arrives any more', () => {
    const id = recorder.begin({ label: 'live', seconds: 2, distanceM: null });
    time.ms = 2_000;
    recorder.check();
    expect(recorder.progress(id)).toMatchObject({ isRunning: false, failure: null });
    expect(store.recordings.list({ limit: 1 })[0]?.isWhole).toBe(true);
  });

  it('is one at a time', () => {
    recorder.begin({ label: 'live', seconds: 2, distanceM: null });
    expect(() => recorder.begin({ label: 'live', seconds: 2, distanceM: null })).toThrow('[recording.busy]');
    time.ms = 2_000;
    recorder.check();
    expect(recorder.begin({ label: 'live', seconds: 2, distanceM: null })).toBe(2);
  });

  it('breaks off when the disk is full, and never throws at the camera', () => {
    const dir = temporaryFolder();
    const roomy = openedStore(dir);
    const full = openedStore(dir, { leastFreeMb: 2 ** 40 });
    recorder = new Recorder({
      recordings: {
        ...full.recordings,
        begin: (what) => roomy.recordings.begin(what),
        addPart: full.recordings.addPart.bind(full.recordings),
      },
      audit: roomy.audit,
      asks: () => false,
      clock,
      log: keptLog().log,
    });
    const id = recorder.begin({ label: 'live', seconds: 3, distanceM: null });
    film(1_500);
    expect(recorder.progress(id)).toMatchObject({ isRunning: false, failure: 'store.full' });
    expect(roomy.recordings.list({ limit: 1 })[0]?.isWhole).toBe(false);
  });

  it('leaves by itself after its days, which is written down', () => {
    recorded();
    time.ms = (RECORDING_DAYS - 1) * dayMs;
    recorder.expire();
    expect(store.recordings.list({ limit: 9 })).toHaveLength(1);
    time.ms = (RECORDING_DAYS + 1) * dayMs;
    recorder.expire();
    expect(store.recordings.list({ limit: 9 })).toEqual([]);
    expect(actions()[0]).toBe('system recording.expired 1');
  });
});

describe('a recording made while the clock ran ahead', () => {
  it('stays no longer than others once the clock is right, and a clock in doubt decides nothing', () => {
    time.ms = 3_650 * dayMs;
    recorded();
    time.ms = 0;
    recorder.expire(true);
    expect(store.recordings.list({ limit: 1 })[0]?.atMs).toBeGreaterThan(fixedNow + 3_000 * dayMs);
    recorder.expire();
    expect(store.recordings.list({ limit: 1 })[0]?.atMs).toBe(fixedNow);
    time.ms = (RECORDING_DAYS + 1) * dayMs;
    recorder.expire();
    expect(store.recordings.list({ limit: 9 })).toEqual([]);
  });
});

describe('the commands of the lab', () => {
  const handlers = (running: Recorder | null = recorder, config = Config.parse({})) =>
    createLivenessHandlers({ store, config, clock, recorder: running });

  it('erase one recording or all, and write down which', async () => {
    for (let n = 0; n < 3; n += 1) recorded(1);
    expect(await handlers()['liveness.delete']({ id: 2 })).toEqual({ deleted: 1 });
    expect(await handlers()['liveness.delete']({ id: null })).toEqual({ deleted: 2 });
    await expect(handlers()['liveness.delete']({ id: 2 })).rejects.toMatchObject({ code: 'recording.unknown' });
    expect(actions().slice(0, 2)).toEqual(['console recording.deleted *', 'console recording.deleted 2']);
    expect(store.recordings.list({ limit: 9 })).toEqual([]);
  });

  it('do not record on a stopped terminal', async () => {
    await expect(
      handlers(null)['liveness.record']({ label: 'live', seconds: 1, distanceM: null, lane: 1 }),
    ).rejects.toMatchObject({
      code: 'recording.notRunning',
    });
  });

  it('record at the second lane where there is one', async () => {
    const wanted = { label: 'live', seconds: 1, distanceM: null, lane: 2 } as const;
    await expect(handlers()['liveness.record'](wanted)).rejects.toMatchObject({ code: 'lane.unknown' });
    const two = Config.parse({ lanes: { second: { enabled: true, baselineMm: 55 } } });
    expect(await handlers(recorder, two)['liveness.record'](wanted)).toEqual({ id: 1 });
    expect(await handlers(recorder, two)['liveness.setting']({ lane: 2 })).toMatchObject({ mode: 'challenge', isOff: false });
  });
});
