import { describe, expect, test } from 'vitest';
import { crc16, encodeRequest, flashCoil, readCoil, toHex, writeCoil } from '../../../src/hardware/modbus/frame.ts';

describe('Modbus RTU requests', () => {
  // Known answers: MODBUS over Serial Line V1.02 and the examples of the Waveshare "Modbus RTU Relay" protocol.
  test.each([
    ['switches coil 0 of unit 1 on', writeCoil(1, 0, true), '01050000ff008c3a'],
    ['switches coil 0 of unit 1 off', writeCoil(1, 0, false), '010500000000cdca'],
    ['gives coil 0 a pulse of 700 ms by the board itself', flashCoil(1, 0, 700), '0105020000078db0'],
    ['reads one coil', readCoil(1, 0), '010100000001fdca'],
  ])('%s as the manuals say', (_, request, hex) => {
    expect(toHex(encodeRequest(request))).toBe(hex);
  });

  test('the checksum of "123456789" is the published 0x4B37', () => {
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x4b37);
  });

  test.each([
    [50, 1],
    [149, 1],
    [500, 5],
    [10_000, 100],
    [99_999_999, 0x7fff],
  ])('a pulse of %i ms is asked of the board as %i steps of 100 ms', (durationMs, steps) => {
    expect(flashCoil(1, 3, durationMs)).toEqual({ kind: 'writeCoil', unit: 1, address: 0x0203, value: steps });
  });
});
