import type { Answer } from '../outbox-pump.ts';
import type { OutboxPunch } from '../ports.ts';
import type { Authority } from './authority.ts';
import type { Commands } from './commands.ts';
import { troubleOf, type Refusal } from './error-policy.ts';
import type { Problems } from '../problems.ts';
import { punchParam } from './punch-param.ts';
import type { MemberOrder } from './signed-json.ts';

export interface SendPunchTools {
  readonly commands: Commands;
  readonly authority: Authority;
  readonly problems: Problems;
  readonly signedMembers: MemberOrder;
}

/** 2.3 C_SIGN_IN. Rejects with `Fault` `platform.*` when no answer came: it may or may not have arrived. */
export async function sendPunch(punch: OutboxPunch | undefined, tools: SendPunchTools): Promise<Answer> {
  if (!punch) return { kind: 'taken' };
  const { param, signedParam } = punchParam(punch, tools.signedMembers);
  const outcome = await tools.commands.send(tools.authority, 'C_SIGN_IN', param, signedParam);
  if (outcome.kind === 'refused') {
    const trouble = troubleOf(outcome);
    if (trouble) tools.problems.raise('punches', `${outcome.code} ${outcome.reason}`, trouble);
    return answerTo(outcome);
  }
  tools.problems.clear('punches');
  return { kind: 'taken' };
}

/** What a refusal means for the punch. */
export function answerTo({ code, reason }: Refusal): Answer {
  switch (reason) {
    case 'record':
      return { kind: 'refusedRecord', error: code };
    case 'unlisted':
      return { kind: 'refused', error: code };
    case 'platform':
    case 'signature':
    case 'clock':
      return { kind: 'failed', error: code, retry: 'soon' };
    case 'credentials':
    case 'fault':
      return { kind: 'failed', error: code, retry: 'late' };
  }
}
