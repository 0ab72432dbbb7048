import { z } from 'zod';
import { laneNumbers } from './lanes.ts';

/** What is wired to the terminal and can be looked into: the turnstile, readers by their slot, inputs by their name. */
export const deviceNames = [
  'turnstile',
  'first',
  'second',
  'identityCard',
  'passage',
  'door',
  'tamper',
  'button',
  'fire',
] as const;
export type DeviceName = (typeof deviceNames)[number];

export const deviceStates = ['ok', 'connecting', 'silent', 'notAnswering', 'notConfigured', 'active', 'inactive'] as const;

/** What is counted of a device since the start; `errors` are all that went wrong together. */
export const deviceCounts = ['opened', 'reads', 'changes', 'connections', 'errors'] as const;

/** One device as the technician sees it; nothing in it says who somebody is. */
export const DeviceLine = z.object({
  /** Of the second lane; absent: of the first. */
  lane: z.literal([...laneNumbers]).optional(),
  name: z.enum(deviceNames),
  state: z.enum(deviceStates),
  /** Port, lines or unit; empty: it has none. */
  place: z.string(),
  /** ms since the epoch; null: never, or not known. */
  lastContactMs: z.number().nullable(),
  counts: z.array(z.object({ what: z.enum(deviceCounts), count: z.number() })),
  /** What went wrong by kind, the largest first. */
  errors: z.array(z.object({ code: z.string(), count: z.number() })),
  /** The last bytes in hex, oldest direction first; without those of cards. */
  lastHex: z.array(z.string()),
  lastFault: z.string().nullable(),
});
export type DeviceLine = z.infer<typeof DeviceLine>;
