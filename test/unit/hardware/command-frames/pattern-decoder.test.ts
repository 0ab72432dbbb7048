import { describe, expect, test } from 'vitest';
import { parseFrame, parsePattern } from '../../../../src/hardware/command-frames/hex-pattern.ts';
import { PatternDecoder } from '../../../../src/hardware/command-frames/pattern-decoder.ts';
import { seeded } from '../../../fakes/seeded.ts';

const decoder = (copies = 0) => new PatternDecoder(parsePattern('AA 55 ?? 0? FE'), copies);
const good = parseFrame('AA 55 17 03 FE');
const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('the reply of a controller', () => {
  test('is found when it arrives in two parts, wherever it is cut', () => {
    for (let cut = 1; cut < good.length; cut += 1) {
      const found = decoder();
      expect(found.push(good.subarray(0, cut))).toBeNull();
      expect(found.push(good.subarray(cut))).toEqual(good);
      expect(found.discardedBytes).toBe(0);
    }
  });

  test('is the first of two in one part; the second counts as discarded', () => {
    const found = decoder();
    expect(found.push(join(good, parseFrame('AA 55 18 04 FE')))).toEqual(good);
    expect(found.discardedBytes).toBe(5);
  });

  test('is found after noise that looks like its beginning', () => {
    const found = decoder();
    expect(found.push(join(parseFrame('AA AA 55 01'), good))).toEqual(good);
    expect(found.discardedBytes).toBe(4);
  });

  test('is found after one whose fixed digits are wrong', () => {
    const found = decoder();
    expect(found.push(parseFrame('AA 55 17 13 FE'))).toBeNull();
    expect(found.push(good)).toEqual(good);
    expect(found.discardedBytes).toBe(5);
  });

  test('is the second match where the adapter hears its own sending', () => {
    const found = decoder(1);
    expect(found.push(good)).toBeNull();
    expect(found.push(good)).toEqual(good);
  });

  test('is found behind a megabyte of noise, which is not kept', () => {
    const found = decoder();
    const noise = new Uint8Array(4_096).fill(0xaa);
    for (let sent = 0; sent < 256; sent += 1) expect(found.push(noise)).toBeNull();
    expect(found.push(good)).toEqual(good);
    expect(found.discardedBytes).toBe(256 * 4_096);
  });

  test('in 3,000 seeded streams, is found exactly where it is, however the stream is cut', () => {
    const random = seeded(7);
    const near = [0xaa, 0x55, 0x03, 0xfe, 0x17];
    for (let round = 0; round < 3_000; round += 1) {
      const isThere = random() < 0.6;
      const noise = Array.from({ length: Math.floor(random() * 20) }, () => near[Math.floor(random() * near.length)] ?? 0);
      const stream = isThere ? [...noise, ...good] : noise;
      const text = Buffer.from(stream).toString('hex');
      const isExpected = /^(..)*?aa55..0.fe/.test(text);
      const found = decoder();
      let answer: Uint8Array | null = null;
      for (let at = 0; at < stream.length && answer === null;) {
        const end = at + 1 + Math.floor(random() * 5);
        answer = found.push(Uint8Array.from(stream.slice(at, end)));
        at = end;
      }
      expect(answer !== null, text).toBe(isExpected);
    }
  });
});
