/**
 * Frames of the security module (SAM_V) in readers of identity cards, as the makers of readers publish them ("SAM_V 通信协议",
 * tables 3 and 4): five fixed bytes, the length (two bytes, high first) of all that follows, then command and parameter or
 * three status bytes, data, and the XOR of everything from the length to the last byte of data.
 */
export const preamble: readonly number[] = [0xaa, 0xaa, 0xaa, 0x96, 0x69];

/** Commands with their parameter (table 9). */
export const samCommands = {
  status: [0x11, 0xff],
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  readTextAndPhoto: [0x30, 0x01],
} as const;

export type SamCommand = keyof typeof samCommands;

export interface SamReply {
  /** SW1 and SW2: what the card itself answered. */
  readonly card: number;
  /** SW3: what the module says. */
  readonly status: number;
  readonly data: Uint8Array;
}

export function encodeSamCommand(command: SamCommand): Uint8Array {
  const [code, parameter] = samCommands[command];
  const body = [0x00, 0x03, code, parameter];
  return Uint8Array.from([...preamble, ...body, xorOf(body)]);
}

export const xorOf = (bytes: Iterable<number>): number => {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
};

/** Three status bytes and the checksum. */
const shortest = 4;
/** The longest reply holds text, photograph and two fingerprints: 2,312 bytes. */
const longest = 4_096;
const headLength = preamble.length + 2;

/** Finds replies in what arrives. Holds at most one frame; whatever fits no frame is passed over and counted. */
export class SamDecoder {
  #rest: Uint8Array = new Uint8Array(0);
  #discardedBytes = 0;
  #badFrames = 0;

  /** Bytes passed over so far; the beginning of a frame that never ends counts once `drop` is called. */
  get discardedBytes(): number {
    return this.#discardedBytes;
  }

  /** Frames with a wrong checksum or an impossible length. */
  get badFrames(): number {
    return this.#badFrames;
  }

  push(chunk: Uint8Array): SamReply[] {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const replies: SamReply[] = [];
    let at = 0;
    for (;;) {
      const start = startOf(bytes, at);
      this.#discardedBytes += start - at;
      at = start;
      if (bytes.length - at < headLength) break;
      const length = bytes.readUInt16BE(at + preamble.length);
      const end = at + headLength + length;
      const isPossible = length >= shortest && length <= longest;
      if (isPossible && end > bytes.length) break;
      const reply = isPossible ? replyIn(bytes.subarray(at + preamble.length, end)) : null;
      if (reply !== null) replies.push(reply);
      else {
        this.#badFrames += 1;
        this.#discardedBytes += 1; // a true frame may begin inside of this one
      }
      at = reply === null ? at + 1 : end;
    }
    this.#rest = Uint8Array.from(bytes.subarray(at));
    return replies;
  }

  /** Gives up a frame under way: what came of it belongs to no later reply. */
  drop(): void {
    this.#discardedBytes += this.#rest.length;
    this.#rest = new Uint8Array(0);
  }
}

/** Where the next preamble, or what may be the beginning of one, lies. */
function startOf(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    if (preamble.every((byte, index) => at + index >= bytes.length || bytes[at + index] === byte)) return at;
  }
  return bytes.length;
}

/** `frame`: from the length to the checksum. */
function replyIn(frame: Buffer): SamReply | null {
  if (xorOf(frame) !== 0) return null;
  return { card: frame.readUInt16BE(2), status: frame.readUInt8(4), data: Uint8Array.from(frame.subarray(5, -1)) };
}
