import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Analyser, HUNG_MS, START_MS, type AnalysisWorker } from '../../../renderer/vision/analyser.ts';
import type { FrameToAnalyse, FromWorker, StartAnalysis } from '../../../renderer/vision/messages.ts';
import { PAIR_MS } from '../../../src/shared/vision/liveness/evidence.ts';
import type { FrameObservation } from '../../../src/shared/vision/observation.ts';

class FakeFrame {
  isClosed = false;
  close(): void {
    this.isClosed = true;
  }
}

class FakeWorker implements AnalysisWorker<FakeFrame> {
  readonly sent: (StartAnalysis | FrameToAnalyse<FakeFrame>)[] = [];
  isTerminated = false;
  say: (message: FromWorker) => void = () => undefined;

  send(message: StartAnalysis | FrameToAnalyse<FakeFrame>): void {
    this.sent.push(message);
  }
  onMessage(listener: (message: FromWorker) => void): void {
    this.say = listener;
  }
  terminate(): void {
    this.isTerminated = true;
  }
  frames(): FakeFrame[] {
    return this.sent.flatMap((message) => (message.kind === 'frame' ? [message.frame] : []));
  }
}

const start: StartAnalysis = {
  kind: 'start',
  backend: 'wasm',
  modelBasePath: '/models/',
  wasmPath: '/wasm/',
  liveness: null,
  codes: null,
};
const observation: FrameObservation = { frame: 1, takenAtMs: 0, width: 1, height: 1, analysisMs: 1, face: null, evidence: null };

let workers: FakeWorker[];
let failures: string[];
let readyMs: number[];
let seen: FrameObservation[];
let codes: string[];
let analyser: Analyser<FakeFrame>;
const worker = (): FakeWorker => workers.at(-1) ?? new FakeWorker();
const offer = (): FakeFrame => {
  const frame = new FakeFrame();
  analyser.offer(frame, 0, 'whole');
  return frame;
};

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  failures = [];
  readyMs = [];
  seen = [];
  codes = [];
  const spawn = (): FakeWorker => {
    workers.push(new FakeWorker());
    return worker();
  };
  analyser = new Analyser<FakeFrame>(spawn, start, {
    onReady: (ms) => readyMs.push(ms),
    onObserved: (value) => seen.push(value),
    onCode: (text) => codes.push(text),
    onFailed: (message) => failures.push(message),
  });
  analyser.start();
});
afterEach(() => {
  analyser.stop();
  vi.useRealTimers();
});

describe('the analyser', () => {
  it('passes a code on, which does not make the worker free', () => {
    worker().say({ kind: 'ready', warmUpMs: 30 });
    offer();
    worker().say({ kind: 'code', text: 'SG1:…' });
    const next = offer();
    expect(codes).toEqual(['SG1:…']);
    expect(worker().frames()).not.toContain(next);
  });

  it('sends only the newest frame to a worker that becomes free, and closes the others', () => {
    const [first, second, third] = [offer(), offer(), offer()];
    worker().say({ kind: 'ready', warmUpMs: 30 });
    expect(worker().frames()).toEqual([third]);
    expect([first.isClosed, second.isClosed, third.isClosed]).toEqual([true, true, false]);
    expect(readyMs).toEqual([30]);
  });

  it('wants a picture with the next frame that goes to the worker, and no more than one', () => {
    worker().say({ kind: 'ready', warmUpMs: 30 });
    offer();
    analyser.wantPicture();
    offer();
    worker().say({ kind: 'free' });
    offer();
    worker().say({ kind: 'free' });
    const wanted = worker().sent.flatMap((message) => (message.kind === 'frame' ? [message.wantsPicture] : []));
    expect(wanted).toEqual([false, true, false]);
  });

  it('keeps one frame with the worker at a time', () => {
    worker().say({ kind: 'ready', warmUpMs: 30 });
    const [first, second] = [offer(), offer()];
    expect(worker().frames()).toEqual([first]);
    worker().say({ kind: 'free' });
    expect(worker().frames()).toEqual([first, second]);
  });

  it('starts another worker when one is at a frame for too long', async () => {
    worker().say({ kind: 'ready', warmUpMs: 30 });
    offer();
    await vi.advanceTimersByTimeAsync(HUNG_MS - 1);
    expect(failures).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(failures).toHaveLength(1);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
    worker().say({ kind: 'ready', warmUpMs: 30 });
    const frame = offer();
    expect(worker().frames()).toEqual([frame]);
  });

  it('does not take a worker without frames for hung', async () => {
    worker().say({ kind: 'ready', warmUpMs: 30 });
    await vi.advanceTimersByTimeAsync(START_MS);
    offer();
    worker().say({ kind: 'free' });
    await vi.advanceTimersByTimeAsync(START_MS);
    expect(failures).toEqual([]);
  });

  it('waits longer after each failure and no longer after a whole frame', async () => {
    const failAndWait = async (ms: number): Promise<number> => {
      const before = workers.length;
      worker().say({ kind: 'failed', message: 'broken' });
      await vi.advanceTimersByTimeAsync(ms);
      return workers.length - before;
    };
    expect(await failAndWait(500)).toBe(1);
    expect(await failAndWait(500)).toBe(0);
    await vi.advanceTimersByTimeAsync(500);
    worker().say({ kind: 'observed', observation });
    expect(await failAndWait(500)).toBe(0);
    await vi.advanceTimersByTimeAsync(1_500);
    worker().say({ kind: 'free' });
    expect(await failAndWait(500)).toBe(1);
    expect(seen).toEqual([observation]);
  });

  it('starts another worker when the networks never load', async () => {
    await vi.advanceTimersByTimeAsync(START_MS + 500);
    expect(workers).toHaveLength(2);
  });

  it('hears nothing of a worker that it gave up', () => {
    const old = worker();
    old.say({ kind: 'failed', message: 'broken' });
    old.say({ kind: 'observed', observation });
    old.say({ kind: 'failed', message: 'again' });
    expect(seen).toEqual([]);
    expect(failures).toEqual(['broken']);
  });

  it('closes what it holds when it stops, and every frame afterwards', () => {
    const waiting = offer();
    analyser.stop();
    expect([waiting.isClosed, offer().isClosed, worker().isTerminated]).toEqual([true, true, true]);
  });
});

