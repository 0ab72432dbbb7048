import { beforeEach, describe, expect, it } from 'vitest';
import { serialize } from 'node:v8';
import { Config } from '../../../src/config/schema.ts';
import { provingActions, type DrawNext } from '../../../src/recognition/liveness/challenge/draw-action.ts';
import { createLiveness } from '../../../src/recognition/liveness/create-liveness.ts';
import { notedLiveness } from '../../../src/recognition/liveness/liveness-call.ts';
import type { Liveness, LivenessVerdict } from '../../../src/recognition/liveness/liveness.ts';
import type { ChallengeStep } from '../../../src/shared/challenge.ts';
import type { RecordingLabel } from '../../../src/shared/recording-label.ts';
import { uncalibrated } from '../../../src/shared/vision/liveness/calibration.ts';
import { CROP_BYTES } from '../../../src/shared/vision/observation.ts';
import type { Store } from '../../../src/store/store.ts';
import { createLivenessHandlers } from '../../../src/terminal/liveness-lab-commands.ts';
import { decodeEntries } from '../../../src/terminal/recording-entries.ts';
import { Recorder } from '../../../src/terminal/recordings.ts';
import { frameOf, meshOf, type Held } from '../recognition/challenge/moving-head.ts';
import { livingSkin, pairObservation, type PairScript } from '../recognition/liveness/synthetic-pair.ts';
import { fixedNow, keptLog, openedStore, temporaryFolder } from '../store/fixture.ts';

let store: Store;
let time: { ms: number };
beforeEach(() => {
  store = openedStore(temporaryFolder());
  time = { ms: 0 };
});
const clock = { now: () => fixedNow + time.ms, monotonic: () => time.ms };
const oneCamera = Config.parse({ cameras: { infrared: null } });
const twoCameras = Config.parse({ cameras: { infrared: 'any' } });

/** Skin under the lamp whose surface bends too little for a head and too much for a sheet. */
const unsure: PairScript = { reflectance: livingSkin, surface: { across: 0.08, features: 0.016, alike: 0.85 } };
const ways: Readonly<Partial<Record<ChallengeStep, (share: number) => Held>>> = {
  turnRight: (share) => ({ yawDeg: -28 * share }),
  nod: (share) => ({ bowDeg: 22 * share }),
};
const shares = [0, 0, 0.25, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25, 0, 0];

const otherMove: DrawNext = (without) =>
  provingActions.find((action) => action !== 'blink' && !without.includes(action)) ?? 'nod';

class Site {
  readonly config: Config;
  readonly recorder: Recorder;
  readonly #gate: Liveness;
  #frame = 0;
  #attempt = 0;
  #decided: LivenessVerdict | null = null;

  constructor(config: Config, action: 'turnRight' | 'nod' = 'turnRight') {
    this.config = config;
    const { recordings, audit } = store;
    this.recorder = new Recorder({ recordings, audit, asks: () => true, clock, log: keptLog().log });
    const mode = config === oneCamera ? 'challenge' : 'infrared';
    const options = { mode, hasInfrared: mode === 'infrared', isReplay: false, asksWhenUnsure: true } as const;
    const judge = createLiveness({ ...options, calibration: uncalibrated(40) }, { first: () => action, next: otherMove });
    this.#gate = notedLiveness(judge, (call) => this.recorder.told(call));
  }

  /** A frame every 100 ms; the gate judges it, who is shown being known to it or not. */
  show(held: Held, kind: 'head' | 'sheet' = 'head', isKnown = true): LivenessVerdict {
    time.ms += 100;
    const seed = time.ms;
    const script = this.config === oneCamera ? ({ infrared: 'none' } as const) : unsure;
    const { yawDeg = 0, bowDeg = 0 } = held;
    const posed = {
      meshOf: meshOf(kind, held),
      yawDeg,
      measures: { pitchDeg: -bowDeg },
      facePx: 144,
      at: { x: 320, y: 240 },
      relief: kind === 'sheet' ? 0 : 0.6,
    };
    const seen = pairObservation({ ...script, ...posed, noisePx: 0.1, seed });
    const { crop } = frameOf(kind, held, time.ms);
    const face = seen.face && { ...seen.face, crop };
    const observation = { ...seen, face, frame: this.#frame++, takenAtMs: clock.now() };
    this.recorder.observe(observation);
    const at = { observation, atMs: time.ms, track: 1 };
    this.#gate.watch(at);
    if (this.#decided) return this.#decided;
    const isGoodView = Math.abs(yawDeg) < 15 && bowDeg < 15;
    const verdict = this.#gate.judge({
      ...at,
      attempt: this.#attempt,
      isGoodView,
      isSamePerson: true,
      wanted: isKnown ? 'ada' : null,
    });
    if (verdict.kind === 'live' || (verdict.kind === 'undecided' && verdict.isOver && isKnown)) this.#decided = verdict;
    return verdict;
  }

  /** Stands still until a move is named; then he makes `move`, or a sheet in his place. */
  record(label: RecordingLabel, move: 'turnRight' | 'nod' | null, kind: 'head' | 'sheet' = 'head'): number {
    this.#attempt += 1;
    this.#decided = null;
    const id = this.recorder.begin({ label, seconds: 3, distanceM: null });
    for (let frames = 0; frames < 60; frames++) {
      const verdict = this.show({});
      if (verdict.kind === 'challenge' && verdict.step !== 'holdStill') break;
    }
    if (move !== null) for (const share of shares) this.show(ways[move]?.(share) ?? {}, kind);
    for (let frames = 0; frames < 200 && this.recorder.progress(id)?.isRunning; frames++) this.show({}, kind);
    return id;
  }

