import { z } from 'zod';
import { cardCommands } from './card-commands.ts';
import { livenessCommands } from './liveness-lab-commands.ts';
import { Matching } from './matching.ts';
import { settingsCommands } from './settings-commands.ts';
import { UpdateView } from '../shared/update-view.ts';

/**
 * What the command line may ask of a terminal, running (over the control socket) or stopped (in the CLI's own process).
 * One line of JSON each way: `{ command, input }` → `{ ok: true, value }` or `{ ok: false, code, message }`.
 */
const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output }) as const;

const Limit = z.number().int().min(1).max(100_000).default(1_000);

export const WorkerRow = z.object({
  id: z.string(),
  name: z.string(),
  photographs: z.number(),
  templates: z.number(),
  barredReason: z.string().nullable(),
  origin: z.string(),
  /** What is poor about the photograph although it was enrolled: `photo.tooSmall` … */
  flags: z.array(z.string()).default([]),
  /** Others with so like a face that it may be one person under two ids; both list the other. Score: cosine. */
  lookalikes: z.array(z.object({ id: z.string(), score: z.number() })).default([]),
});
export type WorkerRow = z.infer<typeof WorkerRow>;

export const PunchRow = z.object({
  id: z.number(),
  workerId: z.string(),
  /** Name as the roster has it now; null once the worker was removed. */
  name: z.string().nullable(),
  /** ISO 8601, UTC. */
  at: z.string(),
  atMs: z.number(),
  direction: z.enum(['in', 'out']),
  /** From 1. */
  lane: z.number(),
  score: z.number(),
  threshold: z.number(),
  isClockDoubtful: z.boolean(),
  hasPicture: z.boolean(),
  /** State of the record towards the platform. */
  upload: z.enum(['none', 'waiting', 'sent', 'setAside']),
  /** Pulses given for this punch, the first and those of repeats. */
  openings: z.array(
    z.object({ id: z.number(), at: z.string(), outcome: z.enum(['pending', 'opened', 'notAnswering', 'unknown']) }),
  ),
});
export type PunchRow = z.infer<typeof PunchRow>;

export const RefusalRow = z.object({
  id: z.number(),
  at: z.string(),
  atMs: z.number(),
  reason: z.string(),
  /** From 1. */
  lane: z.number(),
  workerId: z.string().nullable(),
  score: z.number().nullable(),
  detail: z.string().nullable(),
  hasPicture: z.boolean(),
});
export type RefusalRow = z.infer<typeof RefusalRow>;

export const commands = {
  'people.add': command(
    z.object({
      id: z.string(),
      name: z.string(),
      /** The picture file's bytes, base64. */
      photo: z.string(),
      replace: z.boolean().default(false),
      /** Number of his card, as typed. */
      card: z.string().optional(),
    }),
    z.object({ id: z.string(), isReplaced: z.boolean(), warnings: z.array(z.string()) }),
  ),
  'people.list': command(z.object({}), z.object({ people: z.array(WorkerRow) })),
  'people.remove': command(z.object({ id: z.string() }), z.object({ id: z.string() })),
  'punches.list': command(z.object({ limit: Limit }), z.object({ punches: z.array(PunchRow) })),
  /** Sends what the platform did not accept once more. */
  'punches.retry': command(z.object({}), z.object({ retried: z.number() })),
  'refusals.list': command(z.object({ limit: Limit }), z.object({ refusals: z.array(RefusalRow) })),
  /** Says what a change of platform leaves behind; with `isConfirmed` it happens at the next start. */
  'platform.switch': command(
    z.object({ isConfirmed: z.boolean().default(false) }),
    z.object({
      pending: z.object({ from: z.string(), to: z.string(), punches: z.number(), people: z.number() }).nullable(),
      isConfirmed: z.boolean(),
    }),
  ),
  /** Absolute path of a package. Answers once it is checked and unpacked. */
  'update.install': command(
    z.object({ file: z.string(), when: z.enum(['atOnce', 'quietHours']) }),
    z.object({ version: z.string() }),
  ),
  'update.state': command(z.object({}), UpdateView),
  'update.cancel': command(z.object({}), z.object({})),
  status: command(
    z.object({}),
    z.object({ isRunning: z.boolean(), status: z.unknown(), matching: Matching.nullable().default(null) }),
  ),
  ...cardCommands,
  ...settingsCommands,
  ...livenessCommands,
} as const;

export type Commands = typeof commands;
export type CommandName = keyof Commands;
export type CommandInput<N extends CommandName> = z.infer<Commands[N]['input']>;
export type CommandOutput<N extends CommandName> = z.infer<Commands[N]['output']>;
export type CommandHandlers = { readonly [N in CommandName]: (input: CommandInput<N>) => Promise<CommandOutput<N>> };

export const CommandRequest = z.object({ command: z.string(), input: z.unknown() });
export const CommandReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);
export type CommandReply = z.infer<typeof CommandReply>;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
