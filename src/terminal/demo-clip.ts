import { closeSync, openSync, writeSync } from 'node:fs';
import sharp from 'sharp';
import { cutTile, demoPeople, readSheet } from './demo-faces.ts';

const WIDTH = 640;
const HEIGHT = 480;
/** Chromium plays .mjpeg files at 30 frames a second; each picture stands for three frames. */
const REPEAT = 3;
const PICTURES_PER_SECOND = 30 / REPEAT;
const EMPTY_S = 1;
const PERSON_S = 3;

/** Writes the film of a morning at the gate: everyone walks up, stays, leaves. */
export async function writeDemoClip(path: string): Promise<void> {
  const sheet = readSheet();
  const yard = await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#8b9298' } })
    .jpeg({ quality: 80 })
    .toBuffer();
  const file = openSync(path, 'w', 0o600);
  const put = (jpeg: Buffer): void => {
    for (let copy = 0; copy < REPEAT; copy++) writeSync(file, jpeg);
  };
  try {
    for (const person of demoPeople) {
      for (let n = 0; n < EMPTY_S * PICTURES_PER_SECOND; n++) put(yard);
      const tile = await cutTile(sheet, person.atTheGate, HEIGHT);
      for (let n = 0; n < PERSON_S * PICTURES_PER_SECOND; n++) put(await atTheGate(tile, n / PICTURES_PER_SECOND));
    }
  } finally {
    closeSync(file);
  }
}

/** The person `seconds` after he came into view: he steps nearer, then sways a little. */
async function atTheGate(tile: Buffer, seconds: number): Promise<Buffer> {
  const nearness = 0.72 + 0.13 * Math.min(1, seconds / 0.6);
  const height = Math.round(HEIGHT * nearness);
  const person = await sharp(tile).resize({ height }).toBuffer({ resolveWithObject: true });
  const left = Math.round((WIDTH - person.info.width) / 2 + 7 * Math.sin(seconds * 2.1));
  const top = Math.round((HEIGHT - height) / 2 + 4 * Math.sin(seconds * 1.3));
  const behind = await sharp(tile).resize(WIDTH, HEIGHT, { fit: 'cover' }).blur(24).modulate({ brightness: 0.75 }).toBuffer();
  return sharp(behind)
    .composite([{ input: person.data, left, top }])
    .jpeg({ quality: 88 })
    .toBuffer();
}
