import { describe, expect, test } from 'vitest';
import { encodeSamCommand, SamDecoder, type SamReply } from '../../../../src/hardware/identity-card/sam-frame.ts';
import { complaintOf } from '../../../../src/hardware/identity-card/sam-status.ts';
import { seeded } from '../../../fakes/seeded.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

// As makers of readers print them beside the protocol.
const found = hex('AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97');
const selected = hex('AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C');
const isFound: SamReply = { card: 0, status: 0x9f, data: new Uint8Array(4) };
const isSelected: SamReply = { card: 0, status: 0x90, data: new Uint8Array(8) };

test.each([
  ['find', 'AA AA AA 96 69 00 03 20 01 22'],
  ['select', 'AA AA AA 96 69 00 03 20 02 21'],
  ['readTextAndPhoto', 'AA AA AA 96 69 00 03 30 01 32'],
  ['status', 'AA AA AA 96 69 00 03 11 FF ED'],
] as const)('the command %s is the one that is published', (command, printed) => {
  expect(encodeSamCommand(command)).toEqual(hex(printed));
});

test('a status has a code of its own, listed or not', () => {
  expect(complaintOf(0x66)).toBe('notAuthorised');
  expect(complaintOf(0x05)).toBe('status0x05');
});

describe('the decoder of module frames', () => {
  test('reads a reply in two chunks, wherever it is cut', () => {
    for (let cut = 1; cut < found.length; cut += 1) {
      const decoder = new SamDecoder();
      expect(decoder.push(found.subarray(0, cut))).toEqual([]);
      expect(decoder.push(found.subarray(cut))).toEqual([isFound]);
      expect(decoder.discardedBytes).toBe(0);
    }
  });

  test('reads two replies in one chunk', () => {
    expect(new SamDecoder().push(join(found, selected))).toEqual([isFound, isSelected]);
  });

  test('finds a reply after noise that looks like the beginning of one', () => {
    const decoder = new SamDecoder();
    expect(decoder.push(join(hex('00 AA AA 13 AA'), found))).toEqual([isFound]);
    expect(decoder.discardedBytes).toBe(5);
  });

  test('passes over a reply with a wrong checksum and reads the good one behind it', () => {
    const decoder = new SamDecoder();
    const broken = found.with(9, 0x80);
    expect(decoder.push(join(broken, selected))).toEqual([isSelected]);
    expect(decoder.discardedBytes).toBe(broken.length);
    expect(decoder.badFrames).toBe(1);
  });

  test.each(['AA AA AA 96 69 FF FF', 'AA AA AA 96 69 10 01', 'AA AA AA 96 69 00 03', 'AA AA AA 96 69 00 00'])(
    'does not wait for a length that no reply has: %s',
    (head) => {
      const decoder = new SamDecoder();
      expect(decoder.push(join(hex(head), found))).toEqual([isFound]);
      expect(decoder.badFrames).toBe(1);
    },
  );

  test('holds no more than one frame of an endless stream', () => {
    const decoder = new SamDecoder();
    const noise = new Uint8Array(4096).fill(0xaa);
    for (let sent = 0; sent < 256; sent += 1) expect(decoder.push(noise)).toEqual([]);
    expect(decoder.discardedBytes).toBeGreaterThan(256 * 4096 - 5_000);
    expect(decoder.push(found)).toEqual([isFound]);
  });

  test('gives up the beginning of a frame when told to', () => {
    const decoder = new SamDecoder();
    decoder.push(found.subarray(0, 9));
    decoder.drop();
    expect(decoder.discardedBytes).toBe(9);
    expect(decoder.push(selected)).toEqual([isSelected]);
  });

  test('in 2,000 seeded streams of noise, finds exactly the replies that are there, however they are cut', () => {
    const random = seeded(1_999);
    const noise = (): Uint8Array =>
      Uint8Array.from(
        { length: Math.floor(random() * 12) },
        () => [0xaa, 0x96, 0x00, 0x9f, 0x13][Math.floor(random() * 5)] ?? 0, // never 0x69: no preamble by chance
      );
    for (let round = 0; round < 2_000; round += 1) {
      const count = Math.floor(random() * 3);
      const parts = Array.from({ length: count }, () => (random() < 0.5 ? found : selected));
      const stream = join(...parts.flatMap((part) => [noise(), part]), noise());
      const decoder = new SamDecoder();
      const replies: SamReply[] = [];
      for (let at = 0; at < stream.length;) {
        const end = at + 1 + Math.floor(random() * 9);
        replies.push(...decoder.push(stream.subarray(at, end)));
        at = end;
      }
      expect(replies).toEqual(parts.map((part) => (part === found ? isFound : isSelected)));
    }
  });
});
