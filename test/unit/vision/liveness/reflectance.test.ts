import { expect, it } from 'vitest';
import { measureReflectance } from '../../../../src/shared/vision/liveness/reflectance.ts';
import { ovalMesh, painted } from './pictures.ts';

/** Mesh points round each eye, as the product uses them. */
const eyes = [
  [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
  [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
] as const;
const places = [
  { x: 285, y: 220 },
  { x: 355, y: 220 },
] as const;
const mesh = ovalMesh({ x: 320, y: 240 }, 160, 200);
for (const [which, points] of eyes.entries()) {
  const { x, y } = places[which] ?? places[0];
  points.forEach((index, i) => {
    const angle = Math.PI - (2 * Math.PI * i) / points.length;
    mesh.set([x + 14 * Math.cos(angle), y + 6 * Math.sin(angle), 0], 3 * index);
  });
}
const put = (indices: readonly number[], x: number, y: number): void =>
  indices.forEach((index) => mesh.set([x, y, 0], 3 * index));
put([151, 108, 337, 69, 299], 320, 165);
put([50, 205, 101, 36], 270, 270);
put([280, 425, 330, 266], 370, 270);
// The outline at the sides and on top.
put([234, 93, 132, 127, 162], 240, 240);
put([454, 323, 361, 356, 389], 400, 240);
put([10, 109, 338], 320, 140);

const near = (x: number, y: number, to: { x: number; y: number }, far: number): boolean => Math.hypot(x - to.x, y - to.y) < far;
const visible = painted(640, 480, (x, y) => {
  if (near(x, y, { x: 320, y: 165 }, 12)) return 160;
  if (near(x, y, { x: 270, y: 270 }, 12)) return 150;
  if (near(x, y, { x: 370, y: 270 }, 12)) return 140;
  if (near(x, y, places[0], 20)) return 60;
  if (near(x, y, places[1], 20)) return 70;
  return near(x, y, { x: 320, y: 240 }, 100) ? 120 : 30;
});

it('each part has the luma of its place, left and right as seen in the picture', () => {
  const { visible: parts } = measureReflectance(visible, mesh, visible, mesh);
  expect(parts).toMatchObject({ forehead: 160, leftCheek: 150, rightCheek: 140, leftEye: 60, rightEye: 70, ground: 30 });
});

it('the parts of the infrared picture are those of its own mesh', () => {
  const shifted = painted(640, 480, (x, y) => {
    const i = 4 * (y * 640 + Math.min(639, x + 25));
    return (visible.data[i] ?? 0) / 2;
  });
  const moved = mesh.map((value, i) => (i % 3 === 0 ? value - 25 : value));
  const { infrared, visibleContrast, infraredContrast } = measureReflectance(visible, mesh, shifted, moved);
  expect(infrared).toMatchObject({ forehead: 80, leftCheek: 75, rightCheek: 70, leftEye: 30, rightEye: 35, ground: 15 });
  expect(infraredContrast).toBeCloseTo(visibleContrast / 2, 0);
});

it('the reflection of a lamp in one eye is that eye’s glint', () => {
  const lit = painted(640, 480, (x, y) => {
    if (near(x, y, { x: 288, y: 219 }, 1.5)) return 250;
    return visible.data[4 * (y * 640 + x)] ?? 0;
  });
  const { leftGlint, rightGlint } = measureReflectance(visible, mesh, lit, mesh);
  expect(leftGlint).toBeGreaterThan(180);
  expect(rightGlint).toBe(0);
});

it('a face at the edge of the picture is measured as far as it is there', () => {
  const outside = mesh.map((value, i) => (i % 3 === 0 ? value - 400 : value));
  const { infrared, leftGlint } = measureReflectance(visible, mesh, visible, outside);
  expect(Object.values(infrared).every(Number.isFinite)).toBe(true);
  expect([infrared.leftCheek, leftGlint]).toEqual([0, 0]);
});
