import { describe, expect, it } from 'vitest';
import { Gallery } from '../../../src/recognition/gallery.ts';
import { createLiveRecogniser, type Compared, type MatchLimits } from '../../../src/recognition/live-recogniser.ts';
import { livenessOff } from '../../../src/recognition/liveness/create-liveness.ts';
import type { Liveness, LivenessFrame, LivenessVerdict } from '../../../src/recognition/liveness/liveness.ts';
import type { Scenes } from '../../../src/shared/vision/liveness/evidence.ts';
import { observationOf, type FaceScript } from './faces.ts';

/** Embeddings in a space of eight dimensions; `ada`, `bob` and `cid` lie on axes of their own. */
const vector = (...values: number[]): Float32Array => {
  const norm = Math.hypot(...values);
  return Float32Array.from({ length: 8 }, (_, i) => (values[i] ?? 0) / norm);
};

const ada = 1;
const adaBlurred = 2; // near ada, but below the threshold alone
const bob = 3;
const between = 4; // as near to ada as to bob
const stranger = 5;
const almostAda = 6; // just below the threshold
const bobLikeAda = 7; // bob, and much like ada
const cidLikeAda = 8;
const adaLikeStranger = 9;
const luckyAlmostAda = 10; // a view of `almostAda` that alone would reach the threshold
const faces = new Map<number, Float32Array>([
  [ada, vector(1, 0, 0, 0.3)],
  [adaBlurred, vector(1, 0, 0, 1.4)],
  [bob, vector(0, 1, 0, 0, 0.3)],
  [between, vector(1, 0.98, 0, 0.1)],
  [stranger, vector(0.2, 0.1, 0.1, 0, 0, 1)],
  [almostAda, vector(1, 0, 0, 0, 0, 0, 1.45)],
  [bobLikeAda, vector(0.93, 1)],
  [cidLikeAda, vector(0.93, 0, 1)],
  [adaLikeStranger, vector(1, 0, 0, 0, 0, 0.6)],
  [luckyAlmostAda, vector(1, 0, 0, 0, 0, 0, 1.2)],
]);

class Gate {
  now = 0;
  limits: MatchLimits = { threshold: 0.6, margin: 0.05, lead: -1 };
  readonly #gallery = new Gallery(8);
  readonly #live;
  embeddings = 0;
  readonly compared: Compared[] = [];

  constructor(liveness: Liveness = livenessOff, isBarred: (workerId: string) => boolean = () => false) {
    this.#gallery.put('ada', [vector(1)]);
    this.#gallery.put('bob', [vector(0, 1)]);
    this.#gallery.put('cid', [vector(0, 0, 1)]);
    this.#live = createLiveRecogniser({
      engine: {
        embed: (crop) => {
          this.embeddings++;
          return Promise.resolve(faces.get(crop[0] ?? 0) ?? vector(0, 0, 0, 0, 0, 0, 0, 1));
        },
        search: (probe) => Promise.resolve(this.#gallery.search(probe)),
        scoreOf: (workerId, probe) => Promise.resolve(this.#gallery.scoreOf(workerId, probe)),
      },
      liveness,
      isBarred,
      limits: () => this.limits,
      clock: { monotonic: () => this.now },
      onCompared: (compared) => this.compared.push(compared),
    });
  }

  rearm(): void {
    this.#live.rearm();
  }

  /** Shows a frame, 100 ms after the one before. */
  async show(face: FaceScript | null, scenes?: Scenes) {
    this.now += 100;
    return this.#live.observe({ ...observationOf(face), ...(scenes && { scenes }) });
  }

  /** Shows the same view again and again; all results. */
  async showFor(ms: number, face: FaceScript) {
    const results = [];
    for (const end = this.now + ms; this.now < end;) results.push(await this.show(face));
    return results;
  }
}

const decisions = (results: readonly { readonly kind: string }[]) =>
  results.filter(({ kind }) => kind !== 'looking' && kind !== 'noFace').map(({ kind }) => kind);

const trackOf = (result: object | undefined): unknown => (result && 'track' in result ? result.track : undefined);

