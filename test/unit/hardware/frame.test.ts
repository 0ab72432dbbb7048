import { describe, expect, test } from 'vitest';
import { crc16, encodeRequest, readCoil, toHex, writeCoil } from '../../../src/hardware/modbus/frame.ts';

describe('Modbus RTU requests', () => {
  // Known answers: MODBUS over Serial Line V1.02 and the examples of the Waveshare "Modbus RTU Relay" protocol.
  test.each([
    ['switches coil 0 of unit 1 on', writeCoil(1, 0, true), '01050000ff008c3a'],
    ['switches coil 0 of unit 1 off', writeCoil(1, 0, false), '010500000000cdca'],
    ['reads one coil', readCoil(1, 0), '010100000001fdca'],
  ])('%s as the manuals say', (_, request, hex) => {
    expect(toHex(encodeRequest(request))).toBe(hex);
  });

  test('the checksum of "123456789" is the published 0x4B37', () => {
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x4b37);
  });
});
