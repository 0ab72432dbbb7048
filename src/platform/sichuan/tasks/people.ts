import { Fault } from '../../../shared/fault.ts';
import type { Progress, RosterSync } from '../../ports.ts';
import { removalKinds, type RemovalKind } from '../dictionaries.ts';
import type { Sm4Thread } from '../sm4-thread.ts';
import type { TaskEntry } from '../task-entry.ts';
import { faceFailure, Failures } from './failures.ts';

export interface PeopleTools {
  readonly roster: RosterSync;
  readonly thread: Pick<Sm4Thread, 'call'>;
  readonly progress: (people: Progress | null) => void;
  readonly signal: AbortSignal;
}

/** People taken from the thread at once: photographs of a few hundred kB each. */
const peopleAtOnce = 8;

/** What the gate says of those who are barred, in the words of 6.6. */
const barredReasons: Readonly<Record<Exclude<RemovalKind, 1>, string>> = {
  [removalKinds.barred]: '禁入人员',
  [removalKinds.healthCode]: '红码、黄码人员',
};
/** A `delType` that the document does not have: whatever it is, he is not to enter. */
const barredForUnknown = '平台禁止进场';

/**
 * 5.3.2: carries out a list of people as it says person by person. Doing it again changes nothing. Rejects with the `Fault`
 * of the roster when nothing can be stored at all, and when stopped.
 */
export async function carryOutPeople(
  { handle, count }: { readonly handle: number; readonly count: number },
  tools: PeopleTools,
): Promise<Failures> {
  const work = new PeopleWork(tools);
  try {
    for (let done = 0; done < count;) {
      const entries = await tools.thread.call('take', { handle, count: peopleAtOnce });
      if (entries.length === 0) throw new Fault('internal.bug', 'the list of people is shorter than it was');
      await work.carryOut(entries, done);
      done += entries.length;
      tools.progress({ done, total: count });
    }
  } finally {
    tools.progress(null);
    // A thread that has died has dropped it already.
    await tools.thread.call('drop', { handle }).catch(() => null);
  }
  return work.failures;
}

class PeopleWork {
  readonly failures = new Failures();
  readonly #tools: PeopleTools;

  constructor(tools: PeopleTools) {
    this.#tools = tools;
  }

  async carryOut(entries: readonly TaskEntry[], before: number): Promise<void> {
    const { roster, signal } = this.#tools;
    for (const entry of entries) if (entry.kind === 'add' && entry.photograph !== null) roster.prepare?.([entry.photograph]);
    let leavers: string[] = [];
    for (const [index, entry] of entries.entries()) {
      if (signal.aborted) throw new Fault('platform.offline', 'stopped');
      const who = entry.userId ?? `第${before + index + 1}条`;
      this.failures.forget(who);
      if (entry.kind === 'remove' && entry.removal === removalKinds.left) {
        leavers.push(entry.userId);
        continue;
      }
      if (leavers.length > 0) await roster.remove(leavers);
      leavers = [];
      if (entry.kind === 'invalid') this.failures.add(who, 'invalid');
      else if (entry.kind === 'add') await this.#add(entry);
      else await this.#bar(entry, entry.removal);
    }
    if (leavers.length > 0) await roster.remove(leavers);
  }

  /** Lifts a bar, too. One without photograph is no order to admit anybody. */
  async #add({ userId, name, photograph }: Extract<TaskEntry, { kind: 'add' }>): Promise<void> {
    if (photograph === null) return this.failures.add(userId, 'noPhotograph');
    const failure = await this.#put(userId, name, [photograph], null);
    if (failure !== null) this.failures.add(userId, failure);
  }

  /**
   * Kept, and refused at the gate with the reason. One who was not on the roster is written down as well, so that he is not
   * admitted should a photograph of him be enrolled by hand.
   */
  async #bar({ userId, name }: { readonly userId: string; readonly name: string }, removal: RemovalKind | null): Promise<void> {
    const known = removal === null || removal === removalKinds.left ? null : removal;
    const reason = known === null ? barredForUnknown : barredReasons[known];
    await this.#tools.roster.bar([userId], reason);
    // Whoever cannot be written down is on no roster either.
    if (name !== '') await this.#put(userId, name, null, reason);
    if (known === null) this.failures.add(userId, 'delType');
  }

  async #put(id: string, name: string, photographs: readonly Uint8Array[] | null, barredReason: string | null) {
    try {
      const outcome = await this.#tools.roster.put({ id, name, photographs, barredReason });
      return outcome.isStored ? faceFailure(outcome.face) : ('invalid' as const);
    } catch (error) {
      if (error instanceof Fault && error.code === 'worker.invalid') return 'invalid' as const;
      throw error;
    }
  }
}
