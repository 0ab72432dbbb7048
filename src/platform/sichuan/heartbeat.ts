import { Fault } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import { BackOff } from '../back-off.ts';
import { pause } from '../pause.ts';
import { isObject, type Json } from '../tolerant-json.ts';
import type { Problems } from '../problems.ts';
import type { Calls, Outcome } from './calls.ts';
import type { Settings, Timing } from './config.ts';
import { results } from './dictionaries.ts';
import { onlineFields } from './requests.ts';
import { textOf } from './task-entry.ts';

export interface HeartbeatOptions {
  readonly settings: Pick<Settings, 'sn' | 'heartbeatSeconds'>;
  readonly calls: Calls;
  readonly problems: Problems;
  readonly timing: Timing;
  readonly log: Log;
  readonly random: () => number;
  /** The platform took a heartbeat, after one that it did not, or the first. */
  readonly onBack: () => void;
  /** All tasks that wait for this terminal, as of now. */
  readonly onTasks: (taskIds: readonly string[]) => void;
}

/** 5.3.1 Online: at once, then at its interval; sooner again when it did not get through. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #stop = new AbortController();
  readonly #unreached: BackOff;
  readonly #refused: BackOff;
  #tooOften = 0;
  #isBack = false;
  readonly #ended: Promise<void>;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#unreached = new BackOff(options.timing.unreached, options.random);
    this.#refused = new BackOff(options.timing.refused, options.random);
    this.#ended = this.#run();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { calls, settings } = this.#options;
    while (!this.#stop.signal.aborted) {
      let waitMs: number;
      try {
        const fields = onlineFields(settings.sn);
        waitMs = this.#after(await calls.call({ method: 'Online', fields, wants: 'value', contentAt: [results.tasksWaiting] }));
      } catch (error) {
        const { code } = Fault.from(error, 'internal.bug', 'a heartbeat failed');
        this.#isBack = false;
        // It came through, but cannot be read: sooner would not be better.
        waitMs = code === 'platform.cannotDecrypt' ? settings.heartbeatSeconds * 1_000 : this.#unreached.next();
      }
      await pause(waitMs, this.#stop.signal);
    }
  }

  /** Acts on the answer; returns the wait until the next heartbeat, ms. */
  #after(outcome: Outcome): number {
    const { settings } = this.#options;
    const usualMs = settings.heartbeatSeconds * 1_000;
    if (outcome.kind === 'taken') {
      this.#unreached.reset();
      this.#refused.reset();
      this.#tooOften = 0;
      if (!this.#isBack) this.#options.onBack();
      this.#isBack = true;
      this.#offer(outcome.content.kind === 'value' ? outcome.content.value : []);
      return usualMs;
    }
    this.#isBack = false;
    switch (outcome.reason) {
      case 'serialNumber':
      case 'signature':
        return this.#refused.next();
      case 'tooOften':
        this.#tooOften += 1;
        return Math.max(usualMs, Math.min(usualMs * 2 ** this.#tooOften, longestMs));
      case 'stale':
      case 'platform':
      case 'unlisted':
        return this.#unreached.next();
    }
  }

  #offer(content: Json): void {
    const { onTasks, log, problems } = this.#options;
    if (!Array.isArray(content)) {
      log.warn('platform', 'tasksUnreadable', { code: 'platform.badReply' });
      return problems.raise('tasks', 'Online: Content is no list of tasks [platform.badReply]');
    }
    const tasks = content as readonly Json[];
    const ids = tasks.map((task) => (isObject(task) ? textOf(task['Id']) : null)).filter((id) => id !== null);
    problems.clear('tasks');
    onTasks([...new Set(ids)]);
  }
}

/** 5.3.1 advises 5 to 10 minutes. */
const longestMs = 10 * 60_000;
