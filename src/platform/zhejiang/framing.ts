import { Fault } from '../../shared/fault.ts';

/** 1.2: each message is preceded by its length as a base-128 varint. */
export const mostVarintBytes = 5;
/** No message is longer, bytes. */
export const mostFrameBytes = 4 * 1024 * 1024;

export function encodeFrame(message: Uint8Array): Uint8Array {
  const length: number[] = [];
  let rest = message.length;
  while (rest >= 0x80) {
    length.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  length.push(rest);
  const frame = new Uint8Array(length.length + message.length);
  frame.set(length);
  frame.set(message, length.length);
  return frame;
}

/**
 * Cuts a stream of bytes into messages, however it arrives in pieces. After a length that cannot be (0, over the cap, a
 * varint that does not end) there is no way to find the next message: `push` throws, and the connection must be dropped.
 */
export class FrameDecoder {
  #length = 0;
  #lengthBytes = 0;
  /** The message being received; null while its length is being read. */
  #message: Uint8Array | null = null;
  #filled = 0;

  /** Messages that become whole with `chunk`, in order; then throws `Fault` `platform.badFrame` if the rest cannot be one. */
  *push(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#message === null) {
        this.#takeLengthByte(chunk[at] ?? 0);
        at += 1;
        continue;
      }
      const piece = chunk.subarray(at, at + this.#length - this.#filled);
      this.#message.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === this.#length) yield this.#takeMessage(this.#message);
    }
  }

  /** Bytes of a message that has not ended; 0 between messages. */
  get pendingBytes(): number {
    return this.#lengthBytes + this.#filled;
  }

  #takeMessage(message: Uint8Array): Uint8Array {
    this.#message = null;
    this.#length = 0;
    this.#lengthBytes = 0;
    this.#filled = 0;
    return message;
  }

  #takeLengthByte(byte: number): void {
    // Multiplied, not shifted: five bytes hold 35 bits.
    this.#length += (byte & 0x7f) * 2 ** (7 * this.#lengthBytes);
    this.#lengthBytes += 1;
    if (byte >= 0x80) {
      if (this.#lengthBytes === mostVarintBytes) throw new Fault('platform.badFrame', 'a length that does not end');
      return;
    }
    if (this.#length === 0) throw new Fault('platform.badFrame', 'a message of length 0');
    if (this.#length > mostFrameBytes) throw new Fault('platform.badFrame', `a message of ${this.#length} bytes`);
    this.#message = new Uint8Array(this.#length);
  }
}
