import sharp, { type Sharp } from 'sharp';

/** px; 4:3, as a camera gives it. */
export const WIDTH = 640;
export const HEIGHT = 480;

/** The face that the page warms its networks up with, in a scene of its own: nobody's picture. `ground`: CSS colour. */
const drawing = (ground: string): string => `
<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
  <rect width="100%" height="100%" fill="${ground}"/>
  <g transform="translate(120 30) scale(1.2)">
    <ellipse cx="160" cy="145" rx="82" ry="98" fill="#2b211c"/>
    <ellipse cx="160" cy="168" rx="70" ry="92" fill="#c99a7c"/>
    <g fill="#4a372c"><ellipse cx="132" cy="134" rx="19" ry="4"/><ellipse cx="188" cy="134" rx="19" ry="4"/></g>
    <g fill="#f2ebe4"><ellipse cx="132" cy="150" rx="14" ry="7"/><ellipse cx="188" cy="150" rx="14" ry="7"/></g>
    <g fill="#33241c"><circle cx="132" cy="150" r="6"/><circle cx="188" cy="150" r="6"/></g>
    <ellipse cx="160" cy="184" rx="12" ry="9" fill="#b07f63"/>
    <ellipse cx="160" cy="216" rx="26" ry="8" fill="#a0524b"/>
  </g>
</svg>`;

/** RGBA; opaque unless the ground is not. */
export const drawnFace = (ground = '#8a94a0'): Sharp => sharp(Buffer.from(drawing(ground))).ensureAlpha();

/** Turns and mirror images, one after the other, by which a picture is stored so that its EXIF orientation sets it upright. */
const turns: readonly (readonly ('quarter' | 'mirror')[])[] = [
  [],
  ['mirror'],
  ['quarter', 'quarter'],
  ['quarter', 'quarter', 'mirror'],
  ['quarter', 'mirror'],
  ['quarter', 'quarter', 'quarter'],
  ['quarter', 'quarter', 'quarter', 'mirror'],
  ['quarter'],
];

/** As a camera stores it that was held so: shown, it is `upright` again. `orientation`: EXIF, 1 to 8. */
export async function heldAs(orientation: number, upright: Uint8Array): Promise<Uint8Array> {
  let stored = upright;
  for (const turn of turns[orientation - 1] ?? []) {
    stored = await (turn === 'mirror' ? sharp(stored).flop() : sharp(stored).rotate(90)).png().toBuffer();
  }
  return sharp(stored).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
}
