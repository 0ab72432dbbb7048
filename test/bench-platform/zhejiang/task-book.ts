import type { Apicode } from './signatures.ts';
import type { Task, TaskState } from './records.ts';

/** Ids like the document's: 19 digits, more than a double can hold. */
const ID_SHIFT = 22n;

export type NewTask = Pick<Task, 'people' | 'personIds' | 'excludeFields' | 'firmware'>;

export class TaskBook {
  readonly #tasks = new Map<string, Task>();
  #lastId = 0n;

  get all(): readonly Task[] {
    return [...this.#tasks.values()];
  }

  add(apicode: Apicode, sn: string | null, content: NewTask): Task {
    const byClock = BigInt(Date.now()) << ID_SHIFT;
    this.#lastId = byClock > this.#lastId ? byClock : this.#lastId + 1n;
    const task: Task = {
      taskid: String(this.#lastId),
      apicode,
      createdAtMs: Date.now(),
      sn,
      state: 'waiting',
      pagesAsked: [],
      ...content,
    };
    this.#tasks.set(task.taskid, task);
    return task;
  }

  /** The task, if it is this device's. */
  find(taskid: string, sn: string): Task | null {
    const task = this.#tasks.get(taskid);
    if (task === undefined || (task.sn !== null && task.sn !== sn)) return null;
    return task;
  }

  /** What the device has not reported yet; takes over tasks that are anyone's. */
  waitingFor(sn: string): readonly string[] {
    const open = this.all.filter((task) => isOpen(task.state) && (task.sn === null || task.sn === sn));
    for (const task of open) {
      task.sn = sn;
      if (task.state === 'waiting') task.state = 'announced';
    }
    return open.map((task) => task.taskid);
  }

  report(taskid: string, sn: string, status: number): void {
    const task = this.find(taskid, sn);
    if (task === null) return;
    task.sn = sn;
    task.state = status === 1 ? 'done' : status === 2 ? 'failed' : 'unsupported';
  }

  /** Orders a task again that was reported. @returns whether there is such a task. */
  again(taskid: string): boolean {
    const task = this.#tasks.get(taskid);
    if (task !== undefined) task.state = 'waiting';
    return task !== undefined;
  }

  restore(tasks: readonly Task[]): void {
    for (const task of tasks) {
      this.#tasks.set(task.taskid, task);
      if (BigInt(task.taskid) > this.#lastId) this.#lastId = BigInt(task.taskid);
    }
  }
}

const isOpen = (state: TaskState): boolean => state === 'waiting' || state === 'announced' || state === 'fetched';