describe('a worker at the gate', () => {
  it('is never recognised on a single frame, but on the second that agrees', async () => {
    const gate = new Gate();
    expect(await gate.show({ mark: ada })).toMatchObject({ kind: 'looking', hint: null });
    expect(await gate.show({ mark: ada })).toMatchObject({ kind: 'recognised', workerId: 'ada', frames: 2, threshold: 0.6 });
  });

  it('is measured by the limits of this moment: the gallery may have grown or shrunk meanwhile', async () => {
    const gate = new Gate();
    gate.limits = { ...gate.limits, lead: 1.01 };
    for (let frame = 0; frame < 3; frame++) expect(await gate.show({ mark: ada })).toMatchObject({ kind: 'looking' });
    gate.limits = { ...gate.limits, lead: 0.4 };
    expect(await gate.show({ mark: ada })).toMatchObject({ kind: 'recognised', workerId: 'ada', frames: 4 });
  });

  it('is recognised once, however long he stays', async () => {
    expect(decisions(await new Gate().showFor(20_000, { mark: ada }))).toEqual(['recognised']);
  });

  it('is still compared now and then after he was recognised, and whoever looks on is told', async () => {
    const gate = new Gate();
    await gate.showFor(300, { mark: ada, track: 5 });
    const decidedAfter = gate.compared.length;
    await gate.showFor(1_000, { mark: ada, track: 5 });
    expect(gate.compared.length).toBeGreaterThan(decidedAfter);
    expect(gate.compared.at(-1)).toMatchObject({ source: 5, nearest: { best: { workerId: 'ada' } }, limits: { threshold: 0.6 } });
  });

  it('is recognised again when he comes back', async () => {
    const gate = new Gate();
    const first = await gate.showFor(300, { mark: ada, track: 1 });
    const second = await gate.showFor(300, { mark: ada, track: 2 });
    expect(decisions([...first, ...second])).toEqual(['recognised', 'recognised']);
    expect(trackOf(second.at(-1))).not.toBe(trackOf(first.at(-1)));
  });

  it('is recognised again without stepping back once the track was armed again', async () => {
    const gate = new Gate();
    await gate.showFor(300, { mark: ada });
    gate.rearm();
    expect(decisions(await gate.showFor(300, { mark: ada }))).toEqual(['recognised']);
  });

  it('is recognised by the mean although one frame alone would not do', async () => {
    const gate = new Gate();
    expect(await gate.show({ mark: adaBlurred })).toMatchObject({ kind: 'looking' });
    expect(await gate.show({ mark: ada })).toMatchObject({ kind: 'recognised', workerId: 'ada', frames: 2 });
  });

  it('gives the best picture that the track had, not the last', async () => {
    const gate = new Gate();
    const jpeg = Uint8Array.of(1, 2, 3);
    await gate.show({ mark: ada, jpeg });
    expect(await gate.show({ mark: ada })).toMatchObject({ kind: 'recognised', picture: jpeg });
  });
});

describe('a face that is not clearly one worker', () => {
  it('is unknown when two workers are equally near', async () => {
    expect(decisions(await new Gate().showFor(1_500, { mark: between }))).toEqual(['unknown']);
  });

  it('is unknown only after four good frames and 0.7 s', async () => {
    const gate = new Gate();
    const results = await gate.showFor(2_000, { mark: stranger });
    const at = results.findIndex(({ kind }) => kind === 'unknown');
    expect(at).toBeGreaterThanOrEqual(6);
    expect(at).toBeLessThanOrEqual(8);
  });

  it('is given longer when it is nearly a worker', async () => {
    const gate = new Gate();
    const results = await gate.showFor(3_000, { mark: almostAda });
    const at = results.findIndex(({ kind }) => kind === 'unknown');
    expect(at).toBeGreaterThan(10);
    expect(at).toBeLessThan(16);
  });

  it('is tried again after three seconds when it stays', async () => {
    const results = await new Gate().showFor(6_000, { mark: stranger });
    expect(decisions(results)).toEqual(['unknown', 'unknown']);
  });

  it('is unknown when the gallery holds nobody like it, whatever single frames say', async () => {
    const gate = new Gate();
    const results = [];
    for (const mark of [ada, stranger, stranger, stranger, stranger]) results.push(await gate.show({ mark }));
    expect(decisions(results)).toEqual([]);
  });
});

