import { z } from 'zod';
import { Bytes } from './bytes.ts';
import { challengeSteps } from './challenge.ts';
import { hints } from './hint.ts';
import { passKinds } from './opens-with.ts';

export const refusalReasons = [
  'unknown', // nobody in the gallery is near enough
  'barred', // on the roster, but may not enter
  'attack', // a presentation attack
  'undecided', // neither a living face nor a copy could be made sure of: fail closed
  'livenessUnavailable', // the configured way to tell a living face is not there: fail closed
  'poorView', // no usable view of the face within the time
  'lockedDown', // a person has ordered that nobody passes
  'cardUnknown', // no worker has this card, or it cannot be told whose it is
  'codeRefused', // forged, expired, used before, for another place …
  'healthRefused', // a health code that is red or yellow, or whose colour cannot be told
  'notHolder', // what was shown belongs to different people
  'incomplete', // the rest of what opens here was not shown in time
  'notRecorded', // the punch could not be stored, so the gate stays shut
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What the gate did for the passage shown: asked to open, answered, or not. */
const GateAnswer = z.enum(['opening', 'opened', 'notAnswering', 'none']);
export type GateAnswer = z.infer<typeof GateAnswer>;

const shownWorker = {
  name: z.string(),
  direction: z.enum(['in', 'out']),
  /** The punch picture (JPEG), or null. */
  picture: Bytes.nullable(),
  gate: GateAnswer,
};

/** What the kiosk screen shows now. */
export const GateView = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  /** `wants`: what opens here besides a face; absent: nothing. */
  z.object({ state: z.literal('idle'), wants: z.array(z.enum(passKinds)).optional() }),
  /** Somebody has begun; `kinds` are still to be shown, and all of them. */
  z.object({ state: z.literal('wanted'), kinds: z.array(z.enum(passKinds)) }),
  z.object({ state: z.literal('approaching'), hint: z.enum(hints).nullable() }),
  /** A move is asked for; `untilMs`: end of the time for it, ms since the epoch. */
  z.object({ state: z.literal('challenge'), step: z.enum(challengeSteps), untilMs: z.number() }),
  z.object({ state: z.literal('admitted'), ...shownWorker, atMs: z.number() }),
  z.object({ state: z.literal('alreadyIn'), ...shownWorker, sinceMs: z.number() }),
  z.object({
    state: z.literal('refused'),
    reason: z.enum(refusalReasons),
    hint: z.enum(hints).nullable(),
    detail: z.string().nullable(),
  }),
  z.object({ state: z.literal('needsService'), code: z.string() }),
]);
export type GateView = z.infer<typeof GateView>;
