import { expect, it } from 'vitest';
import { InfraredSight } from '../../../../src/recognition/liveness/infrared-sight.ts';
import { pairObservation } from './synthetic-pair.ts';

/** Whether the infrared camera kept him in sight: `1` a frame with his face in infrared, `0` one without, `T` his turned face, `everyMs` apart. */
function isKept(frames: string, everyMs: number): boolean {
  const sight = new InfraredSight(0);
  [...frames].forEach((frame, i) => {
    const { evidence } = pairObservation({ infrared: frame === '0' || frame === 't' ? 'noFace' : 'face' });
    sight.take(evidence, (i + 1) * everyMs, frame === '1' || frame === '0');
  });
  return sight.isKept;
}

it.each<[string, string, number, boolean]>([
  ['always seen', '11111111', 100, true],
  ['seen again after 0.6 s', '1111111111110000011111111', 100, true],
  ['lost for 0.8 s', '11111111111111111111000000011111111111111', 100, false],
  ['one frame of a slow machine, seen turned in another', '111TtT1', 400, true],
  ['the one frame of a slow machine that shows him turned', '1111t11', 400, false],
  ['the one frame of a quicker machine that shows him turned', '1111t11', 300, true],
  ['two frames of a slow machine', '111111T00T1111', 400, false],
  ['one frame of a machine that looks once a second', '111T0T1', 1_000, false],
  ['lost at the end for 0.8 s', '1111111111111111111111111111100000000', 100, false],
  ['nothing looked at for two seconds', 'T', 2_000, false],
  ['in too few frames', '1101010110101', 100, false],
])('%s: %s every %d ms', (_, frames, everyMs, kept) => {
  expect(isKept(frames, everyMs)).toBe(kept);
});