describe('another person in the same place', () => {
  it('does not inherit the frames of the one before', async () => {
    const gate = new Gate();
    const first = await gate.show({ mark: ada });
    const results = [await gate.show({ mark: bob }), await gate.show({ mark: bob }), await gate.show({ mark: bob })];
    expect(decisions(results)).toEqual(['recognised']);
    expect(results.at(-1)).toMatchObject({ workerId: 'bob' });
    expect(trackOf(results.at(-1))).not.toBe(trackOf(first));
  });

  it('is recognised after a worker who was recognised there', async () => {
    const gate = new Gate();
    await gate.showFor(500, { mark: ada });
    const results = await gate.showFor(1_500, { mark: bob });
    expect(decisions(results)).toEqual(['recognised']);
  });

  it('never gets the picture of the one before', async () => {
    const gate = new Gate();
    await gate.show({ mark: ada, jpeg: Uint8Array.of(1) });
    await gate.showFor(300, { mark: ada });
    const results = await gate.showFor(1_500, { mark: bob });
    expect(results.find(({ kind }) => kind === 'recognised')).toMatchObject({ workerId: 'bob', picture: null });
  });

  it('is not suspected because of one odd frame', async () => {
    const gate = new Gate();
    await gate.showFor(500, { mark: ada });
    const results = [await gate.show({ mark: stranger }), ...(await gate.showFor(2_000, { mark: ada }))];
    expect(decisions(results)).toEqual([]);
  });
});

describe('somebody who resembles the one before', () => {
  it('is recognised after him', async () => {
    const gate = new Gate();
    const first = await gate.showFor(500, { mark: ada, jpeg: Uint8Array.of(1) });
    const results = await gate.showFor(1_000, { mark: bobLikeAda });
    expect(decisions(results)).toEqual(['recognised']);
    const recognised = results.find(({ kind }) => kind === 'recognised');
    expect(recognised).toMatchObject({ workerId: 'bob', picture: null });
    expect(trackOf(recognised)).not.toBe(trackOf(first.at(-1)));
  });

  it('is recognised after a stranger was refused, without waiting for the next try', async () => {
    const gate = new Gate();
    expect(decisions(await gate.showFor(900, { mark: stranger }))).toEqual(['unknown']);
    const results = await gate.showFor(1_000, { mark: adaLikeStranger });
    expect(decisions(results)).toEqual(['recognised']);
    expect(results.find(({ kind }) => kind === 'recognised')).toMatchObject({ workerId: 'ada' });
  });

  it('is not seen in one frame that is followed by the worker', async () => {
    const gate = new Gate();
    await gate.showFor(500, { mark: ada });
    const results = [];
    for (let round = 0; round < 10; round += 1) {
      results.push(await gate.show({ mark: bobLikeAda }), ...(await gate.showFor(200, { mark: ada })));
    }
    expect(decisions(results)).toEqual([]);
  });

  it('is not seen in frames that disagree on who it is', async () => {
    const gate = new Gate();
    const [first] = await gate.showFor(500, { mark: ada });
    const results = [];
    for (let round = 0; round < 10; round += 1) {
      results.push(await gate.show({ mark: bobLikeAda }), await gate.show({ mark: cidLikeAda }));
    }
    expect(new Set(results.map(trackOf))).toEqual(new Set([trackOf(first)]));
  });

  it('is not seen in frames that are as near to another worker as to the recognised one', async () => {
    const gate = new Gate();
    await gate.showFor(500, { mark: ada });
    const [first, ...others] = await gate.showFor(2_000, { mark: between });
    expect(decisions([...others])).toEqual([]);
    expect(trackOf(others.at(-1))).toBe(trackOf(first));
  });

  it('is not seen in lucky frames of a stranger, who waits for his next try', async () => {
    const gate = new Gate();
    expect(decisions(await gate.showFor(1_500, { mark: almostAda }))).toEqual(['unknown']);
    expect(decisions(await gate.showFor(2_000, { mark: luckyAlmostAda }))).toEqual([]);
  });
});

