import { within, type Random } from './chance.ts';
import { headShape, tabulated } from './head-shape.ts';
import { paintOf, type Paint } from './paint.ts';
import { infrared as response } from './parameters.ts';
import { eachPixel, type Placing } from './placing.ts';
import { blurred, filled, planeOf, type Plane } from './plane.ts';
import { addGlint, faceCover, livingAlbedo, meanWhere } from './skin.ts';
import { lumaOf, type Source } from './source.ts';

/** A thing to stand before the cameras: what is painted on it and how it stands out, in the face's own axes. */
export interface Thing {
  readonly paint: Paint;
  readonly reliefAt: ((x: number, y: number) => number) | null;
  /** How far along the sheet a spot lies that is seen at x and y, mm; null: as it is seen. */
  readonly unrolled: ((x: number, y: number) => readonly [number, number]) | null;
}

/** The thing and the wall behind it. The wall's paint is in place where the thing itself stands. */
export interface Exhibit {
  readonly near: Thing;
  readonly wall: Paint;
  /** px of the source ÷ px of the wall's paint. */
  readonly wallShrunk: number;
  /** Null: even infrared light, as in a plain grey copy of the picture. */
  readonly lamp: { readonly power: number; readonly ambient: number } | null;
}

/** How much smaller walls are kept of which nothing is to be seen clearly. */
export const SHRUNK = 4;

/** Every fourth value. */
function quarter(plane: Plane): Plane {
  const small = planeOf(Math.ceil(plane.width / 4), Math.ceil(plane.height / 4));
  for (let y = 0, at = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++, at++) {
      small.data[at] =
        plane.data[Math.min(plane.height - 1, 4 * y + 2) * plane.width + Math.min(plane.width - 1, 4 * x + 2)] ?? 0;
    }
  }
  return small;
}

/** An indifferent wall in the colours of the picture; `paint` is SHRUNK times smaller than the picture. */
export function roomBehind({ colours }: Source, placing: Placing): readonly Plane[] {
  return colours.map((plane) => blurred(quarter(plane), (12 * placing.pxPerMm) / SHRUNK));
}

/** What could stand behind: `planes` where `hidden` is 0, and there what lies round it. */
export function behind(planes: readonly Plane[], hidden: Plane): readonly Plane[] {
  const weight = quarter(hidden);
  weight.data.forEach((value, at) => (weight.data[at] = value > 0.001 ? 0 : 1));
  const coarse = filled(planes.map(quarter), weight);
  return planes.map((plane, i) => {
    const under = coarse[i] ?? plane;
    const whole = planeOf(plane.width, plane.height);
    const enlarged = enlargedFour(under, plane.width, plane.height);
    whole.data.forEach((_, at) => {
      whole.data[at] = ((hidden.data[at] ?? 0) > 0.001 ? enlarged[at] : plane.data[at]) ?? 0;
    });
    return whole;
  });
}

function enlargedFour({ data, width, height }: Plane, wide: number, high: number): Float32Array {
  const result = new Float32Array(wide * high);
  for (let y = 0, at = 0; y < high; y++) {
    const gy = Math.min(height - 1.001, Math.max(0, (y - 2) / 4));
    const row = Math.floor(gy);
    const dy = gy - row;
    for (let x = 0; x < wide; x++, at++) {
      const gx = Math.min(width - 1.001, Math.max(0, (x - 2) / 4));
      const column = Math.floor(gx);
      const dx = gx - column;
      const from = row * width + column;
      const top = (1 - dx) * (data[from] ?? 0) + dx * (data[from + 1] ?? 0);
      const bottom = (1 - dx) * (data[from + width] ?? 0) + dx * (data[from + width + 1] ?? 0);
      result[at] = (1 - dy) * top + dy * bottom;
    }
  }
  return result;
}

/** `plane` times what brings the mean of the face to a well exposed one under the lamp. */
export function exposed(plane: Plane, face: Plane, random: Random): Plane {
  // A face lights up to about this share of a plane that looks straight at the lamp.
  const lit = 0.85;
  const gain = within(response.exposure, random) / 255 / lit / Math.max(0.05, meanWhere(plane, face));
  return { ...plane, data: plane.data.map((value) => Math.min(1, gain * value)) };
}

export const lampOf = (random: Random): { readonly power: number; readonly ambient: number } => ({
  power: within(response.lampPower, random),
  ambient: within(response.ambient, random),
});

/** A living head. `isPlain`: infrared is the grey picture and nothing else. */
export function headExhibit(source: Source, placing: Placing, random: Random, isPlain: boolean): Exhibit {
  const shape = headShape(placing, random);
  const luma = lumaOf(source.colours);
  const face = faceCover(placing, luma);
  const albedo = exposed(livingAlbedo(source.colours, face, placing, random), face, random);
  addGlint(albedo, placing, random);
  const lamp = lampOf(random);
  const cover = planeOf(luma.width, luma.height);
  eachPixel(placing, luma, (at, x, y) => {
    cover.data[at] = shape.coverAt(x, y);
  });
  const wall = behind(source.colours, cover);
  return {
    near: {
      paint: paintOf(source.colours, isPlain ? luma : albedo, cover),
      reliefAt: tabulated(shape.reliefAt, 420),
      unrolled: null,
    },
    wall: paintOf(wall, lumaOf(wall), null),
    wallShrunk: 1,
    lamp: isPlain ? null : lamp,
  };
}
