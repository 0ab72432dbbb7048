import { describe, expect, it } from 'vitest';
import { BestFrame } from '../../../renderer/vision/best-frame.ts';
import { chooseBackend } from '../../../renderer/vision/choose-backend.ts';
import type { AnalysisWorker } from '../../../renderer/vision/analyser.ts';
import type { Backend } from '../../../renderer/vision/messages.ts';
import { shrink } from '../../../src/shared/vision/shrink.ts';

describe('shrink', () => {
  const picture = { width: 4, height: 2, data: Uint8Array.from({ length: 32 }, (_, index) => index) };

  it('drops alpha and keeps the size of a picture that is small enough', () => {
    const small = shrink(picture, 4);
    expect([small.width, small.height, small.scale]).toEqual([4, 2, 1]);
    expect([...small.data.slice(0, 6)]).toEqual([0, 1, 2, 4, 5, 6]);
    expect([...small.data.slice(-3)]).toEqual([28, 29, 30]);
  });

  it('averages whole blocks of a larger one', () => {
    const small = shrink(picture, 3);
    expect([small.width, small.height, small.scale]).toEqual([2, 1, 0.5]);
    expect([...small.data]).toEqual([10, 11, 12, 18, 19, 20]);
  });

  it('leaves out what fills no block', () => {
    const odd = { width: 5, height: 3, data: new Uint8Array(60).fill(9) };
    const small = shrink(odd, 3);
    expect([small.width, small.height]).toEqual([2, 1]);
    expect(new Set(small.data)).toEqual(new Set([9]));
  });
});

describe('BestFrame', () => {
  it('is improved by the first frame of a track and by clearly better ones only', () => {
    const best = new BestFrame();
    const scores = [0.5, 0.5, 0.51, 0.6];
    expect(scores.map((score) => best.improves(1, score, 0))).toEqual([true, false, false, true]);
    expect(best.improves(2, 0.1, 0)).toBe(true);
  });

  it('keeps the best of a track when worse frames follow', () => {
    const best = new BestFrame();
    best.improves(1, 0.5, 0);
    best.improves(1, 0.2, 10);
    expect(best.improves(1, 0.45, 20)).toBe(false);
  });

  it('is improved by any frame of the same track once what came before is forgotten', () => {
    const best = new BestFrame();
    best.improves(1, 0.5, 0);
    best.forget();
    expect([best.improves(1, 0.2, 10), best.improves(1, 0.2, 20)]).toEqual([true, false]);
  });

  it('pictures whoever stays again after a second: it may be somebody else by now', () => {
    const best = new BestFrame();
    best.improves(1, 0.5, 100);
    expect([best.improves(1, 0.3, 1_000), best.improves(1, 0.3, 1_100), best.improves(1, 0.3, 1_200)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('chooseBackend', () => {
  const spawner = (answers: Readonly<Partial<Record<Backend, number>>>, started: Backend[]) => (): AnalysisWorker<never> => {
    let tell: Parameters<AnalysisWorker<never>['onMessage']>[0] = () => undefined;
    return {
      onMessage: (listener) => (tell = listener),
      send: (message) => {
        if (message.kind !== 'start') return;
        started.push(message.backend);
        const warmUpMs = answers[message.backend];
        tell(warmUpMs === undefined ? { kind: 'failed', message: 'not there' } : { kind: 'ready', warmUpMs });
      },
      terminate: () => undefined,
    };
  };
  const files = { modelBasePath: '/models/', wasmPath: '/models/wasm/', liveness: null, codes: null };

  it('takes the faster by measured warm-up', async () => {
    expect(await chooseBackend(['wasm', 'webgl'], spawner({ wasm: 30, webgl: 1_400 }, []), files)).toBe('wasm');
    expect(await chooseBackend(['wasm', 'webgl'], spawner({ wasm: 30, webgl: 8 }, []), files)).toBe('webgl');
  });

  it('takes what works when the other fails', async () => {
    expect(await chooseBackend(['wasm', 'webgl'], spawner({ wasm: 30 }, []), files)).toBe('wasm');
  });

  it('does not measure what has no rival', async () => {
    const started: Backend[] = [];
    expect(await chooseBackend(['wasm'], spawner({ wasm: 30 }, started), files)).toBe('wasm');
    expect(started).toEqual([]);
  });
});
