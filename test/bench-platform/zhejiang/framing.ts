// 附件二 1.2: each packet is its length as a base-128 varint (0xAC02 = 300), then that many bytes of protobuf.

/** Longest packet that is taken. */
export const MAX_PACKET_BYTES = 4 * 1024 * 1024;
const MAX_LENGTH_BYTES = 5;

export class FramingError extends Error {
  override readonly name = 'FramingError';
}

/** `packet` with its length before it. */
export function frame(packet: Uint8Array): Buffer {
  return Buffer.concat([varint(packet.length), packet]);
}

/** A base-128 varint: seven bits a byte, low ones first, the high bit set on all but the last. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** Cuts a byte stream into packets, wherever its chunks end. */
export class FrameReader {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #wanted: number | null = null;

  /** The packets that `chunk` completes. @throws {FramingError} on a length that cannot be meant; the stream is lost then. */
  push(chunk: Uint8Array): readonly Buffer[] {
    this.#held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#heldBytes += chunk.length;
    const packets: Buffer[] = [];
    for (;;) {
      if (this.#wanted === null) {
        const length = readLength(this.#joined());
        if (length === null) return packets;
        this.#take(length.bytes);
        this.#wanted = length.value;
      }
      if (this.#heldBytes < this.#wanted) return packets;
      packets.push(this.#take(this.#wanted));
      this.#wanted = null;
    }
  }

  #joined(): Buffer {
    const all = this.#held.length === 1 ? this.#held[0] : undefined;
    if (all !== undefined) return all;
    const joined = Buffer.concat(this.#held);
    this.#held = [joined];
    return joined;
  }

  #take(count: number): Buffer {
    const all = this.#joined();
    this.#held = [all.subarray(count)];
    this.#heldBytes -= count;
    return all.subarray(0, count);
  }
}

function readLength(bytes: Buffer): { readonly value: number; readonly bytes: number } | null {
  let value = 0;
  for (let index = 0; index < MAX_LENGTH_BYTES; index++) {
    const byte = bytes[index];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 0x80 ** index;
    if (byte < 0x80) {
      if (value > MAX_PACKET_BYTES) throw new FramingError(`a packet of ${value} bytes`);
      return { value, bytes: index + 1 };
    }
  }
  throw new FramingError(`a length of more than ${MAX_LENGTH_BYTES} bytes`);
}
