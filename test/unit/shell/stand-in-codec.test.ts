import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../electron/codec.ts';

describe('the stand-in’s messages', () => {
  it.each([
    [
      'typed arrays',
      { crop: Uint8Array.of(0, 128, 255), depth: Float32Array.of(0.5, -1), nested: [{ more: Int16Array.of(-7) }] },
    ],
    ['buffers', [new ArrayBuffer(3), new DataView(new ArrayBuffer(2))]],
    ['what JSON loses', { none: undefined, nan: NaN, infinite: -Infinity, minus: -0, big: 12n, at: new Date(5) }],
    ['what JSON has', { text: '单雄信 \u0000', yes: true, no: null, list: [1.5, []] }],
    ['objects with a key like the marks', { $: 'bytes', at: 0, length: 9 }],
  ])('carry %s unchanged', (_what, value) => {
    const message = encode(value);
    expect(decode(message)).toEqual(value);
    // As it comes off a socket: a Buffer somewhere in a larger one.
    expect(decode(Buffer.concat([Buffer.alloc(5), message]).subarray(5))).toEqual(value);
  });

  it('carry a view as the part that it shows, and Node’s Buffer as a plain Uint8Array', () => {
    const part = Uint8Array.of(1, 2, 3, 4).subarray(1, 3);
    expect(decode(encode([part, Buffer.from('ab')]))).toEqual([Uint8Array.of(2, 3), Uint8Array.of(97, 98)]);
  });

  it('give each side bytes of its own', () => {
    const sent = Uint8Array.of(1);
    const received = decode(encode(sent));
    sent[0] = 9;
    expect(received).toEqual(Uint8Array.of(1));
  });

  it('refuse a function, as the structured clone does', () => {
    expect(() => encode({ callback: () => undefined })).toThrow(/could not be cloned/);
  });
});
