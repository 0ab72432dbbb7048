import { Fault } from '../../../shared/fault.ts';
import type { Clock } from '../../../shared/clock.ts';
import { waitAfter } from '../../back-off.ts';
import type { TaskLedger } from '../../ports.ts';
import { TaskGuard } from '../../task-guard.ts';
import { usableTaskIds } from '../../task-ids.ts';
import type { TaskReports } from '../../task-reports.ts';
import type { Timing } from '../config.ts';
import type { TaskResult, TaskTools } from './carry-out.ts';
import { carryOutFirmware } from './firmware.ts';
import { getTasks } from './get-tasks.ts';
import { rereadOrder, writeOrder, type TaskOrder } from './order.ts';
import { PeopleImports } from './people.ts';
import { carryOutClear, carryOutDelete, type RemovalWatcher } from './removal.ts';
import { carryOutRosterReport } from './roster-report.ts';
import { writeReport } from './report-text.ts';
import { TaskQueue, type Attempt } from '../../task-queue.ts';

export interface TaskRunnerOptions {
  readonly tools: TaskTools;
  readonly ledger: TaskLedger;
  readonly reports: TaskReports;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: Timing;
}

/** Task ids asked for with one T_GET_TASKS. */
const idsAtOnce = 50;
const isUpdate = ({ apicode }: TaskOrder): boolean => apicode === 'T_UPDATE_DEVICE_VERSION';

/** After so many unreadable answers the task counts as not carried through. */
const mostUnreadable = 5;

const otherKinds: Readonly<Record<string, (order: TaskOrder, tools: TaskTools, imports: RemovalWatcher) => Promise<TaskResult>>> =
  {
    T_DEL_DEVICE_PERSON: carryOutDelete,
    T_CLEAR_DEVICE_PERSON: carryOutClear,
    T_POST_DEVICE_PERSON: carryOutRosterReport,
    T_UPDATE_DEVICE_VERSION: carryOutFirmware,
  };

/**
 * Carries out the platform's tasks: written down before anything is done, done from the start again after a restart, and
 * reported when all is durable. Commands that the platform pushes do not wait behind tasks.
 */
export class TaskRunner {
  readonly #options: TaskRunnerOptions;
  readonly #fetches: TaskQueue<readonly string[]>;
  readonly #tasks: TaskQueue<TaskOrder>;
  readonly #commands: TaskQueue<TaskOrder>;
  /** An update may wait for the night; nothing waits for it. */
  readonly #updates: TaskQueue<TaskOrder>;
  readonly #imports: PeopleImports;
  readonly #guard: TaskGuard;
  /** How often a task met an answer that cannot be read. */
  readonly #unreadable = new Map<string, number>();
  /** When a task that failed and was reported may be done again, monotonic ms. */
  readonly #notBeforeMs = new Map<string, number>();

  constructor(options: TaskRunnerOptions) {
    this.#options = options;
    const { clock, random, timing } = options;
    const common = { clock, random, waits: timing.task };
    const work = (order: TaskOrder) => this.#carryOut(order);
    this.#fetches = new TaskQueue({ ...common, work: (ids) => this.#fetch(ids) });
    // A removal must not pass the import before it that has to be done again.
    this.#tasks = new TaskQueue({ ...common, work, isOrdered: true });
    this.#commands = new TaskQueue({ ...common, work });
    this.#updates = new TaskQueue({ ...common, work, isOrdered: true });
    const { tools, ledger } = options;
    const isAwaited = () => this.#tasks.waiting > 0;
    this.#imports = new PeopleImports({ tools, clock, patience: timing.photographs, isAwaited });
    this.#guard = new TaskGuard({ ledger, problems: tools.problems, clock, log: tools.log });
  }

  /** Takes up what was left unfinished and unreported when the terminal stopped. */
  resume(): void {
    const { ledger, reports, tools } = this.#options;
    this.#guard.resume();
    for (const { taskId, order } of ledger.unfinished()) {
      const read = rereadOrder(order);
      if (read) this.#queueFor(read).add(taskId, read);
      else ledger.finish(taskId, 'failed', writeReport(taskId, { state: 'failed' }));
      tools.log.info('platform', 'taskResumed', { taskid: taskId });
    }
    reports.send();
  }