describe('a poor view', () => {
  const away = { mark: ada, measures: { yawDeg: 60 } };

  it('is answered with its hint and never compared', async () => {
    const gate = new Gate();
    expect(await gate.show(away)).toMatchObject({ kind: 'looking', hint: 'lookHere' });
    expect(gate.embeddings).toBe(0);
  });

  it('is an attempt that failed after two seconds', async () => {
    const results = await new Gate().showFor(3_000, away);
    expect(results.find(({ kind }) => kind === 'poorView')).toMatchObject({ hint: 'lookHere' });
    expect(results.findIndex(({ kind }) => kind === 'poorView')).toBeGreaterThanOrEqual(19);
    expect(decisions(results)).toEqual(['poorView']);
  });

  it('is no attempt while the face is only far away', async () => {
    const far = { mark: ada, measures: { box: { x: 300, y: 200, width: 40, height: 50 } } };
    expect(decisions(await new Gate().showFor(10_000, far))).toEqual([]);
  });

  it('that becomes good is decided at once', async () => {
    const gate = new Gate();
    await gate.showFor(2_500, away);
    expect(decisions(await gate.showFor(300, { mark: ada }))).toEqual(['recognised']);
  });
});

/** A liveness that answers what the test says, and keeps what it was shown. */
class ScriptedLiveness implements Liveness {
  readonly mode = 'infrared';
  readonly isAvailable = true;
  readonly troubles = { visible: null, infrared: null };
  readonly judged: LivenessFrame[] = [];
  watched = 0;
  lost = 0;
  answer: (frame: LivenessFrame) => LivenessVerdict;

  constructor(answer: (frame: LivenessFrame) => LivenessVerdict) {
    this.answer = answer;
  }

  watch(): void {
    this.watched += 1;
  }

  lose(): void {
    this.lost += 1;
  }

  judge(frame: LivenessFrame): LivenessVerdict {
    this.judged.push(frame);
    return this.answer(frame);
  }
}

const scene = { brightness: 100, contrast: 40, colour: 20, fingerprint: 1 };

it('the cameras are judged while nobody is there too, as often as the page looks at whole pictures', async () => {
  const liveness = new ScriptedLiveness(() => ({ kind: 'live', votes: [] }));
  const gate = new Gate(liveness);
  expect(await gate.show(null)).toEqual({ kind: 'noFace' });
  expect(liveness.watched).toBe(0);
  expect(await gate.show(null, { visible: scene, infrared: null })).toEqual({ kind: 'noFace' });
  expect(liveness.watched).toBe(1);
});

const live: LivenessVerdict = { kind: 'live', votes: [] };
const waiting: LivenessVerdict = { kind: 'undecided', hint: 'lookHere', isOver: false, why: null, votes: [] };
const flat = { cue: 'depth', score: -5.23, reason: 'depth.flat', attack: 'print' } as const;
const attack: LivenessVerdict = { kind: 'attack', attack: 'print', votes: [flat] };
const blink: LivenessVerdict = { kind: 'challenge', step: 'blink', action: 'blink', untilMs: 9_000 };

describe('the view that is given along with a worker', () => {
  const recognised = async (gate: Gate) => (await gate.showFor(600, { mark: ada })).find(({ kind }) => kind === 'recognised');

  it('is the best of those that he was recognised by', async () => {
    const gate = new Gate();
    await gate.show({ mark: ada, measures: { yawDeg: 30 } });
    const result = await gate.show({ mark: adaBlurred, measures: { yawDeg: 5 } });
    expect(result).toMatchObject({ face: { embedding: faces.get(adaBlurred), measures: { yawDeg: 5 }, life: null } });
  });

  it('says how sure two cameras were that he lives, and nothing where a move told it, or nobody looked', async () => {
    const round = { cue: 'depth', score: 5.5, reason: 'depth.head', attack: null } as const;
    const sure: LivenessVerdict = { kind: 'live', votes: [round] };
    expect(await recognised(new Gate(new ScriptedLiveness(() => sure)))).toMatchObject({ face: { life: 5.5 } });
    const asking = new ScriptedLiveness(({ atMs }) => (atMs < 300 ? blink : sure));
    expect(await recognised(new Gate(asking))).toMatchObject({ face: { life: null } });
    expect(await recognised(new Gate())).toMatchObject({ face: { life: null } });
  });

  it('is none of an attempt before', async () => {
    const gate = new Gate();
    await gate.show({ mark: ada, measures: { yawDeg: 0 } });
    await gate.show({ mark: ada, measures: { yawDeg: 0 } });
    gate.rearm();
    await gate.show({ mark: ada, measures: { yawDeg: 20 } });
    expect(await gate.show({ mark: ada, measures: { yawDeg: 25 } })).toMatchObject({ face: { measures: { yawDeg: 20 } } });
  });
});

