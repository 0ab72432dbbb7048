/**
 * Modbus RTU frames: unit, function, data, CRC-16 (low byte first).
 * MODBUS Application Protocol V1.1b3, 6.1 and 6.5; MODBUS over Serial Line V1.02, 2.5.1.
 */

/** A request for one coil. `writeCoil` carries the raw 16-bit value, since boards give values besides on and off a meaning. */
export type ModbusRequest =
  | { readonly kind: 'readCoil'; readonly unit: number; readonly address: number }
  | { readonly kind: 'writeCoil'; readonly unit: number; readonly address: number; readonly value: number };

export type ModbusReply =
  | { readonly kind: 'coil'; readonly isOn: boolean }
  | { readonly kind: 'written' }
  | { readonly kind: 'exception'; readonly code: number };

export const functionCode = { readCoil: 0x01, writeCoil: 0x05 } as const;
/** Set in the function code of an exception reply. */
export const exceptionBit = 0x80;

/** Function 01 for a single coil. */
export function readCoil(unit: number, address: number): ModbusRequest {
  return { kind: 'readCoil', unit, address };
}

/** Function 05: coil on (0xFF00) or off (0x0000). */
export function writeCoil(unit: number, address: number, isOn: boolean): ModbusRequest {
  return { kind: 'writeCoil', unit, address, value: isOn ? 0xff00 : 0x0000 };
}

/**
 * The board's own timed write: coil on, and off again by itself after `durationMs` (in steps of 100 ms, at least one).
 * Waveshare "Modbus RTU Relay" development protocol, "flash on": function 05 at 0x0200 + coil, value in 100 ms.
 */
export function flashCoil(unit: number, coil: number, durationMs: number): ModbusRequest {
  const steps = Math.min(Math.max(Math.round(durationMs / 100), 1), 0x7fff);
  return { kind: 'writeCoil', unit, address: 0x0200 + coil, value: steps };
}

export function encodeRequest(request: ModbusRequest): Uint8Array {
  const last = request.kind === 'writeCoil' ? request.value : 1;
  const body = [request.unit, functionCode[request.kind], request.address >> 8, request.address & 0xff, last >> 8, last & 0xff];
  const crc = crc16(Uint8Array.from(body));
  return Uint8Array.from([...body, crc & 0xff, crc >> 8]);
}

/** CRC-16/MODBUS: polynomial 0xA001 (reflected), start 0xFFFF. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