  judge(id: number) {
    const handlers = createLivenessHandlers({ store, config: this.config, clock, recorder: null });
    return handlers['liveness.judge']({ id });
  }
}

const sites = [
  ['one camera', oneCamera],
  ['two cameras', twoCameras],
] as const;

describe.each(sites)('a site with %s', (_, config) => {
  it('is measured by those who are asked: let in for the move that was drawn then', async () => {
    for (const drawn of ['turnRight', 'nod'] as const) {
      const site = new Site(config, drawn);
      const id = site.record('live', drawn);
      expect(site.recorder.progress(id)).toMatchObject({ isRunning: false, asked: 1, askedLive: 1, failure: null });
      expect(await site.judge(id)).toMatchObject({ label: 'live', outcome: 'askedLetIn' });
    }
  });

  it('and refused for another move, for none, and where a sheet turns', async () => {
    const site = new Site(config);
    for (const [move, kind] of [
      ['nod', 'head'],
      [null, 'head'],
      ['turnRight', 'sheet'],
    ] as const) {
      const id = site.record('live', move, kind);
      expect(site.recorder.progress(id)).toMatchObject({ asked: 1, askedLive: 0 });
      expect(await site.judge(id), `${String(move)} ${kind}`).toMatchObject({ outcome: 'askedRefused' });
    }
  });
});

describe('what is kept of the asked', () => {
  const partsOf = (id: number) => store.recordings.partsOf(id).map((part) => store.recordings.part(part) ?? new Uint8Array(0));
  const entriesOf = (id: number) => partsOf(id).flatMap(decodeEntries);

  it('is the picture of every frame that a move is judged by, and the moves, but nobody’s name', () => {
    const id = new Site(oneCamera).record('live', 'turnRight');
    const entries = entriesOf(id);
    const frames = entries.flatMap((entry) => ('frame' in entry ? [entry.frame] : []));
    const calls = entries.flatMap((entry) => ('call' in entry && entry.call.call === 'judge' ? [entry.call] : []));
    const judged = frames.filter(({ frame }) => calls.some((call) => call.frame === frame));
    expect(judged.length).toBeGreaterThan(12);
    expect(judged.every(({ face }) => face?.crop.length === CROP_BYTES)).toBe(true);
    expect(frames.some(({ face }) => face?.crop.length === 0)).toBe(true);
    expect(calls.some(({ said }) => said?.asked?.action === 'turnRight')).toBe(true);
    expect(partsOf(id).some((bytes) => Buffer.from(bytes).includes('ada'))).toBe(false);
  });

  it('goes on beyond the time of the session until the question is answered, but not for who left', () => {
    const site = new Site(oneCamera);
    const id = site.recorder.begin({ label: 'live', seconds: 1, distanceM: null });
    const startMs = time.ms;
    while (site.recorder.progress(id)?.isRunning) site.show({});
    expect(time.ms - startMs).toBeGreaterThan(5_000);
    const next = site.recorder.begin({ label: 'live', seconds: 1, distanceM: null });
    for (let frames = 0; frames < 9; frames++) site.show({});
    time.ms += 4_000;
    site.recorder.check();
    expect(site.recorder.progress(next)).toMatchObject({ isRunning: false });
  });

  it('of older versions is read still, and says that it holds no answer', async () => {
    const site = new Site(oneCamera);
    const frames = entriesOf(site.record('live', 'turnRight')).flatMap((entry) => ('frame' in entry ? [entry.frame] : []));
    const id = store.recordings.begin({ atMs: fixedNow, label: 'live', seconds: 2, distanceM: null });
    store.recordings.addPart(id, serialize(frames), frames.length);
    store.recordings.finish(id);
    expect(await site.judge(id)).toMatchObject({ outcome: 'unanswered' });
  });

  it('of somebody whom the gate did not know holds no answer either', async () => {
    const site = new Site(oneCamera);
    const id = site.recorder.begin({ label: 'print', seconds: 2, distanceM: null });
    while (site.recorder.progress(id)?.isRunning) site.show({}, 'sheet', false);
    expect(site.recorder.progress(id)).toMatchObject({ known: 0, asked: 0 });
    expect(await site.judge(id)).toMatchObject({ outcome: 'none' });
  });
});

describe('a recording', () => {
  it('that is deleted while it is judged is unknown, not a presentation without an answer', async () => {
    const site = new Site(twoCameras);
    const id = site.record('live', 'turnRight');
    const judging = site.judge(id);
    store.recordings.remove(id);
    await expect(judging).rejects.toMatchObject({ code: 'recording.unknown' });
  });

  it('that cannot be read is damaged, not a presentation without an answer', async () => {
    const site = new Site(twoCameras);
    const id = store.recordings.begin({ atMs: fixedNow, label: 'live', seconds: 2, distanceM: null });
    store.recordings.addPart(id, serialize({ version: 99 }), 1);
    store.recordings.finish(id);
    await expect(site.judge(id)).rejects.toMatchObject({ code: 'recording.damaged' });
  });
});