describe('a worker who is not known to live', () => {
  it('waits until he is, and is then recognised', async () => {
    const liveness = new ScriptedLiveness(({ atMs }) => (atMs < 600 ? waiting : live));
    const results = await new Gate(liveness).showFor(1_000, { mark: ada });
    expect(results.findIndex(({ kind }) => kind === 'recognised')).toBe(5);
    expect(decisions(results)).toEqual(['recognised']);
  });

  it('is not recognised when there is no way to tell', async () => {
    const liveness = new ScriptedLiveness(() => ({ kind: 'unavailable', why: 'cameraInfrared.frozen' }));
    const results = await new Gate(liveness).showFor(2_000, { mark: ada });
    expect(decisions(results)).toEqual(['livenessUnavailable']);
    expect(results.find(({ kind }) => kind === 'livenessUnavailable')).toMatchObject({
      workerId: 'ada',
      detail: 'cameraInfrared.frozen',
    });
  });

  it('is refused with a hint when the time is over, and looked at anew after three seconds', async () => {
    const over = { ...waiting, hint: 'comeCloser', isOver: true, votes: [{ ...flat, score: -0.5 }] } as const;
    const liveness = new ScriptedLiveness(({ atMs }) => (atMs < 2_000 ? waiting : atMs < 4_000 ? over : live));
    const results = await new Gate(liveness).showFor(6_000, { mark: ada });
    expect(decisions(results)).toEqual(['undecided', 'recognised']);
    expect(results.find(({ kind }) => kind === 'undecided')).toMatchObject({
      hint: 'comeCloser',
      workerId: 'ada',
      detail: 'none: depth -0.5 depth.flat',
    });
    expect(new Set(liveness.judged.map(({ attempt }) => attempt)).size).toBe(2);
  });

  it('is told to come closer already while nothing can be seen from there', async () => {
    const far = { ...waiting, hint: 'comeCloser' } as const;
    const results = await new Gate(new ScriptedLiveness(() => far)).showFor(500, { mark: ada });
    expect(results.at(-1)).toMatchObject({ kind: 'looking', hint: 'comeCloser' });
  });
});

describe('an attack', () => {
  it('is one whoever is shown, with the votes of the cues and the picture', async () => {
    const jpeg = Uint8Array.of(1);
    for (const mark of [ada, stranger]) {
      const results = await new Gate(new ScriptedLiveness(() => attack)).showFor(300, { mark, jpeg });
      expect(decisions(results)).toEqual(['attack']);
      expect(results.find(({ kind }) => kind === 'attack')).toMatchObject({
        detail: 'print: depth -5.2 depth.flat',
        picture: jpeg,
      });
    }
  });

  it('names the worker whose face was shown, when that is known', async () => {
    const liveness = new ScriptedLiveness(({ atMs }) => (atMs < 500 ? waiting : attack));
    const results = await new Gate(liveness).showFor(1_000, { mark: ada });
    expect(results.find(({ kind }) => kind === 'attack')).toMatchObject({ workerId: 'ada' });
  });

  it('is tried again after three seconds, not sooner', async () => {
    expect(decisions(await new Gate(new ScriptedLiveness(() => attack)).showFor(6_000, { mark: ada }))).toEqual([
      'attack',
      'attack',
    ]);
  });
});

