import { z } from 'zod';

/** What the list of people can be narrowed to. */
export const personFilters = ['all', 'noTemplate', 'flagged', 'lookalike', 'barred'] as const;
export type PersonFilter = (typeof personFilters)[number];

/** Where the next page of people begins. */
export const PersonKey = z.object({ sound: z.string().max(512), id: z.string().max(64) });
export type PersonKey = z.infer<typeof PersonKey>;

/** A worker as he stands in the list. */
export const PersonLine = z.object({
  id: z.string(),
  name: z.string(),
  /** Who sent the record: `console`, `screen`, `demo` or a platform's name. */
  origin: z.string(),
  barredReason: z.string().nullable(),
  /** `none`: the gate cannot know him. `poor`: it can, by a photograph that was flagged. */
  template: z.enum(['good', 'poor', 'none']),
  /** What is poor about the photograph although it is used: `photo.blurred` … */
  flags: z.array(z.string()),
  /** Why the last photograph could not be used; null when it could. */
  photoRefusal: z.string().nullable(),
  /** How many others have so like a face that it may be one person. */
  lookalikes: z.number(),
  hasPhotograph: z.boolean(),
});
export type PersonLine = z.infer<typeof PersonLine>;

/** Another worker whose face is very like this one's. */
export const Alike = z.object({ id: z.string(), name: z.string(), score: z.number() });
export type Alike = z.infer<typeof Alike>;

/** All that is known of one worker. Times are ms since the epoch. */
export const PersonDetail = PersonLine.extend({
  createdMs: z.number(),
  updatedMs: z.number(),
  alike: z.array(Alike),
  lastPunchMs: z.number().nullable(),
  /** Templates learnt at the gate, oldest first; `score`: cosine with his photograph then. */
  learnt: z.array(z.object({ atMs: z.number(), score: z.number() })),
});
export type PersonDetail = z.infer<typeof PersonDetail>;

/** What the camera shows of somebody who is to be enrolled: why it is no good yet, or that it is. */
export const CaptureView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('noFace') }),
  /** `code`: what is wrong, as for photographs. */
  z.object({ kind: z.literal('poor'), code: z.string() }),
  z.object({ kind: z.literal('good') }),
]);
export type CaptureView = z.infer<typeof CaptureView>;

/** Origins that are platforms: the record is theirs. */
export const platformOrigins: readonly string[] = ['zhejiang', 'sichuan'];
