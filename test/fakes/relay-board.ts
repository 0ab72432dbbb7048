import { Readable } from 'node:stream';

/** A request that reached the board. */
export interface SeenRequest {
  /** `performance.now()` when its last byte was there. */
  readonly atMs: number;
  readonly functionCode: number;
  readonly address: number;
  readonly value: number;
}

/** What goes wrong with one request; stacked with `misbehave`, first in, first used. */
export type Misbehaviour =
  | { readonly kind: 'silent' } // acts, but never answers
  | { readonly kind: 'deaf' } // neither acts nor answers
  | { readonly kind: 'late'; readonly ms: number } // acts at once, answers late
  | { readonly kind: 'slow'; readonly ms: number } // acts and answers late
  | { readonly kind: 'wrongCrc' }
  | { readonly kind: 'noiseBefore'; readonly bytes: readonly number[] }
  | { readonly kind: 'exception'; readonly code: number }
  | { readonly kind: 'halfFrame' }
  | { readonly kind: 'inTwoParts'; readonly ms: number }
  | { readonly kind: 'ok' };

/**
 * A relay board at the far end of the wire, written from the Modbus specification (Application Protocol V1.1b3 6.1, 6.5,
 * 7; Serial Line V1.02 6.2.2) and sharing no code with the product.
 */
export class RelayBoard {
  readonly unit: number;
  readonly requests: SeenRequest[] = [];
  readonly coils = new Map<number, boolean>();
  /** `performance.now()` of the first byte of each request, in step with `requests`. */
  readonly firstByteAtMs: number[] = [];
  /** Unplugged from the line: hears nothing. */
  isDeaf = false;
  /** The adapter on this line hears its own sending. */
  hasLocalEcho = false;
  /** Function 01 is unknown to this board. */
  cannotRead = false;
  /** Levels of its digital inputs. */
  inputs: readonly boolean[] = [];
  /** The relay sticks: reads on whatever is written. */
  isStuckOn = false;

  readonly #misbehaviours: Misbehaviour[] = [];
  readonly #watchers = new Set<() => void>();
  #send: (bytes: Uint8Array) => void = () => undefined;
  #pending: number[] = [];
  #pendingSinceMs = 0;
  #hangUp: (() => void) | null = null;

  constructor(unit = 1) {
    this.unit = unit;
  }

  misbehave(...next: readonly Misbehaviour[]): void {
    this.#misbehaviours.push(...next);
  }

  /** Requests that wrote `address`, as on/off values. */
  writes(address = 0): readonly boolean[] {
    return this.requests.filter((r) => r.functionCode === 5 && r.address === address).map((r) => r.value === 0xff00);
  }

  /** Openings seen: coil-on writes, and timed writes. */
  openings(): readonly SeenRequest[] {
    return this.requests.filter((r) => r.functionCode === 5 && (r.value === 0xff00 || r.address >= 0x0200));
  }

