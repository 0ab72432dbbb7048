import { expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { FrameObservation } from '../../../src/shared/vision/observation.ts';
import { Eyes } from '../../../src/terminal/eyes.ts';
import { StatusBoard } from '../../../src/terminal/status-board.ts';
import { goodMeasures } from '../recognition/faces.ts';

function newEyes() {
  const time = { ms: 100_000 };
  const clock = { now: () => time.ms, monotonic: () => time.ms };
  const counts = () => ({ workers: 0, templates: 0, punches: 0, refusals: 0, outboxWaiting: 0, outboxSetAside: 0 });
  const board = new StatusBoard({ clock, log: silentLog, version: '1', sn: '', direction: 'in', counts });
  const seen: number[] = [];
  const pictures: (Uint8Array | null)[] = [];
  const happened: string[] = [];
  const eyes = new Eyes({
    cameras: Config.parse({}).cameras,
    board,
    clock,
    log: silentLog,
    look: ({ frame, face }) => {
      seen.push(frame);
      pictures.push(face?.jpeg ?? null);
      return Promise.resolve();
    },
    onBlind: () => happened.push('blind'),
    onAnalysis: () => happened.push('analysis'),
  });
  return { eyes, board, seen, pictures, happened, time };
}

const frameAt = (frame: number, takenAtMs: number): FrameObservation => ({
  frame,
  takenAtMs,
  width: 640,
  height: 480,
  analysisMs: 20,
  face: null,
  evidence: null,
});

it('drops a frame that is too old to say who stands there now', () => {
  const { eyes, seen, time } = newEyes();
  eyes.observe(frameAt(1, time.ms - 1_600));
  eyes.observe(frameAt(2, time.ms - 100));
  expect(seen).toEqual([2]);
});

const withFace = (observation: FrameObservation, track: number, jpeg: Uint8Array | null): FrameObservation => ({
  ...observation,
  face: { track, measures: goodMeasures, motion: 0, rivals: 0, crop: new Uint8Array(1), jpeg },
});

it('gives the picture that came with a frame too old, or overtaken before one without a face, to the next of the same face', async () => {
  const { eyes, seen, pictures, time } = newEyes();
  const picture = Uint8Array.of(1);
  eyes.observe(withFace(frameAt(1, time.ms - 1_600), 7, picture));
  eyes.observe(frameAt(2, time.ms));
  await new Promise(setImmediate);
  eyes.observe(withFace(frameAt(3, time.ms), 7, null));
  await new Promise(setImmediate);
  eyes.observe(withFace(frameAt(4, time.ms), 7, null));
  await new Promise(setImmediate);
  expect(seen).toEqual([2, 3, 4]);
  expect(pictures).toEqual([null, picture, null]);
});

it("never gives one face another one's picture", async () => {
  const { eyes, pictures, time } = newEyes();
  eyes.observe(withFace(frameAt(1, time.ms - 1_600), 7, Uint8Array.of(1)));
  eyes.observe(withFace(frameAt(2, time.ms), 8, null));
  await new Promise(setImmediate);
  expect(pictures).toEqual([null]);
});

it('says that the analysis is dead when a camera works and no frame comes, and takes it back with the next frame', () => {
  const { eyes, board, happened, time } = newEyes();
  eyes.camera({ role: 'visible', state: 'ok', detail: null });
  eyes.analysis(null);
  time.ms += 9_000;
  eyes.check();
  expect(board.stateOf('vision')).toBe('ok');
  time.ms += 2_000;
  eyes.check();
  expect(board.stateOf('vision')).toBe('failed');
  eyes.observe(frameAt(1, time.ms));
  expect(board.stateOf('vision')).toBe('ok');
  expect(happened).toEqual(['analysis', 'analysis', 'analysis']);
});

it('does not blame the analysis while there is no camera', () => {
  const { eyes, board, happened, time } = newEyes();
  eyes.analysis(null);
  eyes.camera({ role: 'visible', state: 'lost', detail: 'Front camera' });
  time.ms += 60_000;
  eyes.check();
  expect(board.stateOf('vision')).toBe('ok');
  expect(happened).toEqual(['analysis', 'blind']);
});

it('names the camera that was looked for beside those that were found', () => {
  const { eyes, board } = newEyes();
  eyes.camera({ role: 'visible', state: 'notFound', detail: 'HD Webcam' });
  expect(board.snapshot().areas['cameraVisible']?.detail).toBe('wanted: Front camera; found: HD Webcam');
});

it('shows what the pictures of a camera give away over what the page says of it, and not over a camera that is gone', () => {
  const { eyes, board } = newEyes();
  eyes.troubles({ visible: 'frozen', infrared: 'swapped' });
  expect(board.stateOf('cameraInfrared')).toBe('starting');
  eyes.camera({ role: 'visible', state: 'ok', detail: 'Front 1920×1080' });
  eyes.camera({ role: 'infrared', state: 'ok', detail: null });
  expect([board.stateOf('cameraVisible'), board.stateOf('cameraInfrared')]).toEqual(['frozen', 'swapped']);
  eyes.camera({ role: 'infrared', state: 'lost', detail: null });
  expect(board.stateOf('cameraInfrared')).toBe('lost');
  eyes.troubles({ visible: null, infrared: null });
  expect([board.stateOf('cameraVisible'), board.stateOf('cameraInfrared')]).toEqual(['ok', 'lost']);
});
