import type { Picture } from '../human-face.ts';
import { borderAround } from './border.ts';
import type { TextureMeasures } from './evidence.ts';
import { middleOf, widthOf } from './face-square.ts';
import { lumaOf, pointOf, type LumaReader } from './luma.ts';
import type { Mesh } from './mesh.ts';
import { PATCH, powerSpectrum, strongestPeak } from './spectrum.ts';

/** Middles of the patches: forehead, both cheeks, chin. Their spectra are averaged: a pattern is in all of them. */
const patchPoints = [151, 50, 280, 199];

/** A patch of the picture in its own pixels; what lies outside is as bright as its nearest pixel. */
function patchAt(luma: LumaReader, x: number, y: number): Float32Array {
  const patch = new Float32Array(PATCH * PATCH);
  const inside = (value: number, end: number): number => Math.min(end - 1, Math.max(0, value));
  for (let i = 0; i < patch.length; i++) {
    const px = inside(Math.floor(x) - PATCH / 2 + (i % PATCH), luma.width);
    const py = inside(Math.floor(y) - PATCH / 2 + Math.floor(i / PATCH), luma.height);
    patch[i] = luma.at(px, py) ?? 0;
  }
  return patch;
}

/** Moiré, print dots and borders round the face. Coordinates of `mesh`: px of the picture. */
export function measureTexture(picture: Picture, mesh: Mesh): TextureMeasures {
  const luma = lumaOf(picture);
  const sum = new Float64Array(PATCH * PATCH);
  for (const index of patchPoints) {
    const { x, y } = pointOf(mesh, index);
    powerSpectrum(patchAt(luma, x, y)).forEach((power, i) => (sum[i] = (sum[i] ?? 0) + power));
  }
  return { periodicity: strongestPeak(sum), border: borderAround(luma, middleOf(mesh), widthOf(mesh)) };
}
