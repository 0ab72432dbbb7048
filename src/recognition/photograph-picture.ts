import sharp from 'sharp';
import type { Box, Picture } from '../shared/vision/human-face.ts';
import { withJpegEnd } from './jpeg-end.ts';
import { MAX_PHOTOGRAPH_PIXELS } from './photograph-limits.ts';

/** Kinds of file that are taken; what else the decoder knows (SVG, PDF) is not for strangers to send. */
const formats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'heif', 'gif', 'tiff']);

/** Longer side that is worked on, px. */
const WORKING_SIDE = 1600;

/** Longer side of the picture that Human sees, px. */
const VIEW_SIDE = { least: 640, most: 1024 } as const;

const JPEG_BYTES = 60 * 1024;

// Few photographs at a time, beside a gate that must stay quick.
sharp.concurrency(1);
sharp.cache(false);

/** Upright RGB of at most 1600 px. Rejects when the bytes are no picture of a kind that is taken. */
export async function decodePhotograph(bytes: Uint8Array): Promise<Picture> {
  try {
    return await decode(bytes, 'error');
  } catch (error) {
    const ended = withJpegEnd(bytes);
    if (!ended) throw error;
    // With an end put on, a scan that lacks something is told by a warning only.
    return decode(ended, 'warning');
  }
}

/** `failOn`: from which kind of fault on the picture is refused. */
async function decode(bytes: Uint8Array, failOn: 'error' | 'warning'): Promise<Picture> {
  const options = { limitInputPixels: MAX_PHOTOGRAPH_PIXELS, failOn, pages: 1 } as const;
  const { format, space, hasProfile } = await sharp(bytes, options).metadata();
  if (!formats.has(format)) throw new RangeError(`${format} is not taken`);
  const size = { width: WORKING_SIDE, height: WORKING_SIDE, fit: 'inside', withoutEnlargement: true } as const;
  const upright = sharp(bytes, options).autoOrient().resize(size);
  // Without a profile nobody knows which inks are meant: taken as browsers take them, not as some printing press.
  const isInks = space === 'cmyk' && !hasProfile;
  const decoded = isInks
    ? upright.pipelineColourspace('cmyk').toColourspace('cmyk')
    : upright.flatten({ background: '#808080' }).toColourspace('srgb');
  const { data, info } = await decoded.raw().toBuffer({ resolveWithObject: true });
  return { data: isInks ? fromInks(data) : asRgb(data, info.channels), width: info.width, height: info.height };
}

/** Cyan, magenta, yellow and black, each 0 for none, as the light that they let through. */
function fromInks(inks: Buffer): Uint8Array {
  const rgb = new Uint8Array((inks.length / 4) * 3);
  for (let at = 0, ink = 0; at < rgb.length; at += 3, ink += 4) {
    const light = 255 - (inks[ink + 3] ?? 0);
    for (let i = 0; i < 3; i++) rgb[at + i] = Math.round(((255 - (inks[ink + i] ?? 0)) * light) / 255);
  }
  return rgb;
}

function asRgb(data: Buffer, channels: number): Uint8Array {
  if (channels === 3) return new Uint8Array(data);
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let pixel = 0; pixel * channels < data.length; pixel++) {
    for (let i = 0; i < 3; i++) rgb[3 * pixel + i] = data[channels * pixel + (channels < 3 ? 0 : i)] ?? 0;
  }
  return rgb;
}

/** By half a turn. */
export function turnedRound({ data, width, height }: Picture): Picture {
  const turned = new Uint8Array(data.length);
  for (let from = 0, to = data.length - 3; to >= 0; from += 3, to -= 3) {
    for (let i = 0; i < 3; i++) turned[to + i] = data[from + i] ?? 0;
  }
  return { data: turned, width, height };
}

/** What Human is shown of a photograph, and the way back. */
export interface View {
  readonly picture: Picture;
  /** The whole photograph, padded, in px of the photograph. */
  readonly padded: Picture;
  /** Size of `picture` ÷ size of `padded`. */
  readonly scale: number;
  /** Where the photograph begins in `padded`, px. */
  readonly left: number;
  readonly top: number;
}

/** The detector squeezes every picture into a square; live frames are 4:3, and faces in longer ones are lost. */
const MAX_ASPECT = 4 / 3;

const fromRaw = (picture: Picture) => sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } });

/** `border`: share of the longer side that is put round the photograph in grey, 0 for none unless it is very long. */
export async function viewOf(photograph: Picture, border: number): Promise<View> {
  const around = Math.round(border * Math.max(photograph.width, photograph.height));
  const width = photograph.width + 2 * around;
  const height = photograph.height + 2 * around;
  const left = around + Math.max(0, Math.ceil((height / MAX_ASPECT - width) / 2));
  const top = around + Math.max(0, Math.ceil((width / MAX_ASPECT - height) / 2));
  const padded = left + top === 0 ? photograph : pad(photograph, left, top);
  const side = Math.max(padded.width, padded.height);
  const wanted = Math.min(VIEW_SIDE.most, Math.max(VIEW_SIDE.least, side));
  if (wanted === side) return { picture: padded, padded, scale: 1, left, top };
  const scale = wanted / side;
  const size = { width: Math.round(padded.width * scale), height: Math.round(padded.height * scale) };
  const data = await fromRaw(padded)
    .resize({ ...size, fit: 'fill', kernel: scale > 1 ? 'cubic' : 'lanczos3' })
    .raw()
    .toBuffer();
  return { picture: { data: new Uint8Array(data), ...size }, padded, scale, left, top };
}

/** Middle grey, as under transparent pictures. */
const GREY = 0x80;

function pad(picture: Picture, left: number, top: number): Picture {
  const width = picture.width + 2 * left;
  const height = picture.height + 2 * top;
  const data = new Uint8Array(3 * width * height).fill(GREY);
  const row = 3 * picture.width;
  for (let y = 0; y < picture.height; y++) {
    data.set(picture.data.subarray(y * row, (y + 1) * row), 3 * ((y + top) * width + left));
  }
  return { data, width, height };
}

/**
 * Head and shoulders round the `face` as JPEG ≤ 60 KB, at most 640 px, without metadata, set upright by `rollDeg`. `reachInFaces`: from
 * the face's middle to each side, in the face's longer side.
 */
export async function portrait(photograph: Picture, face: Box, rollDeg: number, reachInFaces = 1.6): Promise<Uint8Array> {
  const reach = reachInFaces * Math.max(face.width, face.height);
  // The middle of a face that the edge cuts may lie far outside.
  const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
  const left = within(Math.floor(face.x + face.width / 2 - reach), 0, photograph.width - 1);
  const top = within(Math.floor(face.y + face.height / 2 - reach), 0, photograph.height - 1);
  const right = within(Math.ceil(face.x + face.width / 2 + reach), left + 1, photograph.width);
  const bottom = within(Math.ceil(face.y + face.height / 2 + reach), top + 1, photograph.height);
  const { data, info } = await fromRaw(photograph)
    .extract({ left, top, width: right - left, height: bottom - top })
    .rotate(-90 * Math.round(rollDeg / 90))
    .resize(640, 640, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const cut: Picture = { data, width: info.width, height: info.height };
  for (const quality of [92, 85, 75, 60, 45, 30]) {
    const jpeg = await fromRaw(cut).jpeg({ quality, mozjpeg: false }).toBuffer();
    if (jpeg.length <= JPEG_BYTES) return new Uint8Array(jpeg);
  }
  return new Uint8Array(await fromRaw(cut).resize(320, 320, { fit: 'inside' }).jpeg({ quality: 60 }).toBuffer());
}
