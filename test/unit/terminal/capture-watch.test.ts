import { describe, expect, it } from 'vitest';
import { CROP_BYTES, type FrameObservation } from '../../../src/shared/vision/observation.ts';
import { CaptureWatch } from '../../../src/terminal/capture-watch.ts';

const good = { detectionScore: 1, yawDeg: 0, pitchDeg: 0, rollDeg: 0, sharpness: 400, brightness: 125, contrast: 45 };
const frame = (
  widthPx: number,
  {
    jpeg = Uint8Array.of(1),
    x = 0,
    track = 1,
    rivals = 0,
    width = 640,
  }: { jpeg?: Uint8Array | null; x?: number; track?: number; rivals?: number; width?: number } = {},
): FrameObservation => ({
  ...{ frame: 1, takenAtMs: 0, width, height: 480, analysisMs: 1, evidence: null },
  face: {
    ...{ track, motion: 0, rivals, crop: new Uint8Array(CROP_BYTES).fill(120), jpeg },
    measures: { ...good, box: { x, y: 0, width: widthPx, height: widthPx } },
  },
});

function watch() {
  let nowMs = 0;
  const capture = new CaptureWatch({ monotonic: () => nowMs });
  return { capture, pass: (ms: number) => void (nowMs += ms) };
}

describe('the capture', () => {
  it('takes nothing until the face is as large as the standard asks for', () => {
    const { capture } = watch();
    expect(capture.view()).toEqual({ kind: 'noFace' });
    capture.observe(frame(127));
    expect([capture.view(), capture.take()]).toEqual([{ kind: 'poor', code: 'photo.tooSmall' }, null]);
    capture.observe(frame(130));
    expect([capture.view(), capture.take()]).toEqual([{ kind: 'good' }, Uint8Array.of(1)]);
  });

  it('takes nothing of a face that the edge of the frame cuts', () => {
    const { capture } = watch();
    capture.view();
    capture.observe(frame(200, { x: 480 }));
    expect([capture.view(), capture.take()]).toEqual([{ kind: 'poor', code: 'photo.cutOff' }, null]);
    capture.observe(frame(200, { x: 440 }));
    expect(capture.view()).toEqual({ kind: 'good' });
  });

  it('judges the picture that is kept, not the larger frame', () => {
    const { capture } = watch();
    capture.view();
    capture.observe(frame(250, { width: 1_280 }));
    expect(capture.view()).toEqual({ kind: 'poor', code: 'photo.tooSmall' });
  });

  it('refuses while a second face is in the picture', () => {
    const { capture } = watch();
    capture.view();
    capture.observe(frame(200, { rivals: 1 }));
    expect(capture.view()).toEqual({ kind: 'poor', code: 'photo.severalFaces' });
  });

  it('never gives out the picture of who stood there before', () => {
    const { capture } = watch();
    capture.view();
    capture.observe(frame(200));
    capture.observe(frame(200, { track: 2, jpeg: null }));
    expect([capture.view(), capture.take()]).toEqual([{ kind: 'poor', code: 'photo.blurred' }, null]);
  });

  it('keeps no picture when nobody asks for one, and none of long ago', () => {
    const { capture, pass } = watch();
    capture.observe(frame(200));
    expect(capture.take()).toBeNull();
    capture.observe(frame(200));
    pass(2_001);
    expect(capture.take()).toBeNull();
    pass(5_001);
    capture.observe(frame(200));
    expect(capture.take()).toBeNull();
  });
});
