import type { Json } from '../json.ts';
import type { Person } from '../people-folder.ts';
import type { Bench } from './bench.ts';
import type { DelType, UserType } from './dictionaries.ts';
import type { Task } from './records.ts';
import { newId } from './task-book.ts';

/** To whom an order goes. */
export interface OrderOptions {
  /** Default: the first device that asks for work. */
  readonly sn?: string;
  /** The task's id. Default: 19 digits. */
  readonly id?: string;
}

/** What the platform can be told to order; the reply to the next Online names it. Each gives the task's id. */
export class Orders {
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** People to add or to change, each with his first photograph; without one there is no `photo`. `userType` (6.2) is 1 by default. */
  sendPeople(people: readonly Person[], options: OrderOptions & { readonly userType?: UserType } = {}): string {
    return this.#order({ kind: 'add', people, userType: options.userType ?? 1 }, options);
  }

  /** People to remove, for a reason of 6.6. Names are those that were sent last. */
  removePeople(userIds: readonly string[], delType: DelType, options: OrderOptions = {}): string {
    const people = userIds.map((userId) => ({ userId, name: this.#nameOf(userId), delType }));
    return this.#order({ kind: 'remove', people }, options);
  }

  /** Any content under any `Type`. */
  raw(type: number, content: Json, options: OrderOptions = {}): string {
    return this.#order({ kind: 'raw', type, content }, options);
  }

  /** Names a task again that has a result. @returns whether there is such a task. */
  again(id: string): boolean {
    const isKnown = this.#bench.tasks.again(id);
    this.#bench.changed();
    return isKnown;
  }

  #nameOf(userId: string): string {
    const sent = this.#bench.tasks.all.flatMap(({ order }) => (order.kind === 'add' ? order.people : []));
    return sent.findLast(({ id }) => id === userId)?.name ?? '';
  }

  #order(order: Task['order'], { sn, id }: OrderOptions): string {
    const task: Task = { id: id ?? newId(), createdAtMs: Date.now(), sn: sn ?? null, state: 'waiting', fetches: 0, order };
    this.#bench.tasks.add(task);
    this.#bench.changed();
    return task.id;
  }
}
