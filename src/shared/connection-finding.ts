import { z } from 'zod';

/**
 * What a trial of the platform's settings found first:
 * - `ok`: every call was taken; `unencrypted`: likewise, but anybody on the way can read along;
 * - `incomplete`: something that it needs is not entered (`detail`: what);
 * - `address`: nobody there, or no such name; `noAnswer`: somebody is there and says nothing;
 * - `certificate`: the platform's certificate does not hold; `notPlatform`: what answers is no such platform;
 * - `serialNumber`, `signature`, `credentials`, `token`: what the platform refused;
 * - `clock`: the two clocks differ; `replySignature`: the platform's own answer is wrongly signed;
 * - `decrypt`: its answer cannot be decrypted; `platform`: it has troubles of its own; `refused`: another code of its own.
 */
export const connectionFindings = [
  'ok',
  'unencrypted',
  'incomplete',
  'address',
  'noAnswer',
  'certificate',
  'notPlatform',
  'serialNumber',
  'signature',
  'credentials',
  'token',
  'clock',
  'replySignature',
  'decrypt',
  'platform',
  'refused',
] as const;
export type ConnectionFindingKind = (typeof connectionFindings)[number];

export const ConnectionFinding = z.object({
  kind: z.enum(connectionFindings),
  /** At which call: `C_AUTH`, `Online` …; null: before any. */
  at: z.string().nullable(),
  /** How far the platform's clock is ahead of this one, ms; null: not told, or no matter. */
  clockAheadMs: z.number().nullable(),
  /** The platform's code, or what the network said; never a secret. */
  detail: z.string().nullable(),
  tookMs: z.number(),
});
export type ConnectionFinding = z.infer<typeof ConnectionFinding>;
