import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { frame, FrameReader, FramingError, MAX_PACKET_BYTES } from '../../bench-platform/zhejiang/framing.ts';
import { decodeFields, encodeFields, ProtobufError, textOf } from '../../bench-platform/zhejiang/protobuf.ts';

const Message = protobuf.parse('syntax = "proto3"; message M { string a = 1; bool b = 2; string c = 17; }').root.lookupType('M');

describe('the framing of the bench platform', () => {
  it('writes the length that the document prints: 300 bytes are announced by AC 02', () => {
    expect(frame(Buffer.alloc(300)).subarray(0, 2).toString('hex')).toBe('ac02');
    expect(frame(Buffer.alloc(300))).toHaveLength(302);
  });

  it('finds the same packets wherever the stream is cut', () => {
    const packets = [Buffer.from('one'), Buffer.alloc(300, 7), Buffer.alloc(0), Buffer.from('four')];
    const stream = Buffer.concat(packets.map((packet) => frame(packet)));
    for (let cut = 0; cut <= stream.length; cut++) {
      const reader = new FrameReader();
      const found = [stream.subarray(0, cut), stream.subarray(cut)].flatMap((chunk) => reader.push(chunk));
      expect(found).toEqual(packets);
    }
  });

  it('takes a packet that comes byte by byte', () => {
    const reader = new FrameReader();
    const found = [...frame(Buffer.from('slow'))].flatMap((byte) => reader.push(Uint8Array.of(byte)));
    expect(found).toEqual([Buffer.from('slow')]);
  });

  it.each([
    ['never ends', Buffer.alloc(6, 0xff)],
    ['is beyond the limit', Buffer.from([0x81, 0x80, 0x80, 0x02])],
    ['is 2^35', Buffer.from([0xff, 0xff, 0xff, 0xff, 0x7f])],
  ])('refuses a length that %s', (_, bytes) => {
    expect(() => new FrameReader().push(bytes)).toThrow(FramingError);
  });

  it('takes a packet of exactly the limit', () => {
    const [packet] = new FrameReader().push(frame(Buffer.alloc(MAX_PACKET_BYTES)));
    expect(packet).toHaveLength(MAX_PACKET_BYTES);
  });
});

describe('the protobuf of the bench platform', () => {
  it('writes what protobufjs reads', () => {
    const bytes = encodeFields([
      [1, '单雄信'],
      [2, true],
      [17, 'x'.repeat(200)],
    ]);
    expect(Message.toObject(Message.decode(bytes))).toEqual({ a: '单雄信', b: true, c: 'x'.repeat(200) });
  });

  it('leaves out the empty string and false, as proto3 does', () => {
    const written = encodeFields([
      [1, ''],
      [2, false],
    ]);
    expect(written).toHaveLength(0);
  });

  it('reads what protobufjs writes', () => {
    const fields = decodeFields(Buffer.from(Message.encode({ a: '单雄信', b: true, c: 'tail' }).finish()));
    expect(textOf(fields.get(1) ?? 0n)).toBe('单雄信');
    expect(fields.get(2)).toBe(1n);
    expect(textOf(fields.get(17) ?? 0n)).toBe('tail');
  });

  it('takes the last of a field that comes twice and skips fixed numbers', () => {
    const twice = Buffer.concat([encodeFields([[1, 'first']]), Buffer.from([0x3d, 1, 0, 0, 0]), encodeFields([[1, 'last']])]);
    expect(textOf(decodeFields(twice).get(1) ?? 0n)).toBe('last');
  });

  it.each([
    ['ends within a field', Buffer.from([0x0a, 5, 0x61])],
    ['has wire type 3', Buffer.from([0x0b])],
    ['has field number 0', Buffer.from([0x02, 0])],
    ['has a varint without end', Buffer.alloc(12, 0xff)],
  ])('refuses a packet that %s', (_, bytes) => {
    expect(() => decodeFields(bytes)).toThrow(ProtobufError);
  });
});
