import { describe, expect, test } from 'vitest';
import { encodeFrame, FrameDecoder, mostFrameBytes } from '../../../../src/platform/zhejiang/framing.ts';

const bytes = (...values: number[]) => new Uint8Array(values);
const take = (decoder: FrameDecoder, chunk: Uint8Array) => [...decoder.push(chunk)].map((message) => [...message]);
const message = (length: number, value = 7) => new Uint8Array(length).fill(value);

describe('framing', () => {
  test('300 bytes are preceded by 0xAC02, as the document prints it', () => {
    expect([...encodeFrame(message(300)).subarray(0, 3)]).toEqual([0xac, 0x02, 7]);
  });

  test('lengths around each border of the varint survive the way there and back', () => {
    for (const length of [1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, mostFrameBytes]) {
      const [only, ...more] = [...new FrameDecoder().push(encodeFrame(message(length)))];
      expect([only?.length, only?.at(-1), more.length]).toEqual([length, 7, 0]);
    }
  });

  test('a message comes whole however it is cut', () => {
    const frame = encodeFrame(message(200));
    for (let cut = 0; cut <= frame.length; cut += 1) {
      const decoder = new FrameDecoder();
      const found = [...take(decoder, frame.subarray(0, cut)), ...take(decoder, frame.subarray(cut))];
      expect(found).toEqual([[...message(200)]]);
      expect(decoder.pendingBytes).toBe(0);
    }
  });

  test('glued messages come apart', () => {
    expect(take(new FrameDecoder(), bytes(1, 5, 2, 6, 7, 1))).toEqual([[5], [6, 7]]);
  });

  test('a truncated message is not given out', () => {
    const decoder = new FrameDecoder();
    expect(take(decoder, bytes(3, 1, 2))).toEqual([]);
    expect(decoder.pendingBytes).toBe(3);
  });

  test('a length may be written longer than it needs to be', () => {
    expect(take(new FrameDecoder(), bytes(0x82, 0x80, 0x00, 5, 6))).toEqual([[5, 6]]);
  });

  const wrong = {
    'length 0': bytes(0, 1, 1),
    'a length over the cap': encodeFrame(message(mostFrameBytes + 1)).subarray(0, 5),
    'a negative length': bytes(0xff, 0xff, 0xff, 0xff, 0x0f),
    'a length of 2^32, which is 0 in 32 bits': bytes(0x80, 0x80, 0x80, 0x80, 0x10),
    'a varint that never ends': bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80),
  };
  for (const [what, stream] of Object.entries(wrong)) {
    test(`${what} is a coded fault, whole or byte by byte`, () => {
      expect(() => take(new FrameDecoder(), stream)).toThrow(expect.objectContaining({ code: 'platform.badFrame' }));
      const decoder = new FrameDecoder();
      expect(() => [...stream].flatMap((byte) => take(decoder, bytes(byte)))).toThrow(
        expect.objectContaining({ code: 'platform.badFrame' }),
      );
    });
  }

  test('what was whole before the bad length is still given out', () => {
    const found: number[][] = [];
    expect(() => {
      for (const one of new FrameDecoder().push(bytes(1, 9, 0))) found.push([...one]);
    }).toThrow();
    expect(found).toEqual([[9]]);
  });
});
