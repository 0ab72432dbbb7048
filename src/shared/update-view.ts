import { z } from 'zod';

/** How far an update is. */
export const UpdateProgress = z.object({
  /**
   * `idle`: none goes on; `waiting`: ready, for quiet hours or an empty gate; `switching`: the program restarts;
   * `trial`: the new version shows whether it is well.
   */
  step: z.enum(['idle', 'downloading', 'checking', 'unpacking', 'waiting', 'copying', 'switching', 'trial']),
  /** Of the update; null while it is not known, and when none goes on. */
  version: z.string().nullable(),
  doneBytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  /** On trial: areas that are not well yet, and `selfTest`. */
  lacking: z.array(z.string()),
});
export type UpdateProgress = z.infer<typeof UpdateProgress>;

export const idleProgress: UpdateProgress = { step: 'idle', version: null, doneBytes: null, totalBytes: null, lacking: [] };

/** How an update ended. */
export const UpdateEntry = z.object({
  orderId: z.string(),
  /** Null: it never came so far that it was known. */
  version: z.string().nullable(),
  result: z.enum(['healthy', 'rolledBack', 'refused']),
  /** Fault code; null when healthy. */
  code: z.string().nullable(),
  /** Technical text for the technician. */
  detail: z.string().nullable(),
  atMs: z.number(),
});
export type UpdateEntry = z.infer<typeof UpdateEntry>;

/** What the admin side shows of version and updates. */
export const UpdateView = z.object({
  version: z.string(),
  slot: z.enum(['base', 'a', 'b']),
  /** Null: it can; else the code of what keeps the terminal from updating itself. */
  cannot: z.string().nullable(),
  progress: UpdateProgress,
  /** Newest first. */
  history: z.array(UpdateEntry),
});
export type UpdateView = z.infer<typeof UpdateView>;
