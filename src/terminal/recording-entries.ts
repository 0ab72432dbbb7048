import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import { hintFor } from '../recognition/quality.ts';
import type { RecordedEntry } from '../recognition/liveness/lab/replay.ts';
import { LivenessCall } from '../recognition/liveness/liveness-call.ts';
import { FrameObservation } from '../shared/vision/observation.ts';

/** Counts the forms in which a part is written; the first one was a bare list of frames. */
const VERSION = 2;
const Part = z.object({
  version: z.literal(VERSION),
  entries: z.array(z.union([z.object({ frame: FrameObservation }), z.object({ call: LivenessCall })])),
});
const BareFrames = z.array(FrameObservation);
const noCrop = new Uint8Array(0);

/** Node's own format: it holds bytes as bytes, and later versions read what earlier ones wrote. */
export const encodeEntries = (entries: readonly RecordedEntry[]): Uint8Array => serialize({ version: VERSION, entries });

/** @throws when the bytes are nothing that this version or an earlier one wrote. */
export function decodeEntries(bytes: Uint8Array): readonly RecordedEntry[] {
  const part: unknown = deserialize(bytes);
  return Array.isArray(part) ? BareFrames.parse(part).flatMap(toldAsOnce) : Part.parse(part).entries;
}

/** The frame without its aligned crop: what liveness is judged by unless a move is asked for, and a fifth of the size. */
export function withoutCrop(frame: FrameObservation): FrameObservation {
  return frame.face === null ? frame : { ...frame, face: { ...frame.face, crop: noCrop } };
}

/** Earlier versions kept no calls: every frame is judged, and the face counts as the same known person, because a recording holds one. */
function toldAsOnce(frame: FrameObservation): readonly RecordedEntry[] {
  const { face, takenAtMs } = frame;
  const atMs = takenAtMs;
  if (face === null) return [{ frame }, { call: { call: 'lose', atMs } }];
  const { track } = face;
  const of = { frame: frame.frame, takenAtMs, atMs, track };
  const told = { attempt: track, isGoodView: hintFor(face, frame) === null, isSamePerson: true, isWanted: true, said: null };
  return [{ frame }, { call: { call: 'watch', ...of } }, { call: { call: 'judge', ...of, ...told } }];
}
