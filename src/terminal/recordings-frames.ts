import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import { FrameObservation } from '../shared/vision/observation.ts';

const Frames = z.array(FrameObservation);
const noCrop = new Uint8Array(0);

/** Node's own format: it holds bytes as bytes, and later versions read what earlier ones wrote. */
export const encodeFrames = (frames: readonly FrameObservation[]): Uint8Array => serialize(frames);

/** @throws when the bytes are no frames of this version. */
export function decodeFrames(bytes: Uint8Array): readonly FrameObservation[] {
  const frames: unknown = deserialize(bytes);
  return Frames.parse(frames);
}

/** The frame without its aligned crop: what liveness is judged by, and a fifth of the size. */
export function withoutCrop(frame: FrameObservation): FrameObservation {
  return frame.face === null ? frame : { ...frame, face: { ...frame.face, crop: noCrop } };
}

/** The frame without any picture of the face. */
export function withoutPictures(frame: FrameObservation): FrameObservation {
  return frame.face === null ? frame : { ...frame, face: { ...frame.face, crop: noCrop, jpeg: null } };
}
