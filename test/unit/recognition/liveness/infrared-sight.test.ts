import { expect, it } from 'vitest';
import { InfraredSight } from '../../../../src/recognition/liveness/infrared-sight.ts';
import { pairObservation } from './synthetic-pair.ts';

/** Whether the infrared camera kept him in sight: `1` a frame with his face in infrared, `0` one without, `everyMs` apart. */
function isKept(frames: string, everyMs: number): boolean {
  const sight = new InfraredSight(0);
  [...frames].forEach((frame, i) => {
    const { evidence } = pairObservation({ infrared: frame === '1' ? 'face' : 'noFace' });
    sight.take(evidence, (i + 1) * everyMs);
  });
  return sight.isKept;
}

it.each<[string, string, number, boolean]>([
  ['always seen', '11111111', 100, true],
  ['seen again after 0.6 s', '1111111111110000011111111', 100, true],
  ['lost for 0.8 s', '11111111111111111111000000011111111111111', 100, false],
  ['one frame of a slow machine', '1111011', 400, true],
  ['two frames of a slow machine', '11111110011111', 400, false],
  ['one frame of a machine that looks once a second', '1111011', 1_000, false],
  ['lost at the end for 0.8 s', '1111111111111111111111111111100000000', 100, false],
  ['nothing looked at for two seconds', '1', 2_000, false],
  ['in too few frames', '1101010110101', 100, false],
])('%s: %s every %d ms', (_, frames, everyMs, kept) => {
  expect(isKept(frames, everyMs)).toBe(kept);
});
