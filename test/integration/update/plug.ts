import type { FilePort, FileWriter } from '../../../src/launcher/file-port.ts';

export type Actor = 'launcher' | 'program';
/** `torn`: in the middle of a write. `full`: nobody is gone, but from here on nothing can be written any more. */
export type Moment = 'before' | 'after' | 'torn' | 'full';

const writing = ['makeFolder', 'write', 'open', 'append', 'sync'];

/** A call of the port, as it was made in a run that nobody interrupted. */
export interface Call {
  readonly actor: Actor;
  readonly name: string;
  /** Last parts of the path. */
  readonly on: string;
}

/** The process is gone in the middle of a call. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Counts every call of the file port and pulls the plug at one of them. */
export class Plug {
  readonly calls: Call[] = [];
  readonly #killAt: number;
  readonly #moment: Moment;
  readonly #onKill: (actor: Actor) => void;
  #isOff = false;

  /** `killAt`: number of the call, from 0; Infinity: never. `onKill` is called when it comes; what it throws goes up. */
  constructor(killAt: number, moment: Moment, onKill: (actor: Actor) => void) {
    this.#killAt = killAt;
    this.#moment = moment;
    this.#onKill = onKill;
  }

  /** True once the plug was pulled. */
  get isOff(): boolean {
    return this.#isOff;
  }

  /** `files` as seen by one process; `isDead`: it does nothing any more. */
  wire(files: FilePort, actor: Actor, isDead: () => boolean): FilePort {
    const call = <T>(name: string, path: string, act: () => T, half?: () => void): T => {
      if (isDead()) throw new Killed(name);
      const number = this.calls.push({ actor, name, on: path.split('/').slice(-2).join('/') }) - 1;
      if (this.#moment === 'full') {
        if (number >= this.#killAt && writing.includes(name)) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' });
        return act();
      }
      const isIt = number === this.#killAt && !this.#isOff;
      if (isIt && this.#moment !== 'after') {
        if (this.#moment === 'torn') half?.();
        this.#pull(actor);
      }
      const result = act();
      if (isIt) this.#pull(actor);
      return result;
    };
    return {
      read: (path) => call('read', path, () => files.read(path)),
      readAt: (path, offset, length) => call('readAt', path, () => files.readAt(path, offset, length)),
      size: (path) => call('size', path, () => files.size(path)),
      list: (path) => call('list', path, () => files.list(path)),
      freeBytes: (path) => call('freeBytes', path, () => files.freeBytes(path)),
      stream: (path, signal) => {
        // Opened only when it is read: a process that is gone leaves none open.
        call('stream', path, () => undefined);
        return files.stream(path, signal);
      },
      makeFolder: (path) => call('makeFolder', path, () => files.makeFolder(path)),
      write: (path, bytes) =>
        call(
          'write',
          path,
          () => files.write(path, bytes),
          () => files.write(path, bytes.subarray(0, bytes.length >> 1)),
        ),
      openWriter: async (path, options) => {
        const opened: Promise<FileWriter>[] = [];
        try {
          call('open', path, () => opened.push(files.openWriter(path, options)));
        } catch (error) {
          // A process that is gone has closed its files as well.
          for (const writer of opened) await (await writer).close();
          throw error;
        }
        const [writer] = opened;
        if (writer === undefined) throw new Error('not opened');
        return this.#wireWriter(await writer, path, call);
      },
      rename: (from, to) => call('rename', to, () => files.rename(from, to)),
      remove: (path) => call('remove', path, () => files.remove(path)),
      syncFolder: (path) => call('syncFolder', path, () => files.syncFolder(path)),
    };
  }

  #wireWriter(
    writer: FileWriter,
    path: string,
    call: <T>(name: string, path: string, act: () => T, half?: () => void) => T,
  ): FileWriter {
    return {
      // Asynchronous: what is half written is what was written before.
      write: async (bytes) => call('append', path, () => writer.write(bytes)),
      sync: async () => call('sync', path, () => writer.sync()),
      // A process that is gone has closed its files as well.
      close: async () => {
        await writer.close();
        call('close', path, () => undefined);
      },
    };
  }

  #pull(actor: Actor): void {
    this.#isOff = true;
    this.#onKill(actor);
  }
}
