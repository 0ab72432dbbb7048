import { within, type Random } from './chance.ts';
import { infrared } from './parameters.ts';
import { eachPixel, type Placing } from './placing.ts';
import { blurred, planeOf, type Plane } from './plane.ts';

const bump = (x: number, y: number, sx: number, sy: number): number => Math.exp(-((x / sx) ** 2 + (y / sy) ** 2) / 2);

/** Soft 1 inside an ellipse, 0 outside. */
const oval = (x: number, y: number, rx: number, ry: number): number =>
  Math.min(1, Math.max(0, 6 * (1 - Math.hypot(x / rx, y / ry))));

/** What skin gives back of infrared light. */
const SKIN = 0.62;
/** Half axes of the part of a face that is skin, mm. */
const FACE_MM = { x: 60, y: 80, up: -12 } as const;

/** 1 where the face is, by the placing alone. */
export function faceCover(placing: Placing, size: Plane): Plane {
  const cover = planeOf(size.width, size.height);
  eachPixel(placing, size, (at, x, y) => {
    cover.data[at] = oval(x - placing.middleX, y - FACE_MM.up, FACE_MM.x, FACE_MM.y);
  });
  return cover;
}

/** Mean of `plane` where `weight` is. */
export function meanWhere(plane: Plane, weight: Plane): number {
  let sum = 0;
  let total = 0;
  plane.data.forEach((value, at) => {
    sum += value * (weight.data[at] ?? 0);
    total += weight.data[at] ?? 0;
  });
  return total > 0 ? sum / total : 0;
}

/** Brightness of the face as far as it changes slowly: what the lamps of the scene did. */
function slowPart(luma: Plane, face: Plane, sigma: number): Plane {
  const weighted = { ...luma, data: luma.data.map((value, at) => value * (face.data[at] ?? 0)) };
  const above = blurred(weighted, sigma);
  const below = blurred(face, sigma);
  return { ...luma, data: above.data.map((value, at) => value / Math.max(0.02, below.data[at] ?? 0)) };
}

/**
 * How a living head answers infrared light, before the lamp: skin bright and even, lips nearly gone, brows and hair
 * paler, cloth anything. 0 to 1.
 */
export function livingAlbedo(colours: readonly Plane[], face: Plane, placing: Placing, random: Random): Plane {
  // Red light is the nearest to infrared that a picture holds: lips are bright in it.
  const luma = colours[0] ?? face;
  const slow = slowPart(luma, face, 14 * placing.pxPerMm);
  const contrast = within(infrared.skinContrast, random);
  const lips = within(infrared.lipsFade, random);
  const brows = within(infrared.browsFade, random);
  const hair = within(infrared.clothGain, random);
  const cloth = within(infrared.clothGain, random);
  const [left, right] = placing.eyes;
  const mouth = { x: (placing.mouth[0].x + placing.mouth[1].x) / 2, y: (placing.mouth[0].y + placing.mouth[1].y) / 2 };
  const albedo = planeOf(luma.width, luma.height);
  const ofFace = SKIN / Math.max(0.1, meanWhere(luma, face));
  eachPixel(placing, luma, (at, x, y) => {
    const value = luma.data[at] ?? 0;
    const skin = face.data[at] ?? 0;
    // Ears, neck and the rims of the face go on as the face does; hair and cloth take over from there.
    const aside = Math.hypot((x - placing.middleX) / FACE_MM.x, (y - FACE_MM.up) / FACE_MM.y);
    const away = Math.min(1, Math.max(0, 2 * (aside - 1.2)));
    const low = Math.min(1, Math.max(0, (y - 40) / 40));
    // Beside the skull there is hair, seen at a slant, or what is far behind.
    const beside = 1 - 0.7 * Math.min(1, Math.max(0, 4 * (aside - 1.3))) * (1 - low);
    const other = Math.min(SKIN, beside * value * (ofFace * (1 - away) + away * (hair + low * (cloth - hair))));
    albedo.data[at] = other;
    if (skin === 0) return;
    const detail = value / Math.max(0.02, slow.data[at] ?? 0) - 1;
    const ofLips = lips * bump(x - mouth.x, y - mouth.y, 16, 7);
    const ofBrows = brows * Math.min(1, bump(x - left.x, y - left.y + 18, 18, 6) + bump(x - right.x, y - right.y + 18, 18, 6));
    // Eyes and nostrils keep what they have: they are holes.
    const isHole = Math.min(1, bump(x - left.x, y - left.y, 14, 7) + bump(x - right.x, y - right.y, 14, 7));
    const kept = contrast + (0.85 - contrast) * isHole;
    const ofSkin = SKIN * (1 + kept * (1 - ofLips) * (1 - ofBrows) * Math.max(-0.75, Math.min(0.8, detail)));
    albedo.data[at] = skin * ofSkin + (1 - skin) * other;
  });
  return albedo;
}

/** The lamp's reflection on both eyes, in place; nothing in some people. */
export function addGlint(plane: Plane, placing: Placing, random: Random): void {
  const size = within(infrared.glintMm, random);
  const height = within(infrared.glintLuma, random) / 255;
  const aside = 3 * (random() - 0.5);
  const up = -2 * random();
  if (random() >= infrared.glintShare) return;
  eachPixel(placing, plane, (at, x, y) => {
    for (const eye of placing.eyes) {
      const far = Math.hypot(x - eye.x - aside, y - eye.y - up);
      if (far < 4 * size) plane.data[at] = Math.min(1, (plane.data[at] ?? 0) + height * bump(far, 0, size, size));
    }
  });
}
