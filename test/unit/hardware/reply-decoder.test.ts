import { describe, expect, test } from 'vitest';
import { encodeRequest, readCoil, writeCoil } from '../../../src/hardware/modbus/frame.ts';
import { ReplyDecoder } from '../../../src/hardware/modbus/reply-decoder.ts';
import { crcOf } from '../../fakes/relay-board.ts';

const withCrc = (body: readonly number[]): number[] => [...body, crcOf(body) % 256, Math.floor(crcOf(body) / 256)];
const bytes = (...parts: readonly (readonly number[])[]): Uint8Array => Uint8Array.from(parts.flat());
const coilIsOn = withCrc([1, 1, 1, 1]);
const refused = withCrc([1, 0x85, 2]);
const onWritten = [...encodeRequest(writeCoil(1, 0, true))];
const offWritten = [...encodeRequest(writeCoil(1, 0, false))];

describe('the reply decoder', () => {
  test('reads a reply that arrives in two parts, wherever it is cut', () => {
    for (let cut = 1; cut < coilIsOn.length; cut += 1) {
      const decoder = new ReplyDecoder(readCoil(1, 0));
      expect(decoder.push(bytes(coilIsOn.slice(0, cut)))).toBeNull();
      expect(decoder.push(bytes(coilIsOn.slice(cut)))).toEqual({ kind: 'coil', isOn: true });
      expect(decoder.discardedBytes).toBe(0);
    }
  });

  test('takes the first of two replies in one part and counts the second as discarded', () => {
    const decoder = new ReplyDecoder(readCoil(1, 0));
    expect(decoder.push(bytes(coilIsOn, withCrc([1, 1, 1, 0])))).toEqual({ kind: 'coil', isOn: true });
    expect(decoder.discardedBytes).toBe(6);
  });

  test('finds a reply after noise that looks like the beginning of one', () => {
    const decoder = new ReplyDecoder(writeCoil(1, 0, true));
    expect(decoder.push(bytes([0xff, 1, 5, 0], onWritten))).toEqual({ kind: 'written' });
    expect(decoder.discardedBytes).toBe(4);
  });

  test('passes over a reply with a wrong checksum and takes the good one after it', () => {
    const decoder = new ReplyDecoder(writeCoil(1, 0, true));
    const broken = onWritten.map((byte, index) => (index === 4 ? byte ^ 1 : byte));
    expect(decoder.push(bytes(broken))).toBeNull();
    expect(decoder.push(bytes(onWritten))).toEqual({ kind: 'written' });
    expect(decoder.discardedBytes).toBe(8);
  });

  test('finds an exception, which is shorter than a reply, also after noise', () => {
    const decoder = new ReplyDecoder(writeCoil(1, 0, true));
    expect(decoder.push(bytes([1, 5], refused))).toEqual({ kind: 'exception', code: 2 });
    expect(decoder.discardedBytes).toBe(2);
  });

  test.each([
    ['of another unit', withCrc([2, 5, 0, 0, 0xff, 0])],
    ['to switching off, which comes late', offWritten],
    ['for another coil', withCrc([1, 5, 0, 1, 0xff, 0])],
    ['to a poll, which comes late', coilIsOn],
  ])('does not take a reply %s for the answer to switching on', (_, reply) => {
    const decoder = new ReplyDecoder(writeCoil(1, 0, true));
    expect(decoder.push(bytes(reply))).toBeNull();
    expect(decoder.push(bytes(onWritten))).toEqual({ kind: 'written' });
  });

  test('does not take the echo of a read for its reply', () => {
    const decoder = new ReplyDecoder(readCoil(1, 0));
    expect(decoder.push(encodeRequest(readCoil(1, 0)))).toBeNull();
    expect(decoder.push(bytes(coilIsOn))).toEqual({ kind: 'coil', isOn: true });
    expect(decoder.discardedBytes).toBe(8);
  });

  test('passes over the echo of a write on a line that hears itself, but not over an exception', () => {
    const decoder = new ReplyDecoder(writeCoil(1, 0, true), 1);
    expect(decoder.push(bytes(onWritten))).toBeNull();
    expect(decoder.push(bytes(onWritten))).toEqual({ kind: 'written' });
    expect(new ReplyDecoder(writeCoil(1, 0, true), 1).push(bytes(onWritten, refused))).toEqual({ kind: 'exception', code: 2 });
  });

  test('finds the reply behind a megabyte of noise and counts every byte of it', () => {
    const decoder = new ReplyDecoder(readCoil(1, 0));
    const noise = new Uint8Array(4096).fill(1);
    for (let sent = 0; sent < 256; sent += 1) expect(decoder.push(noise)).toBeNull();
    expect(decoder.discardedBytes).toBe(256 * 4096);
    expect(decoder.push(bytes(coilIsOn))).toEqual({ kind: 'coil', isOn: true });
    expect(decoder.discardedBytes).toBe(256 * 4096);
  });

  test('in 3,000 seeded streams of noise, finds exactly the reply that is there, however it is cut', () => {
    const random = seeded(20_240_611);
    for (let round = 0; round < 3_000; round += 1) {
      const isWrite = random() < 0.5;
      const reply = random() < 0.3 ? withCrc([1, isWrite ? 0x85 : 0x81, 4]) : isWrite ? onWritten : coilIsOn;
      // Values near those of frames, so that false beginnings are common.
      const noise = Array.from(
        { length: Math.floor(random() * 24) },
        () => [0, 1, 5, 0x81, 0x85, 0xff][Math.floor(random() * 6)] ?? 0,
      );
      const isThere = random() < 0.7;
      const stream = isThere ? [...noise, ...reply] : noise;
      const decoder = new ReplyDecoder(isWrite ? writeCoil(1, 0, true) : readCoil(1, 0));
      const found = [];
      for (let at = 0; at < stream.length && found.length === 0;) {
        const end = at + 1 + Math.floor(random() * 6);
        const reply = decoder.push(Uint8Array.from(stream.slice(at, end)));
        if (reply) found.push(reply);
        at = end;
      }
      expect(found.length, `round ${round}: ${stream.join(' ')}`).toBe(isThere ? 1 : 0);
      if (isThere) expect(decoder.discardedBytes).toBe(noise.length);
    }
  });
});

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
