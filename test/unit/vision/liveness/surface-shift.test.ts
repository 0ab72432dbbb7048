import { describe, expect, it } from 'vitest';
import { MESH_INPUT_SIDE, MESH_POINTS } from '../../../../src/shared/vision/human-face.ts';
import { inverseOf } from '../../../../src/shared/vision/liveness/linear.ts';
import { surfaceShift } from '../../../../src/shared/vision/liveness/surface-shift.ts';

const side = MESH_INPUT_SIDE;
const square = { centre: { x: 96, y: 96 }, side, angle: 0 };
const WIDTH = 110;
/** Outline of the mesh, in order round the face. */
const outline = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58,
  132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/** Nearness of a head, face widths, from its middle: a dome with a nose. */
const nearness = (u: number, v: number): number =>
  -1.3 * u * u - 0.5 * v * v + 0.15 * Math.exp(-0.5 * ((u / 0.08) ** 2 + ((v - 0.1) / 0.15) ** 2));

/** A face in the middle of the square, 110 px wide. */
const mesh = (() => {
  const points = new Float32Array(3 * MESH_POINTS);
  const place = (i: number, u: number, v: number): void =>
    points.set([96 + WIDTH * u, 96 + WIDTH * v, -WIDTH * nearness(u, v)], 3 * i);
  for (let i = 0; i < MESH_POINTS; i++) {
    const radius = 0.48 * Math.sqrt((i + 0.5) / MESH_POINTS);
    place(i, radius * Math.cos(2.4 * i), 1.2 * radius * Math.sin(2.4 * i));
  }
  outline.forEach((index, i) => {
    const angle = (2 * Math.PI * i) / outline.length;
    place(index, 0.5 * Math.sin(angle), -0.6 * Math.cos(angle));
  });
  return points;
})();

/** Smooth and nowhere alike. */
const skin = (x: number, y: number): number =>
  0.5 + 0.08 * Math.sin(x / 2.1) * Math.cos(y / 2.6) + 0.06 * Math.sin((x + 2 * y) / 4.7) + 0.05 * Math.cos((x * y) / 400);
const draw = (look: (x: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: side * side }, (_, i) => look(i % side, Math.floor(i / side)));
const visible = draw(skin);

/** The second view, if what is drawn shifts by `perDepth` for its depth; `light`: what another lamp makes of it. */
function infrared(perDepth: (u: number, v: number) => number, light = (value: number, _x: number, _y: number): number => value) {
  return draw((x, y) => light(skin(x + WIDTH * perDepth((x - 96) / WIDTH, (y - 96) / WIDTH), y), x, y));
}

describe('the shift of a face between two views', () => {
  it('is that of a head where each spot moved with its nearness', () => {
    const found = surfaceShift(
      mesh,
      square,
      visible,
      infrared((u, v) => 0.05 * nearness(u, v)),
    );
    expect(found?.across).toBeGreaterThan(0.05);
    expect(found?.across).toBeLessThan(0.09);
    expect(found?.features).toBeGreaterThan(0.03);
    expect(found?.features).toBeLessThan(0.07);
    expect(found?.alike).toBeGreaterThan(0.9);
  });

  it.each([
    ['shifted', () => 0.03],
    ['turned', (u: number, v: number) => 0.02 + 0.03 * u - 0.02 * v],
  ])('has neither bend nor features on a sheet that was %s', (_name, shift) => {
    const found = surfaceShift(mesh, square, visible, infrared(shift));
    expect(Math.abs(found?.across ?? 1)).toBeLessThan(0.01);
    expect(Math.abs(found?.features ?? 1)).toBeLessThan(0.01);
  });

  it('has a bend but no features on a sheet that was bent', () => {
    const found = surfaceShift(
      mesh,
      square,
      visible,
      infrared((u) => -0.06 * u * u),
    );
    expect(found?.across).toBeCloseTo(0.06, 1);
    expect(found?.across).toBeGreaterThan(0.04);
    expect(Math.abs(found?.features ?? 1)).toBeLessThan(0.015);
  });

  it('does not take a lamp that darkens one side for depth', () => {
    const found = surfaceShift(
      mesh,
      square,
      visible,
      infrared(
        () => 0,
        (value, x) => value * (1 - 0.006 * (x - 60)),
      ),
    );
    expect(Math.abs(found?.across ?? 1)).toBeLessThan(0.01);
    expect(Math.abs(found?.features ?? 1)).toBeLessThan(0.01);
  });

  it('knows how much of the contrast is left', () => {
    const faint = infrared(
      () => 0,
      (value) => 0.5 + 0.25 * (value - 0.5),
    );
    expect(surfaceShift(mesh, square, visible, visible.slice())?.kept).toBeGreaterThan(0.8);
    const kept = surfaceShift(mesh, square, visible, faint)?.kept ?? 1;
    expect(kept).toBeGreaterThan(0.15);
    expect(kept).toBeLessThan(0.3);
  });

  it('finds the second picture unlike where it shows something else, and nothing where the face lies outside', () => {
    const other = draw((x, y) => 0.5 + 0.1 * Math.sin(x / 1.7 + y) * Math.cos(y / 3.3 - x / 5));
    expect(surfaceShift(mesh, square, visible, other)?.alike ?? 0).toBeLessThan(0.5);
    expect(surfaceShift(mesh, { ...square, centre: { x: 900, y: 900 } }, visible, visible)).toBeNull();
  });
});

describe('the inverse of a matrix', () => {
  it('undoes it, rows exchanged or not', () => {
    expect(inverseOf([[0, 2], [4, 0]])).toEqual([[0, 0.25], [0.5, 0]]); // prettier-ignore
  });

  it('is none where rows say the same', () => {
    expect(inverseOf([[1, 2], [2, 4]])).toBeNull(); // prettier-ignore
  });
});
