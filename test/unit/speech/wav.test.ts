import { describe, expect, test } from 'vitest';
import { joinSounds, parseWav, toWav, trimSilence, type Sound } from '../../../src/speech/wav.ts';

const sound = (...samples: number[]): Sound => ({ sampleRate: 1_000, samples: Int16Array.from(samples) });

describe('WAV', () => {
  test('what is written is read again, sample by sample', () => {
    const original = sound(0, 1, -1, 32_767, -32_768);
    expect(parseWav(toWav(original))).toEqual(original);
  });

  test('a streamed file, whose sizes are not true, is read to its end', () => {
    const bytes = toWav(sound(5, 6, 7));
    const view = new DataView(bytes.buffer);
    view.setUint32(4, 0x7ffff024, true);
    view.setUint32(40, 0x7ffff000, true);
    expect([...parseWav(bytes).samples]).toEqual([5, 6, 7]);
  });

  test('blocks before the samples are passed over', () => {
    const bytes = toWav(sound(9));
    const extra = new TextEncoder().encode('LIST\x03\x00\x00\x00abc\x00');
    expect([...parseWav(Uint8Array.from([...bytes.slice(0, 36), ...extra, ...bytes.slice(36)])).samples]).toEqual([9]);
  });

  test.each([
    ['nothing', new Uint8Array(0)],
    ['noise', new Uint8Array(100).fill(7)],
    ['a header without samples', toWav(sound(1)).slice(0, 36)],
    ['stereo', toWav(sound(1, 2)).map((byte, index) => (index === 22 ? 2 : byte))],
  ])('%s is a coded fault', (_, bytes) => {
    expect(() => parseWav(bytes)).toThrow(expect.objectContaining({ code: 'speech.unavailable' }));
  });

  test('silence goes from both ends and stays in the middle', () => {
    expect([...trimSilence(sound(0, 3, 900, 0, -900, 2, 0)).samples]).toEqual([900, 0, -900]);
    expect(trimSilence(sound(1, 2, 3)).samples.length).toBe(0);
  });

  test('sounds are joined with a gap between them only', () => {
    expect([...(joinSounds([sound(1), sound(2, 3), sound(4)], 2)?.samples ?? [])]).toEqual([1, 0, 0, 2, 3, 0, 0, 4]);
    expect(joinSounds([], 2)).toBeNull();
  });
});