  /** The platform has these tasks for the terminal, new ones or not. */
  offered(taskIds: readonly string[]): void {
    const wanted = usableTaskIds(taskIds, this.#options.tools).filter((taskId) => this.#isWanted(taskId, false));
    if (wanted.length > 0) this.#fetches.add(wanted.join(' '), wanted);
  }

  /** The platform pushed this order: done at once. */
  command(order: TaskOrder): void {
    if (usableTaskIds([order.taskid], this.#options.tools).length === 0 || !this.#isWanted(order.taskid, true)) return;
    this.#options.ledger.accept(order.taskid, writeOrder(order));
    const queue = isUpdate(order) ? this.#updates : this.#commands;
    queue.add(order.taskid, order);
  }

  #queueFor(order: TaskOrder): TaskQueue<TaskOrder> {
    return isUpdate(order) ? this.#updates : this.#tasks;
  }

  /** The platform can be reached again. */
  hurry(): void {
    for (const queue of [this.#fetches, this.#tasks, this.#commands, this.#updates]) queue.hurry();
    this.#options.reports.hurry();
  }

  async close(): Promise<void> {
    await Promise.all([this.#fetches, this.#tasks, this.#commands, this.#updates].map((queue) => queue.close()));
  }

  /** Whether a task is to be done (again). One that is done, and comes again, is reported again. */
  #isWanted(taskId: string, now: boolean): boolean {
    if ([this.#tasks, this.#commands, this.#updates].some((queue) => queue.has(taskId))) return false;
    const known = this.#options.ledger.find(taskId);
    if (!known || known.state === 'accepted') return true;
    if (!known.isReported) {
      this.#options.reports.send();
      return false;
    }
    if (known.state !== 'failed') {
      this.#options.reports.again(known);
      return false;
    }
    if (this.#guard.isSetAside(taskId)) return false;
    return now || this.#options.clock.monotonic() >= (this.#notBeforeMs.get(taskId) ?? Number.NEGATIVE_INFINITY);
  }

  /** 3.1 T_GET_TASKS */
  async #fetch(wanted: readonly string[]): Promise<Attempt> {
    // Up to the first that cannot be had: later tasks were meant to come later.
    for (let at = 0; at < wanted.length; at += idsAtOnce) {
      if (!(await this.#fetchSome(wanted.slice(at, at + idsAtOnce)))) break;
    }
    return 'finished';
  }

  /** False: they could not be had; the next heartbeat names them again. */
  async #fetchSome(taskids: readonly string[]): Promise<boolean> {
    const { tools, ledger } = this.#options;
    try {
      for (const order of await getTasks(taskids, tools)) {
        // Not what has been done in the meantime.
        if (!this.#isWanted(order.taskid, false)) continue;
        ledger.accept(order.taskid, writeOrder(order));
        this.#queueFor(order).add(order.taskid, order);
      }
      return true;
    } catch (error) {
      tools.log.warn('platform', 'tasksNotFetched', { code: Fault.from(error, 'internal.bug', 'fetching failed').code });
      return false;
    }
  }

  async #carryOut(order: TaskOrder): Promise<Attempt> {
    const { tools, ledger, reports } = this.#options;
    const { taskid, apicode } = order;
    let result: TaskResult = { state: 'failed' };
    try {
      if (this.#guard.isSetAside(taskid)) this.#guard.setAside(taskid);
      else result = await this.#guard.run(taskid, () => this.#work(order));
    } catch (error) {
      if (tools.signal.aborted) return 'finished'; // still accepted: resumed after the restart
      const fault = Fault.from(error, 'internal.bug', 'a task failed');
      tools.log.warn('platform', 'taskFailed', { taskid, apicode, code: fault.code });
      const mayPass = fault.code.startsWith('platform.') || fault.code === 'photo.hostUnreached';
      if (mayPass && !this.#isHopeless(taskid, fault)) return 'again';
    }
    return this.#finish(order, result, () => {
      ledger.finish(taskid, result.state, writeReport(taskid, result));
      reports.send();
    });
  }

  async #work(order: TaskOrder): Promise<TaskResult> {
    const { tools } = this.#options;
    const { taskid, apicode } = order;
    tools.log.info('platform', 'taskBegins', { taskid, apicode });
    if (apicode === 'T_SEND_PERSON' || apicode === 'T_UPDATE_DEVICE_PERSON') return this.#imports.carryOut(order);
    const kind = otherKinds[apicode];
    return kind ? kind(order, tools, this.#imports) : { state: 'unsupported' };
  }

  /** An outage passes; an answer that stays unreadable means that this task cannot be had. */
  #isHopeless(taskid: string, { code }: Fault): boolean {
    if (code !== 'platform.badReply') return false;
    const times = (this.#unreadable.get(taskid) ?? 0) + 1;
    this.#unreadable.set(taskid, times);
    return times >= mostUnreadable;
  }

  #finish({ taskid, apicode }: TaskOrder, { state }: TaskResult, write: () => void): Attempt {
    const { tools, ledger, clock, random, timing } = this.#options;
    try {
      write();
      this.#unreadable.delete(taskid);
      this.#imports.forget(taskid);
      tools.log.info('platform', 'taskEnds', { taskid, apicode, state });
      if (state === 'failed') {
        const tries = ledger.find(taskid)?.tries ?? 1;
        this.#notBeforeMs.set(taskid, clock.monotonic() + waitAfter(tries, timing.task, random));
      } else {
        this.#notBeforeMs.delete(taskid);
      }
      return 'finished';
    } catch (error) {
      tools.log.error('platform', 'taskNotRecorded', {
        taskid,
        code: Fault.from(error, 'store.failed', 'the ledger failed').code,
      });
      return 'again';
    }
  }
}
