import { Fault } from '../shared/fault.ts';

/** Mono 16-bit sound. */
export interface Sound {
  readonly sampleRate: number;
  readonly samples: Int16Array;
}

const headerBytes = 44;
/** Quieter than this (of 32,767) counts as silence at the ends of a clip. */
const silence = 60;

/** Reads 16-bit mono PCM; throws `Fault` `speech.unavailable`. Sizes of a streamed file, which are not true, are ignored. */
export function parseWav(bytes: Uint8Array): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isTag = (at: number, tag: string): boolean =>
    [...tag].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
  if (bytes.length < headerBytes || !isTag(0, 'RIFF') || !isTag(8, 'WAVE')) throw noSound('no WAV file');
  let sampleRate = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (isTag(at, 'fmt ')) {
      if (size < 16 || start + 16 > bytes.length) throw noSound('a broken format block');
      const [format, channels, bits] = [
        view.getUint16(start, true),
        view.getUint16(start + 2, true),
        view.getUint16(start + 14, true),
      ];
      if (format !== 1 || channels !== 1 || bits !== 16) throw noSound('not 16-bit mono PCM');
      sampleRate = view.getUint32(start + 4, true);
    }
    if (isTag(at, 'data')) {
      if (sampleRate === 0) throw noSound('no sample rate');
      const length = Math.min(size, bytes.length - start) >> 1;
      return { sampleRate, samples: Int16Array.from({ length }, (_, index) => view.getInt16(start + index * 2, true)) };
    }
    at = start + size + (size % 2);
  }
  throw noSound('no samples');
}

export function toWav({ sampleRate, samples }: Sound): Uint8Array {
  const bytes = new Uint8Array(headerBytes + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const tag = (at: number, text: string): void => bytes.set(new TextEncoder().encode(text), at);
  tag(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => view.setInt16(headerBytes + index * 2, sample, true));
  return bytes;
}

/** Without the silence at both ends, so that clips can be joined to a sentence. */
export function trimSilence({ sampleRate, samples }: Sound): Sound {
  const isLoud = (sample: number): boolean => Math.abs(sample) > silence;
  const first = samples.findIndex(isLoud);
  if (first < 0) return { sampleRate, samples: new Int16Array(0) };
  return { sampleRate, samples: samples.slice(first, samples.findLastIndex(isLoud) + 1) };
}

/** The sounds one after the other with `gapMs` between them. All must have the first one's sample rate. */
export function joinSounds(sounds: readonly Sound[], gapMs: number): Sound | null {
  const [first] = sounds;
  if (!first) return null;
  const gap = Math.round((first.sampleRate * gapMs) / 1_000);
  const total = sounds.reduce((sum, sound) => sum + sound.samples.length, 0) + gap * (sounds.length - 1);
  const samples = new Int16Array(total);
  let at = 0;
  for (const sound of sounds) {
    if (sound.sampleRate !== first.sampleRate) throw noSound('clips of different sample rates');
    samples.set(sound.samples, at);
    at += sound.samples.length + gap;
  }
  return { sampleRate: first.sampleRate, samples };
}

function noSound(what: string): Fault {
  return new Fault('speech.unavailable', `the speech program gave ${what}`);
}
