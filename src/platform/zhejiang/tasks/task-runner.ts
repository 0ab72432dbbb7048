import { Fault } from '../../../shared/fault.ts';
import type { Clock } from '../../../shared/clock.ts';
import { waitAfter } from '../../back-off.ts';
import type { TaskLedger } from '../../ports.ts';
import { isObject, unwrapText, type Json } from '../../tolerant-json.ts';
import type { Timing } from '../config.ts';
import { ask, type TaskResult, type TaskTools } from './carry-out.ts';
import { carryOutFirmware } from './firmware.ts';
import { readOrder, rereadOrder, writeOrder, type TaskOrder } from './order.ts';
import { carryOutPeople } from './people.ts';
import { carryOutClear, carryOutDelete } from './removal.ts';
import { carryOutRosterReport } from './roster-report.ts';
import { writeReport } from './report-text.ts';
import type { TaskReports } from './task-reports.ts';
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
/** After so many unreadable answers the task counts as not carried through. */
const mostUnreadable = 5;

const kinds: Readonly<Record<string, (order: TaskOrder, tools: TaskTools) => Promise<TaskResult>>> = {
  T_SEND_PERSON: carryOutPeople,
  T_UPDATE_DEVICE_PERSON: carryOutPeople,
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
  }

  /** Takes up what was left unfinished and unreported when the terminal stopped. */
  resume(): void {
    const { ledger, reports, tools } = this.#options;
    for (const { taskId, order } of ledger.unfinished()) {
      const read = rereadOrder(order);
      if (read) this.#tasks.add(taskId, read);
      else ledger.finish(taskId, 'failed', writeReport(taskId, { state: 'failed' }));
      tools.log.info('platform', 'taskResumed', { taskid: taskId });
    }
    reports.send();
  }

  /** The platform has these tasks for the terminal, new ones or not. */
  offered(taskIds: readonly string[]): void {
    const wanted = taskIds.filter((taskId) => this.#isWanted(taskId, false));
    if (wanted.length > 0) this.#fetches.add(wanted.join(' '), wanted);
  }

  /** The platform pushed this order: done at once. */
  command(order: TaskOrder): void {
    if (!this.#isWanted(order.taskid, true)) return;
    this.#options.ledger.accept(order.taskid, writeOrder(order));
    this.#commands.add(order.taskid, order);
  }

  /** The platform can be reached again. */
  hurry(): void {
    for (const queue of [this.#fetches, this.#tasks, this.#commands]) queue.hurry();
    this.#options.reports.hurry();
  }

  async close(): Promise<void> {
    await Promise.all([this.#fetches.close(), this.#tasks.close(), this.#commands.close()]);
  }

  /** Whether a task is to be done (again). One that is done, and comes again, is reported again. */
  #isWanted(taskId: string, now: boolean): boolean {
    if (this.#tasks.has(taskId) || this.#commands.has(taskId)) return false;
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
      const reply = await ask(tools, { apicode: 'T_GET_TASKS', taskid: null, param: JSON.stringify({ taskids }) });
      const orders = reply ? tasksOf(reply.response) : [];
      const inOrder = orders.toSorted((one, other) => taskids.indexOf(one.taskid) - taskids.indexOf(other.taskid));
      for (const order of inOrder) {
        // Only what was asked for, and not what has been done in the meantime.
        if (!taskids.includes(order.taskid) || !this.#isWanted(order.taskid, false)) continue;
        ledger.accept(order.taskid, writeOrder(order));
        this.#tasks.add(order.taskid, order);
      }
      if (orders.length < taskids.length)
        tools.log.warn('platform', 'tasksMissing', { asked: taskids.length, got: orders.length });
      return true;
    } catch (error) {
      tools.log.warn('platform', 'tasksNotFetched', { code: Fault.from(error, 'internal.bug', 'fetching failed').code });
      return false;
    }
  }

  async #carryOut(order: TaskOrder): Promise<Attempt> {
    const { tools, ledger, reports } = this.#options;
    const { taskid, apicode } = order;
    let result: TaskResult;
    try {
      const kind = kinds[apicode];
      tools.log.info('platform', 'taskBegins', { taskid, apicode });
      result = kind ? await kind(order, tools) : { state: 'unsupported' };
    } catch (error) {
      if (tools.signal.aborted) return 'finished'; // still accepted: resumed after the restart
      const fault = Fault.from(error, 'internal.bug', 'a task failed');
      tools.log.warn('platform', 'taskFailed', { taskid, apicode, code: fault.code });
      if (fault.code.startsWith('platform.') && !this.#isHopeless(taskid, fault)) return 'again';
      result = { state: 'failed' };
    }
    return this.#finish(order, result, () => {
      ledger.finish(taskid, result.state, writeReport(taskid, result));
      reports.send();
    });
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

function tasksOf(response: Json | undefined): readonly TaskOrder[] {
  const list = isObject(response) ? unwrapText(response['tasks']) : undefined;
  if (!Array.isArray(list)) throw new Fault('platform.badReply', 'no list of tasks');
  return (list as readonly Json[]).map(readOrder).filter((order) => order !== null);
}
