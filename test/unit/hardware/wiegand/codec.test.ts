import { describe, expect, test } from 'vitest';
import { decodeWiegand } from '../../../../src/hardware/wiegand/decode.ts';
import { encodeWiegand } from '../../../../src/hardware/wiegand/encode.ts';
import { joinNumber, type Bit, type WiegandFormat } from '../../../../src/hardware/wiegand/format.ts';
import { workerNumber } from '../../../../src/hardware/wiegand/worker-number.ts';
import { seeded } from '../../../fakes/seeded.ts';

const bits = (text: string): Bit[] => [...text.replaceAll(' ', '')].map((digit) => (digit === '1' ? 1 : 0));

describe('a Wiegand frame', () => {
  // Worked by hand: even parity over the first 12 data bits, odd parity over the last 12.
  test.each([
    [26, 1, 1, '1 00000001 0000000000000001 0'],
    [26, 188, 24910, '1 10111100 0110000101001110 0'],
    [26, 255, 65535, '0 11111111 1111111111111111 1'],
    [26, 0, 0, '0 00000000 0000000000000000 1'],
    [34, 1, 1, '1 0000000000000001 0000000000000001 0'],
    [34, 0x1234, 0xabcd, '1 0001001000110100 1010101111001101 1'],
  ] as const)('of %i bits for site %i, card %i is the one worked out by hand', (format, facility, card, text) => {
    const number = joinNumber(format, facility, card) ?? -1;
    expect(encodeWiegand(format, number)).toEqual(bits(text));
    expect(decodeWiegand(bits(text))).toEqual({ kind: 'card', format, number, facility, card });
  });

  test.each([26, 34] as const)('of %i bits comes back as it was sent, for 2,000 seeded numbers', (format) => {
    const random = seeded(format);
    for (let round = 0; round < 2_000; round += 1) {
      const number = Math.floor(random() * 2 ** (format - 2));
      expect(decodeWiegand(encodeWiegand(format, number))).toMatchObject({ kind: 'card', format, number });
    }
  });

  test.each([26, 34] as const)('of %i bits with any one bit turned is refused for its parity', (format) => {
    const frame = encodeWiegand(format, 0x00ab_cdef);
    for (let at = 0; at < format; at += 1) {
      const turned = frame.map((bit, index): Bit => (index === at ? (bit === 1 ? 0 : 1) : bit));
      expect(decodeWiegand(turned)).toEqual({ kind: 'refused', reason: 'parity', bits: format });
    }
  });

  test.each([
    [1, 'noise'],
    [3, 'noise'],
    [4, 'missingBits'],
    [25, 'missingBits'],
    [27, 'missingBits'],
    [33, 'missingBits'],
    [35, 'tooManyBits'],
    [400, 'tooManyBits'],
  ] as const)('of %i bits is refused: %s', (count, reason) => {
    expect(decodeWiegand(new Array<Bit>(count).fill(1))).toEqual({ kind: 'refused', reason, bits: count });
  });

  test('cannot be made of a number that does not fit', () => {
    expect(() => encodeWiegand(26, 2 ** 24)).toThrow('[internal.bug]');
    expect(() => encodeWiegand(34, -1)).toThrow('[internal.bug]');
    expect(joinNumber(26, 256, 0)).toBeNull();
    expect(joinNumber(26, 1, 65536)).toBeNull();
    expect(joinNumber(34, 256, 0)).toBe(256 * 65536);
  });
});

describe("a worker's number", () => {
  test.each([
    ['what his card would send, cut to the format', 26, 'w1', '12345678901', 12345678901 % 2 ** 24],
    ['what his card would send, cut to the format', 34, 'w1', '12345678901', 12345678901 % 2 ** 32],
    ['his id, where it is digits that fit', 26, '16777215', null, 16777215],
    ['his id, where it is digits that fit', 34, '16777216', null, 16777216],
    // printf w1 | sha256sum → 60c5590f72eef292…
    ['the beginning of the hash of his id', 26, 'w1', null, 0x60c559],
    ['the beginning of the hash of his id', 34, 'w1', null, 0x60c5590f],
  ] as const)('is %s (%i bits)', (_, format, id, card, number) => {
    expect(workerNumber(format, id, card)).toBe(number);
  });

  test.each(['16777216', '0', '510184197001011234', '单雄信'])('fits 24 bits and is not 0 for the id %s', (id) => {
    const number = workerNumber(26, id, null);
    expect(number).toBeGreaterThan(0);
    expect(number).toBeLessThan(2 ** 24);
    expect(String(number)).not.toBe(id);
  });

  test('is the same at every call and another for another id', () => {
    const formats: readonly WiegandFormat[] = [26, 34];
    for (const format of formats) {
      expect(workerNumber(format, 'a', null)).toBe(workerNumber(format, 'a', null));
      expect(workerNumber(format, 'a', null)).not.toBe(workerNumber(format, 'b', null));
    }
  });
});
