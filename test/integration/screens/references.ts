import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

const folder = join(import.meta.dirname, 'references');
/** A quarter of the screen: letters become grey, so that another release of the typeface or of Chromium is no difference. */
const SHRINK = 4;
/** Sides of the squares that are compared, px of the shrunken picture: 40 px of the screen. */
const SQUARE = 10;
/** Of 255: what a square may differ on average. A card that moved by its own height, or lost a button, differs by more. */
const MOST_DIFFERENCE = 16;

interface Grey {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/**
 * Compares a screen with its kept picture; answers what differs, as places on the screen, or null. With `UPDATE_REFERENCES=1`
 * it is kept instead.
 */
export async function compareWithReference(name: string, png: Buffer): Promise<string | null> {
  const file = join(folder, `${name}.png`);
  const shown = await shrunken(png);
  if (process.env['UPDATE_REFERENCES'] === '1') {
    mkdirSync(folder, { recursive: true });
    const { pixels, width, height } = shown;
    await sharp(pixels, { raw: { width, height, channels: 1 } })
      .png({ palette: true, colours: 16 })
      .toFile(file);
    return null;
  }
  if (!existsSync(file)) return `${name}: there is no reference; make it with UPDATE_REFERENCES=1 and look at it`;
  const kept = await grey(sharp(file));
  if (kept.width !== shown.width || kept.height !== shown.height) return `${name}: another size`;
  const places = differentSquares(kept, shown);
  return places.length === 0 ? null : `${name}: differs at ${places.slice(0, 5).join(', ')} (${String(places.length)} squares)`;
}

async function shrunken(png: Buffer): Promise<Grey> {
  const { width } = await sharp(png).metadata();
  return grey(sharp(png).resize({ width: Math.round(width / SHRINK), kernel: 'cubic' }));
}

async function grey(picture: Sharp): Promise<Grey> {
  const { data, info } = await picture.greyscale().raw().toBuffer({ resolveWithObject: true });
  // A palette may come back with three equal channels.
  const pixels = Uint8Array.from({ length: info.width * info.height }, (_, at) => data[at * info.channels] ?? 0);
  return { width: info.width, height: info.height, pixels };
}

/** Upper left corners on the screen, px. */
function differentSquares(kept: Grey, shown: Grey): readonly string[] {
  const found: string[] = [];
  for (let top = 0; top < kept.height; top += SQUARE) {
    for (let left = 0; left < kept.width; left += SQUARE) {
      if (Math.abs(meanOf(kept, left, top) - meanOf(shown, left, top)) > MOST_DIFFERENCE) {
        found.push(`${String(left * SHRINK)},${String(top * SHRINK)}`);
      }
    }
  }
  return found;
}

function meanOf({ width, height, pixels }: Grey, left: number, top: number): number {
  const right = Math.min(left + SQUARE, width);
  const bottom = Math.min(top + SQUARE, height);
  let sum = 0;
  for (let y = top; y < bottom; y += 1) for (let x = left; x < right; x += 1) sum += pixels[y * width + x] ?? 0;
  return sum / ((right - left) * (bottom - top));
}
