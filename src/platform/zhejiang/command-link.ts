import { connect, type Socket } from 'node:net';
import { Fault } from '../../shared/fault.ts';
import type { Codec, CommandCode, WireReply } from './codec.ts';
import { splitAddress, type Timing } from './config.ts';
import { encodeFrame, FrameDecoder } from './framing.ts';

interface Waiting {
  readonly resolve: (reply: SizedReply) => void;
  readonly sentBytes: number;
  readonly reject: (fault: Fault) => void;
  readonly timer: NodeJS.Timeout;
}

/** One TCP connection to the platform: commands and their replies, and what the platform sends by itself. */
export interface CommandLink {
  /** This end's address, for heartbeats. */
  readonly localAddress: string;
  /** Aborts when the connection is gone; the reason is a `Fault`. */
  readonly lost: AbortSignal;
  /**
   * Sends `fields` and waits for the reply. Replies carry only their apicode, so a second command of the same apicode waits
   * for the first. `fields` is called when it is sent. Throws `Fault` `platform.timeout` (the connection is dropped), `platform.offline`, `platform.badFrame`.
   */
  command(apicode: CommandCode, fields: () => Readonly<Record<string, string>>): Promise<SizedReply>;
  close(): void;
}

/** A reply, and what crossed the wire for it, bytes. */
export type SizedReply = WireReply & { readonly sentBytes: number; readonly receivedBytes: number };

export interface LinkOptions {
  readonly address: string;
  readonly codec: Codec;
  readonly timing: Timing;
  /** A packet of an apicode for which no command waits (1.2). */
  readonly onPushed: (packet: WireReply) => void;
  readonly signal: AbortSignal;
}

/** Connects. Throws `Fault` `platform.offline` or `platform.timeout`. */
export function openCommandLink(options: LinkOptions): Promise<CommandLink> {
  return new Promise((resolve, reject) => {
    const { host, port } = splitAddress(options.address);
    const socket = connect({ host, port, noDelay: true, keepAlive: true });
    const end = (fault: Fault): void => {
      finish();
      socket.destroy();
      reject(fault);
    };
    const onAbort = (): void => end(new Fault('platform.offline', 'stopped'));
    const onError = (cause: unknown): void =>
      end(new Fault('platform.offline', `cannot connect to ${options.address}`, { cause }));
    const timer = setTimeout(
      () => end(new Fault('platform.timeout', `${options.address} does not answer`)),
      options.timing.connectMs,
    );
    const finish = (): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      finish();
      resolve(new SocketLink(socket, options));
    });
    options.signal.addEventListener('abort', onAbort, { once: true });
    if (options.signal.aborted) onAbort();
  });
}

class SocketLink implements CommandLink {
  readonly localAddress: string;
  readonly #socket: Socket;
  readonly #options: LinkOptions;
  readonly #frames = new FrameDecoder();
  readonly #lost = new AbortController();
  readonly #waiting = new Map<string, Waiting>();
  /** Per apicode: settles when the last command that was handed in has its reply. */
  readonly #turns = new Map<CommandCode, Promise<unknown>>();

  constructor(socket: Socket, options: LinkOptions) {
    this.#socket = socket;
    this.#options = options;
    this.localAddress = (socket.localAddress ?? '').replace(/^::ffff:/, '');
    socket.on('data', (chunk: Uint8Array) => this.#take(chunk));
    socket.on('error', (cause) => this.#drop(new Fault('platform.offline', 'the connection broke', { cause })));
    socket.on('close', () => this.#drop(new Fault('platform.offline', 'the platform closed the connection')));
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  command(apicode: CommandCode, fields: () => Readonly<Record<string, string>>): Promise<SizedReply> {
    const before = this.#turns.get(apicode) ?? Promise.resolve();
    const mine = before.then(() => this.#send(apicode, fields));
    this.#turns.set(
      apicode,
      mine.catch(() => undefined),
    );
    return mine;
  }

  close(): void {
    this.#drop(new Fault('platform.offline', 'closed'));
  }

  #send(apicode: CommandCode, fields: () => Readonly<Record<string, string>>): Promise<SizedReply> {
    if (this.#lost.signal.aborted)
      return Promise.reject(new Fault('platform.offline', 'no connection', { cause: this.#lost.signal.reason }));
    const frame = encodeFrame(this.#options.codec.encode(apicode, fields()));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#drop(new Fault('platform.timeout', `no answer to ${apicode}`)),
        this.#options.timing.replyMs,
      );
      this.#waiting.set(apicode, { resolve, reject, timer, sentBytes: frame.length });
      this.#socket.write(frame);
    });
  }

  #take(chunk: Uint8Array): void {
    try {
      for (const message of this.#frames.push(chunk)) {
        this.#deliver(this.#options.codec.decodeReply(message), message.length);
      }
    } catch (error) {
      this.#drop(Fault.from(error, 'platform.badFrame', 'not a message'));
    }
  }

  #deliver(reply: WireReply, receivedBytes: number): void {
    const waiting = this.#waiting.get(reply.apicode);
    if (!waiting) return this.#options.onPushed(reply);
    this.#waiting.delete(reply.apicode);
    clearTimeout(waiting.timer);
    waiting.resolve({ ...reply, sentBytes: waiting.sentBytes, receivedBytes });
  }

  #drop(fault: Fault): void {
    if (this.#lost.signal.aborted) return;
    this.#lost.abort(fault);
    this.#socket.destroy();
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(fault);
    }
    this.#waiting.clear();
  }
}
