/**
 * Modbus RTU frames: unit, function, data, CRC-16 (low byte first).
 * MODBUS Application Protocol V1.1b3, 6.1 to 6.6 and 6.12; MODBUS over Serial Line V1.02, 2.5.1.
 */

interface Addressed {
  readonly unit: number;
  /** 0 to 65535, as it stands in the frame. */
  readonly address: number;
}

/** A request. `writeCoil` carries the raw 16-bit value, since boards give values besides on and off a meaning. */
export type ModbusRequest =
  | ({ readonly kind: 'readCoil' | 'readRegister' } & Addressed)
  /** Discrete inputs from `address` on; 1 to 64 of them. */
  | ({ readonly kind: 'readInputs'; readonly count: number } & Addressed)
  | ({ readonly kind: 'writeCoil' | 'writeRegister'; readonly value: number } & Addressed)
  | ({ readonly kind: 'writeRegisters'; readonly values: readonly number[] } & Addressed);

export type ModbusReply =
  | { readonly kind: 'coil'; readonly isOn: boolean }
  | { readonly kind: 'register'; readonly value: number }
  | { readonly kind: 'inputs'; readonly areActive: readonly boolean[] }
  | { readonly kind: 'written' }
  | { readonly kind: 'exception'; readonly code: number };

export const functionCode = {
  readCoil: 0x01,
  readInputs: 0x02,
  readRegister: 0x03,
  writeCoil: 0x05,
  writeRegister: 0x06,
  writeRegisters: 0x10,
} as const satisfies Record<ModbusRequest['kind'], number>;
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

/** Whether the request asks and changes nothing. */
export function isRead({ kind }: ModbusRequest): boolean {
  return kind === 'readCoil' || kind === 'readInputs' || kind === 'readRegister';
}

/** Whether the board's confirmation is the request itself, byte for byte (6.5, 6.6). */
export function isConfirmedByEcho({ kind }: ModbusRequest): boolean {
  return kind === 'writeCoil' || kind === 'writeRegister';
}

export function encodeRequest(request: ModbusRequest): Uint8Array {
  return sealed([request.unit, functionCode[request.kind], ...word(request.address), ...dataOf(request)]);
}

/** How the board confirms a write: its echo, or address and number of the registers (6.12). */
export function confirmationOf(request: ModbusRequest): Uint8Array {
  if (request.kind !== 'writeRegisters') return encodeRequest(request);
  return sealed([request.unit, functionCode.writeRegisters, ...word(request.address), ...word(request.values.length)]);
}

function dataOf(request: ModbusRequest): readonly number[] {
  switch (request.kind) {
    case 'readCoil':
    case 'readRegister':
      return word(1);
    case 'readInputs':
      return word(request.count);
    case 'writeCoil':
    case 'writeRegister':
      return word(request.value);
    case 'writeRegisters':
      return [...word(request.values.length), request.values.length * 2, ...request.values.flatMap(word)];
  }
}

const word = (value: number): readonly [number, number] => [(value >> 8) & 0xff, value & 0xff];

function sealed(body: readonly number[]): Uint8Array {
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
