import { isObject, type Json } from '../json.ts';
import type { Person } from '../people-folder.ts';
import { sizeOf } from '../shelf.ts';
import type { Bench } from './bench.ts';
import { taskObject } from './http-calls.ts';
import { done } from './outcome.ts';
import type { Firmware } from './records.ts';
import type { Apicode } from './signatures.ts';
import type { NewTask } from './task-book.ts';
import type { TcpServer } from './tcp-server.ts';

/** To whom an order goes and how. */
export interface OrderOptions {
  /** Default: the first device that asks for work. */
  readonly sn?: string;
  /**
   * `heartbeat` (default): the reply to a heartbeat names it. `push`: sent at once as a command (1.2) to the devices that are
   * connected; heartbeats name it too until it is reported.
   */
  readonly deliver?: 'heartbeat' | 'push';
}

/** Firmware to order: an address, or a file that this server serves. */
export interface FirmwareOrder {
  readonly version: string;
  /** Bytes; default: those of `file`, else 0. */
  readonly size?: number;
  readonly url?: string;
  readonly file?: string | Uint8Array;
}

/** What the platform can be told to order. Each gives the task's id. */
export class Orders {
  readonly #bench: Bench;
  readonly #tcp: TcpServer;
  readonly #baseUrl: () => string;

  constructor(bench: Bench, tcp: TcpServer, baseUrl: () => string) {
    this.#bench = bench;
    this.#tcp = tcp;
    this.#baseUrl = baseUrl;
  }

  /** T_SEND_PERSON */
  sendPeople(people: readonly Person[], options: OrderOptions = {}): string {
    return this.#order('T_SEND_PERSON', { people }, options);
  }

  /** T_UPDATE_DEVICE_PERSON */
  updatePeople(people: readonly Person[], options: OrderOptions = {}): string {
    return this.#order('T_UPDATE_DEVICE_PERSON', { people }, options);
  }

  /** T_DEL_DEVICE_PERSON */
  deletePeople(personIds: readonly string[], options: OrderOptions = {}): string {
    return this.#order('T_DEL_DEVICE_PERSON', { personIds }, options);
  }

  /** T_CLEAR_DEVICE_PERSON */
  clearPeople(options: OrderOptions = {}): string {
    return this.#order('T_CLEAR_DEVICE_PERSON', {}, options);
  }

  /** T_POST_DEVICE_PERSON; without `excludeFields` the task carries no param. */
  askRoster(excludeFields: readonly string[] = [], options: OrderOptions = {}): string {
    return this.#order('T_POST_DEVICE_PERSON', excludeFields.length === 0 ? {} : { excludeFields }, options);
  }

  /** T_UPDATE_DEVICE_VERSION */
  async firmware(order: FirmwareOrder, options: OrderOptions = {}): Promise<string> {
    const { version, file } = order;
    const url = order.url ?? (file === undefined ? '' : this.#bench.shelf.put('firmware', file, null));
    const size = order.size ?? (file === undefined ? 0 : await sizeOf(file));
    const firmware: Firmware = { version, size, url };
    return this.#order('T_UPDATE_DEVICE_VERSION', { firmware }, options);
  }

  /** A task of any apicode, known to devices or not. */
  other(apicode: string, options: OrderOptions = {}): string {
    return this.#order(apicode as Apicode, {}, options);
  }

  /** Names a task again that was reported. @returns whether there is such a task. */
  again(taskid: string): boolean {
    const isKnown = this.#bench.tasks.again(taskid);
    this.#bench.changed();
    return isKnown;
  }

  /** Sends a packet that was not asked for (1.2), its `response` as given. @returns to how many connections. */
  pushCommand(command: { readonly apicode: string; readonly response?: Json; readonly sn?: string }): number {
    return this.#tcp.push(command.apicode, done(command.response ?? null), command.sn);
  }

  #order(apicode: Apicode, content: NewTask, options: OrderOptions): string {
    const task = this.#bench.tasks.add(apicode, options.sn ?? null, content);
    if (options.deliver === 'push') {
      const { taskid, param } = taskObject(this.#bench, task, this.#baseUrl());
      // The packet has an apicode of its own.
      const response = {
        taskid,
        ...(param === undefined || (isObject(param) && Object.keys(param).length === 0) ? {} : { param }),
      };
      this.#tcp.push(apicode, done(response), options.sn);
    }
    this.#bench.changed();
    return task.taskid;
  }
}
