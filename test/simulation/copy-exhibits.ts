import { within, type Random } from './chance.ts';
import { exposed, lampOf, roomBehind, SHRUNK, type Exhibit, type Thing } from './head-scene.ts';
import { paintOf } from './paint.ts';
import { copy, head, infrared as response, mask } from './parameters.ts';
import { eachPixel, type Placing } from './placing.ts';
import { planeOf, type Plane } from './plane.ts';
import { addGlint, faceCover, livingAlbedo } from './skin.ts';
import { lumaOf, type Source } from './source.ts';

export type CopyKind = 'flatPrint' | 'bentPrint' | 'plainFlat' | 'screen';

/** A sheet rolled round a cylinder whose axis lies in it: standing out, and the way along the paper. Beyond the edge it stays. */
function rolled(radiusMm: number, angle: number, isToward: boolean): Pick<Thing, 'reliefAt' | 'unrolled'> {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const sign = isToward ? 1 : -1;
  const most = 0.9 * radiusMm;
  const across = (x: number, y: number): number => Math.max(-most, Math.min(most, cos * x + sin * y));
  return {
    reliefAt: (x, y) => sign * (Math.sqrt(radiusMm ** 2 - across(x, y) ** 2) - radiusMm),
    unrolled: (x, y) => {
      const seen = cos * x + sin * y;
      const inside = Math.max(-most, Math.min(most, seen));
      const along = radiusMm * Math.asin(inside / radiusMm) + (seen - inside) * 3;
      return [x + (along - seen) * cos, y + (along - seen) * sin];
    },
  };
}

/** Ink as the infrared camera sees it on paper: toner keeps some contrast, dye nearly none. */
export function inked(luma: Plane, random: Random): Plane {
  const isToner = random() < response.tonerShare;
  const contrast = within(isToner ? response.tonerContrast : response.dyeContrast, random);
  const paper = within(response.paper, random);
  return { ...luma, data: luma.data.map((value) => paper * (1 - contrast * (1 - value))) };
}

/** What a printer or a display makes of a picture. */
const copied = (planes: readonly Plane[], random: Random): readonly Plane[] => {
  const contrast = within(copy.contrast, random);
  return planes.map((plane) => ({ ...plane, data: plane.data.map((value) => 0.5 + contrast * (value - 0.5)) }));
};

/** A sheet of paper, or a display, with the picture on it, before an indifferent wall. */
export function copyExhibit(kind: CopyKind, source: Source, placing: Placing, random: Random): Exhibit {
  const colours = copied(source.colours, random);
  const luma = lumaOf(colours);
  const face = faceCover(placing, luma);
  const isScreen = kind === 'screen';
  const ink = inked(luma, random);
  const halfX = within(copy.halfWidths, random) * head.faceWidthMm;
  const halfY = 1.25 * within(copy.halfWidths, random) * head.faceWidthMm;
  const cover = planeOf(luma.width, luma.height);
  const border = isScreen ? 0.03 : 0.93;
  const display = within(response.display, random);
  const paper = meanOfPaper(ink);
  eachPixel(placing, luma, (at, x, y) => {
    const beyond = Math.max(Math.abs(x) - halfX, Math.abs(y) - halfY);
    cover.data[at] = Math.max(0, Math.min(1, 0.5 - (beyond - copy.marginMm) * placing.pxPerMm));
    if (beyond > 0) {
      for (const { data } of colours) data[at] = border;
      ink.data[at] = kind === 'plainFlat' ? border : paper;
    }
  });
  const grey = kind === 'plainFlat' ? lumaOf(colours) : isScreen ? even(luma, display) : exposed(ink, face, random);
  const wall = roomBehind(source, placing);
  const surround = within(response.surround, random);
  const wallLuma = lumaOf(wall);
  const wallGrey = kind === 'plainFlat' ? wallLuma : { ...wallLuma, data: wallLuma.data.map((value) => 2 * surround * value) };
  const bend = rolled(within(copy.bendRadiusMm, random), Math.PI * random(), random() < 0.5);
  const lamp = lampOf(random);
  return {
    near: {
      paint: paintOf(colours, grey, cover),
      ...(kind === 'bentPrint' ? bend : { reliefAt: null, unrolled: null }),
    },
    wall: paintOf(wall, wallGrey, null),
    wallShrunk: SHRUNK,
    lamp: kind === 'plainFlat' ? null : lamp,
  };
}

const even = ({ width, height }: Plane, value: number): Plane => {
  const plane = planeOf(width, height);
  plane.data.fill(value);
  return plane;
};

const meanOfPaper = (ink: Plane): number => ink.data.reduce((most, value) => Math.max(most, value), 0);

/** A printed face, cut out and bent round a head, through whose holes living eyes look. */
export function maskExhibit(source: Source, placing: Placing, random: Random): Exhibit {
  const colours = copied(source.colours, random);
  const luma = lumaOf(colours);
  const face = faceCover(placing, luma);
  const ink = inked(luma, random);
  const living = livingAlbedo(source.colours, face, placing, random);
  addGlint(living, placing, random);
  const cover = planeOf(luma.width, luma.height);
  const [holeX, holeY] = mask.eyeHoleMm;
  const isHole = (x: number, y: number): boolean =>
    placing.eyes.some((eye) => ((x - eye.x) / holeX) ** 2 + ((y - eye.y) / holeY) ** 2 < 1);
  eachPixel(placing, luma, (at, x, y) => {
    const edge = 1 - Math.hypot((x - placing.middleX) / 82, (y + 8) / 108);
    cover.data[at] = Math.max(0, Math.min(1, 0.5 + 82 * placing.pxPerMm * edge));
    if (isHole(x, y)) ink.data[at] = living.data[at] ?? 0;
  });
  const bend = rolled(within(mask.radiusMm, random), 0, true);
  const wall = roomBehind(source, placing);
  const surround = within(response.surround, random);
  const wallLuma = lumaOf(wall);
  return {
    near: {
      paint: paintOf(colours, exposed(ink, face, random), cover),
      unrolled: bend.unrolled,
      reliefAt: (x, y) => (bend.reliefAt?.(x, y) ?? 0) - (isHole(x, y) ? mask.behindMm : 0),
    },
    wall: paintOf(wall, { ...wallLuma, data: wallLuma.data.map((value) => surround * value) }, null),
    wallShrunk: SHRUNK,
    lamp: lampOf(random),
  };
}