  /** Resolves when `holds` is true, looked at after every request. */
  async until(holds: () => boolean, withinMs = 30_000): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(look);
        reject(new Error(`not so within ${withinMs} ms: ${holds.toString()}`));
      }, withinMs);
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
    });
  }

  /** Connects the board to a line in memory; a new line replaces the old one. Fits the product's `OpenLink`. */
  openLink = (signal: AbortSignal) => {
    if (signal.aborted) return Promise.reject(new Error('aborted'));
    const incoming = new Readable({ read: () => undefined });
    let isOpen = true;
    const close = (): void => {
      if (isOpen) incoming.push(null);
      isOpen = false;
    };
    this.#hangUp = close;
    this.#send = (bytes) => {
      if (isOpen) incoming.push(bytes);
    };
    return Promise.resolve({
      incoming,
      send: (bytes: Uint8Array) => {
        if (!isOpen) return Promise.reject(new Error('closed'));
        if (this.hasLocalEcho) incoming.push(Uint8Array.from(bytes));
        setImmediate(() => isOpen && this.receive(bytes));
        return Promise.resolve();
      },
      close: () => Promise.resolve(close()),
    });
  };

  /** Puts the board behind other wires, such as the far end of a pseudo-terminal. */
  attach(incoming: NodeJS.ReadableStream, send: (bytes: Uint8Array) => void): void {
    this.#send = send;
    incoming.on('data', (chunk: Uint8Array) => this.receive(chunk));
  }

  /** The line is lost. */
  hangUp(): void {
    this.#hangUp?.();
  }

  receive(chunk: Uint8Array): void {
    if (this.isDeaf) return;
    if (this.#pending.length === 0) this.#pendingSinceMs = performance.now();
    this.#pending.push(...chunk);
    while (this.#pending.length >= 8) {
      const frame = this.#pending.slice(0, 8);
      const isWhole = crcOf(frame.slice(0, 6)) === (frame[6] ?? 0) + (frame[7] ?? 0) * 256;
      this.#pending = this.#pending.slice(isWhole ? 8 : 1);
      if (isWhole && frame[0] === this.unit) this.#handle(frame);
    }
  }

  #handle(frame: readonly number[]): void {
    const [, functionCode = 0, a1 = 0, a0 = 0, v1 = 0, v0 = 0] = frame;
    const address = a1 * 256 + a0;
    const value = v1 * 256 + v0;
    this.firstByteAtMs.push(this.#pendingSinceMs);
    this.requests.push({ atMs: performance.now(), functionCode, address, value });
    const how = this.#misbehaviours.shift() ?? { kind: 'ok' };
    if (how.kind === 'slow') setTimeout(() => this.#send(this.#act(frame, functionCode, address, value)), how.ms);
    else if (how.kind === 'exception') this.#send(withCrc([this.unit, functionCode + 0x80, how.code]));
    else if (how.kind !== 'deaf') this.#reply(this.#act(frame, functionCode, address, value), how);
    for (const look of [...this.#watchers]) look();
  }

  #act(frame: readonly number[], functionCode: number, address: number, value: number): Uint8Array {
    if (functionCode === 1) {
      if (this.cannotRead) return withCrc([this.unit, 0x81, 1]);
      return withCrc([this.unit, 1, 1, this.isStuckOn || this.coils.get(address) ? 1 : 0]);
    }
    if (functionCode === 2) {
      // 6.2: a quantity that reaches beyond the last input is exception 2.
      if (address + value > this.inputs.length) return withCrc([this.unit, 0x82, 2]);
      const bytes = Array.from({ length: Math.ceil(value / 8) }, (_, at) =>
        Array.from({ length: 8 }, (_, bit) => (at * 8 + bit < value && this.inputs[address + at * 8 + bit] ? 2 ** bit : 0)),
      ).map((bits) => bits.reduce((sum, bit) => sum + bit, 0));
      return withCrc([this.unit, 2, bytes.length, ...bytes]);
    }
    if (functionCode !== 5) return withCrc([this.unit, functionCode + 0x80, 1]);
    if (address >= 0x0200) {
      this.coils.set(address - 0x0200, true);
      setTimeout(() => this.coils.set(address - 0x0200, false), value * 100);
    } else {
      this.coils.set(address, value === 0xff00);
    }
    return Uint8Array.from(frame);
  }

  #reply(reply: Uint8Array, how: Misbehaviour): void {
    if (how.kind === 'ok') this.#send(reply);
    if (how.kind === 'late') setTimeout(() => this.#send(reply), how.ms);
    if (how.kind === 'wrongCrc') this.#send(reply.map((byte, index) => (index === reply.length - 1 ? byte ^ 0x5a : byte)));
    if (how.kind === 'noiseBefore') this.#send(Uint8Array.from([...how.bytes, ...reply]));
    if (how.kind === 'halfFrame') this.#send(reply.subarray(0, reply.length >> 1));
    if (how.kind === 'inTwoParts') {
      this.#send(reply.subarray(0, 3));
      setTimeout(() => this.#send(reply.subarray(3)), how.ms);
    }
  }
}

function withCrc(body: readonly number[]): Uint8Array {
  const crc = crcOf(body);
  return Uint8Array.from([...body, crc % 256, Math.floor(crc / 256)]);
}

/** Table-driven, unlike the product's. */
const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value % 2 === 1 ? Math.floor(value / 2) ^ 0xa001 : Math.floor(value / 2);
  return value;
});

export function crcOf(bytes: readonly number[]): number {
  return bytes.reduce((crc, byte) => Math.floor(crc / 256) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0), 0xffff);
}
