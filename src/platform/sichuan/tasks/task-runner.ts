import { Fault } from '../../../shared/fault.ts';
import { waitAfter } from '../../back-off.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { TaskLedger } from '../../ports.ts';
import type { Problems } from '../../problems.ts';
import { TaskGuard } from '../../task-guard.ts';
import { usableTaskIds } from '../../task-ids.ts';
import { TaskQueue, type Attempt } from '../../task-queue.ts';
import type { TaskReports } from '../../task-reports.ts';
import type { Calls } from '../calls.ts';
import type { Timing } from '../config.ts';
import { getTaskDataFields } from '../requests.ts';
import { carryOutPeople, type PeopleTools } from './people.ts';
import { failedFor, succeeded, writeReport, type TaskReport } from './report.ts';
import type { PendingTasks } from './pending-tasks.ts';

export interface TaskRunnerOptions {
  readonly sn: string;
  readonly calls: Calls;
  readonly problems: Problems;
  readonly ledger: TaskLedger;
  readonly pending: PendingTasks;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly people: PeopleTools;
  readonly reports: TaskReports;
}

/** After so many failures that are not the network's the task is reported as failed. */
const mostFailures = 5;

/**
 * Carries out the tasks that the platform names: written down before anything is done, done from the start again after a
 * restart, and reported when all is durable.
 */
export class TaskRunner {
  readonly #options: TaskRunnerOptions;
  readonly #queue: TaskQueue<string>;
  readonly #guard: TaskGuard;
  /** How often a task failed for a reason that may be its own. */
  readonly #failures = new Map<string, number>();
  /** When a task that failed and was reported may be done again, monotonic ms. */
  readonly #notBeforeMs = new Map<string, number>();

  constructor(options: TaskRunnerOptions) {
    this.#options = options;
    const { clock, random, timing } = options;
    this.#queue = new TaskQueue({ clock, random, waits: timing.task, work: (taskId) => this.#carryOut(taskId), isOrdered: true });
    this.#guard = new TaskGuard(options);
  }

  /** Takes up what was left unfinished and unreported when the terminal stopped. */
  resume(): void {
    const { ledger, log, reports } = this.#options;
    this.#guard.resume();
    for (const { taskId } of ledger.unfinished()) {
      this.#queue.add(taskId, taskId);
      log.info('platform', 'taskResumed', { taskId });
    }
    reports.send();
  }

  /** All tasks that wait at the platform, new ones or not. */
  listed(named: readonly string[]): void {
    const { ledger, pending, log } = this.#options;
    const taskIds = usableTaskIds(named, this.#options);
    try {
      pending.listed(taskIds);
      for (const taskId of taskIds) {
        if (!this.#isWanted(taskId)) continue;
        ledger.accept(taskId, '{}');
        this.#queue.add(taskId, taskId);
      }
    } catch (error) {
      log.error('platform', 'ledgerFailed', { code: Fault.from(error, 'store.failed', 'the ledger failed').code });
    }
  }

  /** The platform can be reached again. */
  hurry(): void {
    this.#queue.hurry();
    this.#options.reports.hurry();
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }

  /** Whether a task is to be done (again). One that is done, and comes again, is reported again. */
  #isWanted(taskId: string): boolean {
    const { ledger, reports, clock } = this.#options;
    if (this.#queue.has(taskId)) return false;
    const known = ledger.find(taskId);
    if (!known || known.state === 'accepted') return true;
    if (!known.isReported) return false;
    if (known.state !== 'failed') {
      reports.again(known);
      return false;
    }
    if (this.#guard.isSetAside(taskId)) return false;
    return clock.monotonic() >= (this.#notBeforeMs.get(taskId) ?? Number.NEGATIVE_INFINITY);
  }

  async #carryOut(taskId: string): Promise<Attempt> {
    const { pending, log, signal } = this.#options;
    try {
      if (pending.isOver(taskId)) return this.#drop(taskId);
      if (this.#guard.isSetAside(taskId)) {
        this.#guard.setAside(taskId);
        return this.#finish(taskId, failedFor('终端处理该任务时多次中断，已搁置'));
      }
      const report = await this.#guard.run(taskId, () => this.#fetchAndDo(taskId));
      if (report === 'again') return 'again';
      return report === 'lapsed' ? this.#drop(taskId) : this.#finish(taskId, report);
    } catch (error) {
      if (signal.aborted) return 'finished'; // still accepted: resumed after the restart
      const { code } = Fault.from(error, 'internal.bug', 'a task failed');
      log.warn('platform', 'taskFailed', { taskId, code });
      return this.#failed(taskId, code);
    }
  }

  /** 5.3.2 GetTaskData */
  async #fetchAndDo(taskId: string): Promise<TaskReport | 'again' | 'lapsed'> {
    const { sn, calls, pending, people, log } = this.#options;
    const fields = getTaskDataFields(sn, taskId);
    const outcome = await calls.call({ method: 'GetTaskData', fields, wants: 'people' });
    if (outcome.kind === 'refused') {
      // Stale although the clock is right.
      if (outcome.reason === 'stale') return 'lapsed';
      if (outcome.reason === 'platform' || outcome.reason === 'unlisted') pending.refused(taskId);
      return 'again';
    }
    if (outcome.content.kind !== 'people') throw new Fault('platform.badReply', 'GetTaskData without people');
    log.info('platform', 'taskBegins', { taskId, people: outcome.content.count });
    const failures = await carryOutPeople(outcome.content, people);
    log.info('platform', 'taskEnds', { taskId, people: outcome.content.count, failed: failures.count });
    return failures.count === 0 ? succeeded : failedFor(failures.text());
  }

  /** An outage passes, and a key can be configured; what fails again and again for another reason is told. */
  #failed(taskId: string, code: string): Attempt {
    if (code.startsWith('platform.') && code !== 'platform.badReply') return 'again';
    const times = (this.#failures.get(taskId) ?? 0) + 1;
    this.#failures.set(taskId, times);
    if (times < mostFailures) return 'again';
    const msg = code === 'platform.badReply' ? '任务内容无法读取' : `终端故障 ${code}`;
    return this.#written(taskId, () => this.#finish(taskId, failedFor(msg)));
  }

  #finish(taskId: string, report: TaskReport): Attempt {
    const { ledger, reports, clock, random, timing } = this.#options;
    const state = report.result === succeeded.result ? 'done' : 'failed';
    ledger.finish(taskId, state, writeReport(report));
    const tries = ledger.find(taskId)?.tries ?? 1;
    if (state === 'done') this.#notBeforeMs.delete(taskId);
    else this.#notBeforeMs.set(taskId, clock.monotonic() + waitAfter(tries - 1, timing.redo, random));
    this.#forget(taskId);
    reports.send();
    return 'finished';
  }

  /** It is over at the platform, which will name it again if it is not. */
  #drop(taskId: string): Attempt {
    const { ledger, log } = this.#options;
    return this.#written(taskId, () => {
      ledger.finish(taskId, 'failed', writeReport(failedFor('任务已失效')));
      ledger.reported(taskId);
      this.#forget(taskId);
      log.warn('platform', 'taskLapsed', { taskId });
      return 'finished';
    });
  }

  #forget(taskId: string): void {
    this.#failures.delete(taskId);
    this.#options.pending.forget(taskId);
    this.#options.problems.clear('GetTaskData');
  }

  #written(taskId: string, write: () => Attempt): Attempt {
    try {
      return write();
    } catch (error) {
      const { code } = Fault.from(error, 'store.failed', 'the ledger failed');
      this.#options.log.error('platform', 'taskNotRecorded', { taskId, code });
      return 'again';
    }
  }
}