describe('a challenge', () => {
  const asking = (until: (frame: LivenessFrame) => LivenessVerdict) =>
    new ScriptedLiveness((frame) => (frame.wanted !== null ? until(frame) : waiting));

  it('is put to a worker who would be admitted, and his answer admits him', async () => {
    const liveness = asking(({ atMs }) => (atMs < 1_500 ? blink : live));
    const results = await new Gate(liveness).showFor(2_000, { mark: ada });
    expect([...new Set(decisions(results))]).toEqual(['challenge', 'recognised']);
    expect(results.find(({ kind }) => kind === 'challenge')).toMatchObject({ step: 'blink', untilMs: 9_000 });
    expect(liveness.judged[0]?.wanted).toBeNull();
  });

  it('is never put to a stranger, nor to a worker who may not enter', async () => {
    expect(decisions(await new Gate(asking(() => blink)).showFor(2_500, { mark: stranger }))).toEqual(['unknown']);
    const barred = new Gate(
      asking(() => blink),
      (workerId) => workerId === 'ada',
    );
    expect(decisions(await barred.showFor(5_000, { mark: ada }))).toEqual(['barred']);
  });

  it('looks at poor views too, and at each whether it is still the same person', async () => {
    const liveness = asking(() => blink);
    const gate = new Gate(liveness);
    await gate.showFor(300, { mark: ada });
    const away = { measures: { yawDeg: 60 } };
    expect(await gate.show({ mark: ada, ...away })).toMatchObject({ kind: 'challenge' });
    expect(liveness.judged.at(-1)).toMatchObject({ isGoodView: false, isSamePerson: true });
    await gate.show({ mark: stranger, ...away });
    expect(liveness.judged.at(-1)).toMatchObject({ isGoodView: false, isSamePerson: false });
    await gate.show({ mark: bobLikeAda });
    expect(liveness.judged.at(-1)).toMatchObject({ isGoodView: true, isSamePerson: false });
  });

  it('is over when somebody else takes the place, who has to begin from nothing', async () => {
    const liveness = asking(({ attempt, atMs }) => (attempt === 1 && atMs > 900 ? live : blink));
    const gate = new Gate(liveness);
    await gate.showFor(500, { mark: ada });
    const results = await gate.showFor(1_000, { mark: stranger });
    expect(decisions(results)).not.toContain('recognised');
    expect(liveness.judged.at(-1)?.attempt).toBe(2);
    const other = await gate.showFor(500, { mark: ada, track: 2 });
    expect(decisions(other)).not.toContain('recognised');
  });

  it('goes on when the face is wanted anew meanwhile, as when a card is shown', async () => {
    const liveness = asking(() => blink);
    const gate = new Gate(liveness);
    await gate.showFor(500, { mark: ada });
    gate.rearm();
    await gate.showFor(300, { mark: ada });
    expect(liveness.judged.at(-1)?.attempt).toBe(1);
  });

  it('that failed refuses as undecided, saying how it ended', async () => {
    const failed = { ...waiting, isOver: true, why: 'challenge.tooLate' } as const;
    const results = await new Gate(asking(({ atMs }) => (atMs < 1_000 ? blink : failed))).showFor(1_500, { mark: ada });
    expect(results.find(({ kind }) => kind === 'undecided')).toMatchObject({ detail: 'challenge.tooLate' });
  });

  it('is not lost to turned views that are no longer like anybody', async () => {
    const liveness = asking(({ atMs }) => (atMs < 1_600 ? blink : live));
    const gate = new Gate(liveness);
    await gate.showFor(300, { mark: ada });
    await gate.showFor(1_200, { mark: adaBlurred });
    expect(await gate.show({ mark: ada })).toMatchObject({ kind: 'recognised', workerId: 'ada' });
  });
});

it('the cameras are watched on every face, decided or not', async () => {
  const liveness = new ScriptedLiveness(() => live);
  await new Gate(liveness).showFor(1_000, { mark: ada });
  expect(liveness.watched).toBe(10);
  expect(liveness.judged).toHaveLength(2);
});

it('no face is no face, and a short gap does not lose the frames before it', async () => {
  const gate = new Gate();
  await gate.show({ mark: ada });
  expect(await gate.show(null)).toEqual({ kind: 'noFace' });
  expect(await gate.show({ mark: ada })).toMatchObject({ kind: 'recognised' });
});

it('a frame that cannot be embedded rejects and the next one is looked at', async () => {
  let isBroken = true;
  const live = createLiveRecogniser({
    engine: {
      embed: () => (isBroken ? Promise.reject(new Error('dead')) : Promise.resolve(vector(1))),
      search: () => Promise.resolve({ best: { workerId: 'ada', score: 0.9 }, runnerUp: null }),
      scoreOf: () => Promise.resolve(0.9),
    },
    liveness: livenessOff,
    limits: () => ({ threshold: 0.6, margin: 0.05, lead: -1 }),
    clock: { monotonic: () => 0 },
  });
  await expect(live.observe(observationOf({ mark: ada }))).rejects.toThrow('dead');
  isBroken = false;
  await live.observe(observationOf({ mark: ada }));
  expect(await live.observe(observationOf({ mark: ada }))).toMatchObject({ kind: 'recognised', workerId: 'ada' });
});
