import { Fault } from '../../shared/fault.ts';
import { isObject } from '../tolerant-json.ts';
import type { Calls } from './calls.ts';
import type { Settings } from './config.ts';
import { registrationFields, registrationProblems, type Registration, type RegistrationProblem } from './registration.ts';
import type { Refusal } from './result-policy.ts';
import type { Sm4Thread } from './sm4-thread.ts';
import { textOf } from './task-entry.ts';

/** What became of a registration. `invalid`: not sent, with everything that is wrong. */
export type RegistrationOutcome =
  | { readonly kind: 'registered'; readonly userId: string }
  | { readonly kind: 'invalid'; readonly problems: readonly RegistrationProblem[] }
  | Refusal;

export interface RegistrationTools {
  readonly calls: Calls;
  readonly settings: Pick<Settings, 'sn' | 'bareLongTerm'>;
  readonly thread: Sm4Thread;
}

/** 5.2 RegistData. Rejects with `Fault` `platform.*` when no answer came: he may or may not be registered. */
export async function registerPerson(person: Registration, tools: RegistrationTools): Promise<RegistrationOutcome> {
  const problems = registrationProblems(person);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const fields = await registrationFields(person, tools.settings, (text) => tools.thread.call('encrypt', { text }));
  const outcome = await tools.calls.call({ method: 'RegistData', fields, wants: 'value' });
  if (outcome.kind === 'refused') return outcome;
  const content = outcome.content.kind === 'value' ? outcome.content.value : null;
  const userId = isObject(content) ? textOf(content['userId']) : null;
  if (userId === null) throw new Fault('platform.badReply', 'registered without a userId');
  return { kind: 'registered', userId };
}
