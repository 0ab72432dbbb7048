import { describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config/schema.ts';
import { LiveWatch } from '../../../src/terminal/live-watch.ts';
import { observationOf } from '../recognition/faces.ts';
import { pairedFrame } from './liveness-frames.ts';

const cameras: Config['cameras'] = {
  visible: 'Front camera',
  infrared: 'IR camera',
  replay: null,
  replayLayout: 'visible',
};
const limits = { threshold: 0.5, margin: 0.05, lead: 0.4 };
const compared = (source: number, best: number, next: number) => ({
  source,
  nearest: { best: { workerId: 'W1', score: best }, runnerUp: { workerId: 'W2', score: next } },
  limits,
});

function watch(mode: Config['liveness']['mode'] = 'auto') {
  let nowMs = 0;
  const live = new LiveWatch({
    config: { cameras, liveness: { mode, baselineMm: 40 } as Config['liveness'] },
    store: { meta: { get: () => null, set: () => undefined }, find: (id) => ({ name: `name of ${id}` }) as never },
    clock: { monotonic: () => nowMs },
  });
  return { live, pass: (ms: number) => void (nowMs += ms) };
}

describe('the live view', () => {
  it('keeps nothing of a face that came before anybody looked, and none after nobody asks any more', () => {
    const { live, pass } = watch();
    live.observe(observationOf({ mark: 1 }));
    live.compared(compared(1, 0.8, 0.1));
    expect(live.view()).toMatchObject({ takenAtMs: null, face: null });
    live.observe(observationOf({ mark: 1 }));
    expect(live.view().face).not.toBeNull();
    pass(2_001);
    expect(live.view()).toMatchObject({ takenAtMs: null, face: null });
  });

  it('says whom the face is most like, by how much he leads, and whether that is enough', () => {
    const { live } = watch();
    live.view();
    live.observe(observationOf({ mark: 1, track: 3 }));
    live.compared(compared(3, 0.7, 0.2));
    expect(live.view().face?.match).toMatchObject({ name: 'name of W1', score: 0.7, nextScore: 0.2, isNamed: true });
    live.compared(compared(3, 0.7, 0.66));
    expect(live.view().face?.match).toMatchObject({ isNamed: false });
  });

  it('never gives a face the score of the one before it', () => {
    const { live } = watch();
    live.view();
    live.observe(observationOf({ mark: 1, track: 3 }));
    live.compared(compared(3, 0.7, 0.2));
    live.observe(observationOf({ mark: 2, track: 4 }));
    expect(live.view().face).toMatchObject({ match: null });
  });

  it('names the reason why a view is not compared, with the bound that it breaks', () => {
    const { live } = watch();
    live.view();
    live.observe(observationOf({ mark: 1, measures: { box: { x: 0, y: 0, width: 60, height: 70 } } }));
    const { face } = live.view();
    expect(face?.hint).toBe('comeCloser');
    expect(face?.measures[0]).toEqual({ name: 'faceWidth', value: 60, least: 88, most: null });
  });

  it('shows the face in both pictures and a line for every cue', () => {
    const { live, pass } = watch();
    live.view();
    for (let shot = 1; shot <= 6; shot++) {
      live.observe(pairedFrame({ distanceM: 0.6, shot }));
      pass(100);
    }
    const { face } = live.view();
    expect(face?.infrared?.picture).toEqual({ width: 640, height: 480 });
    expect(face?.infrared?.box.width).toBeCloseTo(139.2, 0);
    expect(face?.liveness?.cues.map(({ cue }) => cue)).toEqual([
      'presence',
      'reflectance',
      'glint',
      'depth',
      'landmarks',
      'movement',
      'texture',
      'networks',
    ]);
    expect(face?.liveness?.cues[0]).toMatchObject({ reason: 'presence.seen', score: 0.5 });
  });

  it.each([
    ['challenge', ['movement', 'texture', 'networks'], null],
    ['off', null, null],
  ] as const)('finds nobody living where liveness is "%s"', (mode, cues, judgement) => {
    const { live } = watch(mode);
    live.view();
    live.observe(pairedFrame({ distanceM: 0.6, shot: 1 }));
    const liveness = live.view().face?.liveness ?? null;
    expect(liveness?.cues.map(({ cue }) => cue) ?? null).toEqual(cues);
    expect(liveness?.judgement ?? null).toBe(judgement);
  });

  it('says that no picture comes any more rather than show an old face', () => {
    const { live, pass } = watch();
    live.view();
    live.observe(observationOf({ mark: 1 }));
    for (let ms = 0; ms < 1_600; ms += 200) {
      pass(200);
      live.view();
    }
    expect(live.view()).toMatchObject({ takenAtMs: null, face: null });
  });
});
