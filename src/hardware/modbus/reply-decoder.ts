import {
  confirmationOf,
  crc16,
  exceptionBit,
  functionCode,
  isConfirmedByEcho,
  type ModbusReply,
  type ModbusRequest,
} from './frame.ts';

const exceptionLength = 5;
/** Unit, function, number of bytes; checksum behind the data. */
const readOverhead = 5;

/**
 * Finds the reply to one request in what arrives. RTU frames have no start mark, so every position is tried, and
 * only the frame that can answer this request counts: a late reply to another request is noise like any other.
 * Holds fewer bytes than one frame, whatever arrives.
 */
export class ReplyDecoder {
  readonly #request: ModbusRequest;
  /** The reply to a write, byte for byte; null: a read's. */
  readonly #confirmation: Uint8Array | null;
  readonly #length: number;
  #rest: Uint8Array = new Uint8Array(0);
  #copiesToSkip: number;
  #discardedBytes = 0;

  /** `copiesToSkip`: confirmations to pass over, 1 on an adapter that hears its own sending (a write's echo looks like its reply). */
  constructor(request: ModbusRequest, copiesToSkip = 0) {
    this.#request = request;
    const readBytes = readBytesOf(request);
    this.#confirmation = readBytes === null ? confirmationOf(request) : null;
    this.#length = this.#confirmation?.length ?? readOverhead + (readBytes ?? 0);
    this.#copiesToSkip = isConfirmedByEcho(request) ? copiesToSkip : 0;
  }

  /** Bytes seen so far that belong to no reply. */
  get discardedBytes(): number {
    return this.#discardedBytes + this.#rest.length;
  }

  /** Takes the next bytes; returns the reply when it is complete. What follows it is dropped. */
  push(chunk: Uint8Array): ModbusReply | null {
    const bytes = Uint8Array.from([...this.#rest, ...chunk]);
    let at = 0;
    while (at < bytes.length) {
      const found = this.#replyAt(bytes.subarray(at));
      if (found === null) {
        if (bytes.length - at < this.#length) break;
        this.#discardedBytes += 1;
        at += 1;
      } else if (this.#copiesToSkip > 0 && found.reply.kind === 'written') {
        this.#copiesToSkip -= 1;
        at += found.length;
      } else {
        this.#discardedBytes += bytes.length - at - found.length;
        this.#rest = new Uint8Array(0);
        return found.reply;
      }
    }
    return this.#searchTail(bytes.subarray(at));
  }

  /** The tail is too short for a full reply, but may hold an exception, which is shorter. */
  #searchTail(tail: Uint8Array): ModbusReply | null {
    for (let at = 0; at + exceptionLength <= tail.length; at += 1) {
      const found = this.#replyAt(tail.subarray(at));
      if (found === null) continue;
      this.#discardedBytes += tail.length - found.length;
      this.#rest = new Uint8Array(0);
      return found.reply;
    }
    this.#rest = tail;
    return null;
  }

  #replyAt(bytes: Uint8Array): { readonly reply: ModbusReply; readonly length: number } | null {
    const code = functionCode[this.#request.kind];
    if (bytes[0] !== this.#request.unit) return null;
    if (bytes[1] === (code | exceptionBit) && hasValidCrc(bytes, exceptionLength)) {
      return { reply: { kind: 'exception', code: bytes[2] ?? 0 }, length: exceptionLength };
    }
    if (bytes[1] !== code || !hasValidCrc(bytes, this.#length)) return null;
    const length = this.#length;
    if (this.#confirmation !== null) {
      return this.#confirmation.every((byte, index) => bytes[index] === byte) ? { reply: { kind: 'written' }, length } : null;
    }
    if (bytes[2] !== length - readOverhead) return null;
    return { reply: readReply(this.#request, bytes.subarray(3, length - 2)), length };
  }
}

/** Bytes of data in the reply to a read; null: the request is a write. */
function readBytesOf(request: ModbusRequest): number | null {
  if (request.kind === 'readCoil') return 1;
  if (request.kind === 'readRegister') return 2;
  return request.kind === 'readInputs' ? Math.ceil(request.count / 8) : null;
}

function readReply(request: ModbusRequest, data: Uint8Array): ModbusReply {
  const bitAt = (at: number): boolean => (((data[at >> 3] ?? 0) >> (at & 7)) & 1) === 1;
  if (request.kind === 'readRegister') return { kind: 'register', value: (data[0] ?? 0) * 256 + (data[1] ?? 0) };
  if (request.kind === 'readInputs')
    return { kind: 'inputs', areActive: Array.from({ length: request.count }, (_, at) => bitAt(at)) };
  return { kind: 'coil', isOn: bitAt(0) };
}

function hasValidCrc(bytes: Uint8Array, length: number): boolean {
  if (bytes.length < length) return false;
  const crc = crc16(bytes.subarray(0, length - 2));
  return bytes[length - 2] === (crc & 0xff) && bytes[length - 1] === crc >> 8;
}
