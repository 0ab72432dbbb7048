import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import sharp from 'sharp';

/** Chromium plays a .mjpeg file at 30 frames a second, in a loop. */
export const MJPEG_FPS = 30;

export interface ClipPart {
  /** JPEG files of 640×480, or null for an empty yard. */
  readonly frames: readonly string[] | null;
  /** How many played frames one picture stands for: 3 = ten pictures a second. */
  readonly repeat: number;
  /** For an empty yard: how many pictures. */
  readonly count?: number;
}

/** Writes the parts one behind the other; answers the total of played frames. */
export async function writeClip(path: string, parts: readonly ClipPart[]): Promise<number> {
  const empty = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#7d8287' } })
    .jpeg({ quality: 80 })
    .toBuffer();
  const file = openSync(path, 'w');
  let played = 0;
  try {
    for (const part of parts) {
      const pictures = part.frames?.map((frame) => readFileSync(frame)) ?? Array.from({ length: part.count ?? 10 }, () => empty);
      for (const picture of pictures) {
        for (let copy = 0; copy < part.repeat; copy++) {
          writeSync(file, picture);
          played += 1;
        }
      }
    }
  } finally {
    closeSync(file);
  }
  return played;
}