describe('pairs', () => {
  const infrared = (): FakeFrame => {
    const frame = new FakeFrame();
    analyser.offerInfrared(frame, Date.now());
    return frame;
  };
  const visible = (): FakeFrame => {
    const frame = new FakeFrame();
    analyser.offer(frame, Date.now(), 'whole');
    return frame;
  };
  const pairs = () =>
    worker().sent.flatMap((message) => (message.kind === 'frame' ? [[message.frame, message.infrared?.frame ?? null]] : []));
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  beforeEach(() => worker().say({ kind: 'ready', warmUpMs: 30 }));

  it('a frame goes with the infrared frame of the same moment', async () => {
    const partner = infrared();
    await pass(15);
    const frame = visible();
    expect(pairs()).toEqual([[frame, partner]]);
    expect([frame.isClosed, partner.isClosed]).toEqual([false, false]);
  });

  it('a frame waits a moment for its partner', async () => {
    const early = infrared();
    await pass(PAIR_MS + 5);
    const frame = visible();
    expect(pairs()).toEqual([]);
    await pass(10);
    const partner = infrared();
    expect(pairs()).toEqual([[frame, partner]]);
    expect(early.isClosed).toBe(true);
  });

  it('a frame that came late waits as long for its partner, and takes none that was taken too long after it', async () => {
    infrared();
    await pass(300);
    const late = new FakeFrame();
    const takenAtMs = Date.now() - 60;
    analyser.offer(late, takenAtMs, 'whole');
    expect(pairs()).toEqual([]);
    analyser.offerInfrared(new FakeFrame(), takenAtMs + PAIR_MS + 1);
    expect(pairs()).toEqual([]);
    const partner = new FakeFrame();
    analyser.offerInfrared(partner, takenAtMs + 5);
    expect(pairs()).toEqual([[late, partner]]);
  });

  it('a frame goes alone when no partner comes, however many newer ones take its place', async () => {
    infrared();
    await pass(PAIR_MS + 5);
    visible();
    await pass(PAIR_MS - 10);
    const newest = visible();
    await pass(10);
    expect(pairs()).toEqual([[newest, null]]);
  });

  it('nobody waits for an infrared camera that is dead', async () => {
    infrared();
    await pass(2_000);
    const frame = visible();
    expect(pairs()).toEqual([[frame, null]]);
  });

  it('one frame with both pictures is its own partner', () => {
    const frame = new FakeFrame();
    analyser.offer(frame, 7, 'left', 'right');
    const [, message] = worker().sent;
    expect(message).toMatchObject({ half: 'left', infrared: { frame: null, half: 'right', takenAtMs: 7 } });
  });

  it('closes every infrared frame that nobody wanted', () => {
    const kept = infrared();
    analyser.stop();
    expect([kept.isClosed, infrared().isClosed]).toEqual([true, true]);
  });
});
