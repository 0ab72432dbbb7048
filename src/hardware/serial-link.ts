import { Readable } from 'node:stream';
import { SerialPort } from 'serialport';
import { Fault } from '../shared/fault.ts';
import type { ByteLink, OpenLink } from './byte-link.ts';

export interface SerialLinkOptions {
  /** Path of the port, such as `/dev/ttyS1`. */
  readonly port: string;
  /** Bits per second. */
  readonly baudRate: number;
}

/** Bytes that may wait unread; a reader that is so far behind will not catch up. */
const backlogBytes = 64 * 1024;
const closeMs = 1_000;

/** A serial port, 8N1, locked against a second user. */
export function serialLink(options: SerialLinkOptions): OpenLink {
  return async (signal) => {
    const port = await openPort(options, signal);
    return new SerialLink(port, options.port);
  };
}

/** Serial ports of the machine; empty where the system cannot list them. */
export async function listSerialPorts(): Promise<readonly { readonly port: string; readonly maker: string | null }[]> {
  try {
    return (await SerialPort.list()).map((found) => ({ port: found.path, maker: found.manufacturer ?? null }));
  } catch {
    return []; // without udevadm there is no list; ports can still be opened by path
  }
}

function openPort({ port: path, baudRate }: SerialLinkOptions, signal: AbortSignal): Promise<SerialPort> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(new Fault('link.openFailed', `cannot open ${path}`, { cause }));
    if (signal.aborted) return fail(signal.reason);
    let port: SerialPort;
    try {
      port = new SerialPort({ path, baudRate, dataBits: 8, parity: 'none', stopBits: 1, lock: true, autoOpen: false });
    } catch (error) {
      return fail(error);
    }
    const onAbort = (): void => fail(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    port.open((error) => {
      signal.removeEventListener('abort', onAbort);
      if (error) return fail(error);
      if (signal.aborted) return port.close(() => undefined); // opened too late: nobody waits for it any more
      // Bytes that the system kept from before belong to no request of ours.
      port.flush(() => resolve(port));
    });
  });
}

class SerialLink implements ByteLink {
  readonly incoming: Readable;
  readonly #port: SerialPort;
  readonly #path: string;

  constructor(port: SerialPort, path: string) {
    this.#port = port;
    this.#path = path;
    const incoming = new Readable({ read: () => undefined, highWaterMark: backlogBytes });
    this.incoming = incoming;
    port.on('data', (chunk: Uint8Array) => {
      if (incoming.readableEnded || incoming.destroyed) return;
      if (!incoming.push(chunk)) void this.close();
    });
    port.on('close', () => incoming.push(null));
    port.on('error', () => void this.close());
  }

  send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (cause?: unknown): void => reject(new Fault('link.closed', `${this.#path} is closed`, { cause }));
      if (!this.#port.isOpen) return fail();
      this.#port.write(bytes, (error) => (error ? fail(error) : resolve()));
    });
  }

  close(): Promise<void> {
    if (!this.incoming.readableEnded) this.incoming.push(null);
    if (!this.#port.isOpen) return Promise.resolve();
    return new Promise((resolve) => {
      // A driver whose device was pulled out may never finish closing.
      const timer = setTimeout(resolve, closeMs);
      this.#port.close(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
