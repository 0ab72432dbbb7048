import { crc16, exceptionBit, functionCode } from './modbus/frame.ts';

/** A coil of the simulated board went on. */
export interface SimulatedPulse {
  readonly coil: number;
  /** ms since the epoch. */
  readonly atMs: number;
}

const unit = 1;
const coilCount = 8;
const requestLength = 8;
const flashBase = 0x0200;
const illegalAddress = 2;
const illegalValue = 3;

/** The board itself: takes bytes, gives replies. Knows function 01, function 05 and the timed write at 0x0200. */
export class SimulatedCoils {
  readonly #isOn: boolean[] = Array.from({ length: coilCount }, () => false);
  readonly #timers = new Map<number, NodeJS.Timeout>();
  readonly #listeners = new Set<(pulse: SimulatedPulse) => void>();
  #rest: number[] = [];

  isOn(coil: number): boolean {
    return this.#isOn[coil] ?? false;
  }

  onPulse(listener: (pulse: SimulatedPulse) => void, signal?: AbortSignal): void {
    this.#listeners.add(listener);
    signal?.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
  }

  /** Replies to the requests that are complete with `chunk`; bytes that are no request are passed over. */
  receive(chunk: Uint8Array): readonly Uint8Array[] {
    this.#rest.push(...chunk);
    const replies: Uint8Array[] = [];
    while (this.#rest.length >= requestLength) {
      const frame = Uint8Array.from(this.#rest.slice(0, requestLength));
      const isRequest = frame[0] === unit && crc16(frame) === 0; // over a frame with its own CRC the remainder is 0
      if (isRequest) replies.push(this.#answer(frame));
      this.#rest.splice(0, isRequest ? requestLength : 1);
    }
    return replies;
  }

  #answer(frame: Uint8Array): Uint8Array {
    const view = new DataView(frame.buffer);
    const code = view.getUint8(1);
    const address = view.getUint16(2);
    const value = view.getUint16(4);
    if (code === functionCode.readCoil) return this.#read(address, value);
    if (code !== functionCode.writeCoil) return sealed([unit, code | exceptionBit, 1]);
    const isFlash = address >= flashBase;
    const coil = isFlash ? address - flashBase : address;
    if (coil >= coilCount) return sealed([unit, code | exceptionBit, illegalAddress]);
    if (!isFlash && value !== 0xff00 && value !== 0) return sealed([unit, code | exceptionBit, illegalValue]);
    this.#set(coil, value !== 0);
    if (isFlash) this.#timers.set(coil, setTimeout(() => this.#set(coil, false), value * 100).unref());
    return frame;
  }

  #read(first: number, count: number): Uint8Array {
    if (count < 1 || first + count > coilCount) return sealed([unit, functionCode.readCoil | exceptionBit, illegalAddress]);
    const bits = this.#isOn.slice(first, first + count).reduce((sum, isOn, index) => sum | (Number(isOn) << index), 0);
    return sealed([unit, functionCode.readCoil, 1, bits]);
  }

  #set(coil: number, isOn: boolean): void {
    clearTimeout(this.#timers.get(coil));
    const wasOn = this.isOn(coil);
    this.#isOn[coil] = isOn;
    if (isOn && !wasOn) for (const listener of [...this.#listeners]) listener({ coil, atMs: Date.now() });
  }
}

function sealed(body: readonly number[]): Uint8Array {
  const crc = crc16(Uint8Array.from(body));
  return Uint8Array.from([...body, crc & 0xff, crc >> 8]);
}
