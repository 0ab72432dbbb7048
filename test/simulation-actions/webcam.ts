import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { challengeActions, type ChallengeAction } from '../../src/shared/challenge.ts';
import { answerTo, at, frameOf, type Frame } from './judging.ts';
import type { Eyes } from './seeing.ts';

/** Time between two pictures of a webcam sequence as it is replayed, ms. */
export const WEBCAM_MS = 100;

export interface Sequence {
  readonly kind: 'live' | 'print';
  readonly name: string;
  readonly frames: readonly Frame[];
}

/**
 * One sequence below `folder`: KIND/PERSON/SEQUENCE/FRAME.jpg, looked at by `eyes`; frames without a face are left out.
 * `span`: only these frames.
 */
export async function readSequence(
  folder: string,
  kind: Sequence['kind'],
  person: string,
  name: string,
  eyes: Eyes,
  span: { readonly from: number; readonly to: number } = { from: 0, to: Infinity },
): Promise<Sequence> {
  const place = path.join(folder, kind, person, name);
  const frames: Frame[] = [];
  for (const [i, file] of readdirSync(place).toSorted().entries()) {
    if (i < span.from || i >= span.to) continue;
    const { data, info } = await sharp(readFileSync(path.join(place, file)))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const seen = await eyes.see({ data: new Uint8Array(data), width: info.width, height: info.height });
    if (seen) frames.push(frameOf(seen, i * WEBCAM_MS));
  }
  return { kind, name, frames };
}

/** All sequences of a kind. */
export async function readSequences(folder: string, kind: Sequence['kind'], eyes: Eyes): Promise<readonly Sequence[]> {
  const sequences: Sequence[] = [];
  for (const person of readdirSync(path.join(folder, kind)).toSorted()) {
    for (const name of readdirSync(path.join(folder, kind, person)).toSorted())
      sequences.push(await readSequence(folder, kind, person, name, eyes));
  }
  return sequences;
}

export interface Accidents {
  /** Questions put. */
  asked: number;
  /** Where something was accepted: SEQUENCE@FRAME, and from how many starts. */
  readonly accepted: Map<string, number>;
}

export type AccidentsByAction = ReadonlyMap<ChallengeAction, Accidents>;

const nobody = (): AccidentsByAction =>
  new Map(challengeActions.map((action) => [action, { asked: 0, accepted: new Map<string, number>() }]));

function put(
  result: AccidentsByAction,
  action: ChallengeAction,
  frames: readonly Frame[],
  where: (atMs: number) => string,
): void {
  const [first] = frames;
  const accidents = result.get(action);
  if (!first || !accidents) return;
  accidents.asked++;
  for (const next of action === 'comeCloser' ? (['blink', 'turnLeft', 'turnRight', 'nod'] as const) : [undefined]) {
    const question = { action, startedAtMs: first.atMs - 1, person: first.embedding, ...(next ? { next } : {}) };
    const outcome = answerTo(question, frames);
    if (outcome.state !== 'passed') continue;
    const place = where(outcome.atMs);
    accidents.accepted.set(place, (accidents.accepted.get(place) ?? 0) + 1);
  }
}

/** Each move asked for at each frame of each sequence. */
export function askAnywhere(sequences: readonly Sequence[]): AccidentsByAction {
  const result = nobody();
  for (const { name, frames } of sequences) {
    for (let start = 0; start < frames.length; start++) {
      for (const action of challengeActions)
        put(result, action, frames.slice(start), (atMs) => `${name}@${Math.round(atMs / WEBCAM_MS)}`);
    }
  }
  return result;
}

/**
 * The worst that these pictures could do in any order: each one in `every` is held still for the neutral pose, then any other is
 * shown twice, then the first again.
 */
export function askInAnyOrder(sequences: readonly Sequence[], every: number): AccidentsByAction {
  const result = nobody();
  for (const { name, frames } of sequences) {
    for (let held = 0; held < frames.length; held += every) {
      for (const [i, other] of frames.entries()) {
        const neutral = frames[held];
        if (!neutral || i === held) continue;
        const shown = [neutral, neutral, neutral, neutral, other, other, neutral, neutral, neutral, neutral];
        const played = shown.map((frame, step) => at(frame, step * WEBCAM_MS));
        for (const action of challengeActions) put(result, action, played, () => `${name}@${held}→${i}`);
      }
    }
  }
  return result;
}
