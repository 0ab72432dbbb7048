import { describe, expect, it } from 'vitest';
import { hintFor } from '../../../src/recognition/quality.ts';
import type { FaceMeasures } from '../../../src/shared/vision/observation.ts';
import { goodMeasures } from './faces.ts';

const view = (measures: Partial<FaceMeasures>, motion = 0, rivals = 0) => ({
  measures: { ...goodMeasures, ...measures },
  motion,
  rivals,
});
const frame = { width: 640, height: 480 };
const wide = (width: number) => ({ box: { x: 200, y: 100, width, height: width * 1.2 } });

describe('a view of a face', () => {
  it.each([
    ['a good one', view({})],
    ['30° to the right', view({ yawDeg: 30 })],
    ['30° to the left', view({ yawDeg: -30 })],
    ['30° up', view({ pitchDeg: 30 })],
    ['30° down', view({ pitchDeg: -30 })],
    ['with the hair out of the frame', view({ box: { x: 200, y: -48, width: 200, height: 240 } })],
    ['cut, and too far away after a single step back', view({ box: { x: 270, y: -28.4, width: 94, height: 112.8 } })],
    ['tilted on the shoulder', view({ rollDeg: 25 })],
    ['110 px wide in a frame of 640', view(wide(110))],
    ['backlit', view({ brightness: 50, contrast: 22, sharpness: 70 })],
  ])('passes: %s', (_what, face) => {
    expect(hintFor(face, frame)).toBeNull();
  });

  it.each([
    ['comeCloser', view(wide(60))],
    ['stepBack', view({ box: { x: 200, y: -60, width: 200, height: 240 } })],
    ['stepBack', view({ box: { x: 490, y: 100, width: 200, height: 240 } })],
    ['lookHere', view({ yawDeg: 50 })],
    ['lookHere', view({ pitchDeg: -45 })],
    ['tooDark', view({ brightness: 15 })],
    ['tooDark', view({ contrast: 3 })],
    ['tooBright', view({ brightness: 245 })],
    ['tooBright', view({ brightness: 250, contrast: 3 })],
    ['holdStill', view({}, 0.4)],
    ['holdStill', view({ sharpness: 5 })],
    ['oneAtATime', view({}, 0, 1)],
  ] as const)('is answered with %s', (hint, face) => {
    expect(hintFor(face, frame)).toBe(hint);
  });

  it.each([
    ['who is tall', (at: number) => at, 0.35],
    ['who is short', (at: number) => -at, 0.35],
  ])('is never sent back and forth between two hints: %s, from far to near, in a frame of 640', (_who, up, offM) => {
    const focal = 0.7 * frame.width;
    const seen = Array.from({ length: 40 }, (_, i) => 1.6 - 0.03 * i).map((awayM) => {
      const [width, height] = [(0.14 * focal) / awayM, (0.17 * focal) / awayM];
      const box = { x: (frame.width - width) / 2, y: frame.height / 2 - up((offM * focal) / awayM) - height / 2, width, height };
      return hintFor(view({ box }), frame);
    });
    expect(seen[0]).toBe('comeCloser');
    // Coming nearer leads to a view that is compared, before the edge cuts too much of it.
    expect(seen.find((hint) => hint !== 'comeCloser')).toBeNull();
  });

  it('gets one hint only, and first the one without which the others do not matter', () => {
    expect(hintFor(view({ ...wide(60), yawDeg: 60, brightness: 10 }, 0.5, 1), frame)).toBe('oneAtATime');
    expect(hintFor(view({ ...wide(60), yawDeg: 60, brightness: 10 }, 0.5), frame)).toBe('comeCloser');
  });
});
