import { Fault } from '../../shared/fault.ts';
import { decodeCardData, type IdentityCard } from './card-data.ts';
import type { SamClient } from './sam-client.ts';
import type { SamCommand, SamReply } from './sam-frame.ts';
import { complaintOf, samStatus } from './sam-status.ts';

/** What one look for a card came to. */
export type CardAttempt =
  | { readonly kind: 'card'; readonly card: IdentityCard }
  /** No card lies there, or only one that was read before: the module does not find it twice. */
  | { readonly kind: 'noCard' }
  /** A card lies there, and could not be read; `code` as of `sam-status.ts` or `card-text.ts`. */
  | { readonly kind: 'refused'; readonly code: string }
  /** The module does not answer, or not as it should. */
  | { readonly kind: 'fault'; readonly fault: Fault };

/** How long the module may take, ms: reading takes 1 to 2 s on a real one. */
const waitMs: Readonly<Record<SamCommand, number>> = { status: 1_000, find: 1_000, select: 1_000, readTextAndPhoto: 4_000 };

type Step = { readonly kind: 'reply'; readonly reply: SamReply } | { readonly kind: 'fault'; readonly fault: Fault };

async function ask(client: SamClient, command: SamCommand): Promise<Step> {
  const answer = await client.ask(command, waitMs[command]);
  return answer.kind === 'reply' ? answer : { kind: 'fault', fault: answer.fault };
}

/** Whether the module is there and able to work. Answers null, or the fault: `reader.rejected` names what it says. */
export async function checkModule(client: SamClient): Promise<Fault | null> {
  const step = await ask(client, 'status');
  if (step.kind === 'fault') return step.fault;
  if (step.reply.status === samStatus.done) return null;
  return new Fault('reader.rejected', `the module says ${complaintOf(step.reply.status)}`);
}

/** Finds, selects and reads a card. */
export async function readCard(client: SamClient): Promise<CardAttempt> {
  const found = await ask(client, 'find');
  if (found.kind === 'fault') return found;
  if (found.reply.status === samStatus.notFound) return { kind: 'noCard' };
  if (found.reply.status !== samStatus.found) return { kind: 'refused', code: complaintOf(found.reply.status) };
  const selected = await ask(client, 'select');
  if (selected.kind === 'fault') return selected;
  if (selected.reply.status !== samStatus.done) return { kind: 'refused', code: complaintOf(selected.reply.status) };
  const read = await ask(client, 'readTextAndPhoto');
  if (read.kind === 'fault') return read;
  if (read.reply.status !== samStatus.done) return { kind: 'refused', code: complaintOf(read.reply.status) };
  const data = decodeCardData(read.reply.data);
  return data.kind === 'card' ? data : { kind: 'refused', code: data.reason };
}
