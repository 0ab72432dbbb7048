import type { Task, TaskState } from './records.ts';

/** Ids of 19 digits, more than a double can hold. */
const ID_SHIFT = 22n;
let lastId = 0n;

/** A new id; larger than all before it. */
export function newId(): string {
  const byClock = BigInt(Date.now()) << ID_SHIFT;
  lastId = byClock > lastId ? byClock : lastId + 1n;
  return String(lastId);
}

export class TaskBook {
  readonly #tasks = new Map<string, Task>();

  get all(): readonly Task[] {
    return [...this.#tasks.values()];
  }

  add(task: Task): Task {
    this.#tasks.set(task.id, task);
    return task;
  }

  /** The task, if it is this device's or nobody's. */
  find(id: string, sn: string): Task | null {
    const task = this.#tasks.get(id);
    return task === undefined || (task.sn !== null && task.sn !== sn) ? null : task;
  }

  /** What the device has not told a result of; takes over tasks that are anyone's. */
  waitingFor(sn: string): readonly Task[] {
    const open = this.all.filter((task) => isOpen(task.state) && (task.sn === null || task.sn === sn));
    for (const task of open) {
      task.sn = sn;
      if (task.state === 'waiting') task.state = 'announced';
    }
    return open;
  }

  /** Orders a task again. @returns whether there is such a task. */
  again(id: string): boolean {
    const task = this.#tasks.get(id);
    if (task !== undefined) task.state = 'waiting';
    return task !== undefined;
  }
}

export const isOpen = (state: TaskState): boolean => state !== 'done' && state !== 'failed';
