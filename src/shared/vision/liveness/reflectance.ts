import type { Picture, Point } from '../human-face.ts';
import type { Reflectance, RegionLuma } from './evidence.ts';
import { middleOf, widthOf } from './face-square.ts';
import { lumaInDisc, lumaInPolygon, lumaOf, pointOf, type LumaReader } from './luma.ts';
import type { Mesh } from './mesh.ts';
import { Spread } from './scene.ts';

/** Parts of the face as discs round mesh points; left and right as seen in the picture. */
const discs = {
  forehead: [151, 108, 337, 69, 299],
  leftCheek: [50, 205, 101, 36],
  rightCheek: [280, 425, 330, 266],
  nose: [4, 5, 195],
  lips: [11, 12, 15, 16, 72, 302, 86, 316],
} as const;

/** Parts of the face as polygons of mesh points. */
const polygons = {
  leftEye: [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
  rightEye: [362, 382, 381, 380, 374, 373, 390, 249, 263, 466, 388, 387, 386, 385, 384, 398],
  leftBrow: [70, 63, 105, 66, 107, 55, 65, 52, 53, 46],
  rightBrow: [336, 296, 334, 293, 300, 276, 283, 282, 295, 285],
} as const;

/** Outline of the face at its sides and its top, moved outwards by this factor: beside the head, clear of ears and hair. */
const outline = [234, 93, 132, 127, 162, 454, 323, 361, 356, 389, 10, 109, 338];
const OUTWARDS = 1.7;
/** Radius of a disc ÷ width of the face. */
const DISC = 0.025;
/** The part of the face's width and height in which its contrast is measured. */
const INSIDE_X = 0.42;
const INSIDE_Y = 0.4;

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const outwards = (point: Point, middle: Point, factor: number): Point => ({
  x: middle.x + factor * (point.x - middle.x),
  y: middle.y + factor * (point.y - middle.y),
});

function regionsOf(luma: LumaReader, mesh: Mesh): RegionLuma {
  const radius = DISC * widthOf(mesh);
  const middle = middleOf(mesh);
  const discsAt = (points: readonly Point[]): number => meanOf(points.flatMap((point) => lumaInDisc(luma, point, radius)));
  const disc = (indices: readonly number[]): number => discsAt(indices.map((index) => pointOf(mesh, index)));
  const polygon = (indices: readonly number[]): number =>
    meanOf(
      lumaInPolygon(
        luma,
        indices.map((index) => pointOf(mesh, index)),
      ),
    );
  return {
    forehead: disc(discs.forehead),
    leftCheek: disc(discs.leftCheek),
    rightCheek: disc(discs.rightCheek),
    nose: disc(discs.nose),
    lips: disc(discs.lips),
    leftEye: polygon(polygons.leftEye),
    rightEye: polygon(polygons.rightEye),
    leftBrow: polygon(polygons.leftBrow),
    rightBrow: polygon(polygons.rightBrow),
    ground: discsAt(outline.map((index) => outwards(pointOf(mesh, index), middle, OUTWARDS))),
  };
}

/** Standard deviation of the luma inside the face. */
function contrastOf(luma: LumaReader, mesh: Mesh): number {
  const middle = middleOf(mesh);
  const width = widthOf(mesh);
  const top = pointOf(mesh, 10);
  const bottom = pointOf(mesh, 152);
  const height = Math.hypot(bottom.x - top.x, bottom.y - top.y);
  const step = Math.max(1, width / 64);
  const spread = new Spread();
  for (let dy = -INSIDE_Y * height; dy <= INSIDE_Y * height; dy += step) {
    for (let dx = -INSIDE_X * width; dx <= INSIDE_X * width; dx += step) {
      if ((dx / (INSIDE_X * width)) ** 2 + (dy / (INSIDE_Y * height)) ** 2 > 1) continue;
      const value = luma.at(middle.x + dx, middle.y + dy);
      if (value !== null) spread.add(value);
    }
  }
  return spread.deviation;
}

/** How far the brightest pixel of an eye stands above the eye's median; 0 when no pixel of it is in the picture. */
function glintOf(luma: LumaReader, mesh: Mesh, eye: readonly number[]): number {
  const values = lumaInPolygon(
    luma,
    eye.map((index) => pointOf(mesh, index)),
  ).toSorted((a, b) => a - b);
  return (values.at(-1) ?? 0) - (values[Math.floor(values.length / 2)] ?? 0);
}

/** Luma of the parts of the same face in both pictures, each with the mesh found in it. A part outside its picture has luma 0. */
export function measureReflectance(visible: Picture, mesh: Mesh, infrared: Picture, infraredMesh: Mesh): Reflectance {
  const visibleLuma = lumaOf(visible);
  const infraredLuma = lumaOf(infrared);
  return {
    visible: regionsOf(visibleLuma, mesh),
    infrared: regionsOf(infraredLuma, infraredMesh),
    visibleContrast: contrastOf(visibleLuma, mesh),
    infraredContrast: contrastOf(infraredLuma, infraredMesh),
    leftGlint: glintOf(infraredLuma, infraredMesh, polygons.leftEye),
    rightGlint: glintOf(infraredLuma, infraredMesh, polygons.rightEye),
  };
}
