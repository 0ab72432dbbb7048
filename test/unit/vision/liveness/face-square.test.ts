import { expect, it } from 'vitest';
import { MESH_INPUT_SIDE } from '../../../../src/shared/vision/human-face.ts';
import { cutSquare, meshInPicture, middleOf, squareAround, widthOf } from '../../../../src/shared/vision/liveness/face-square.ts';
import { evened, greyOf } from '../../../../src/shared/vision/liveness/grey.ts';
import { ovalMesh, painted, randomNumbers } from './pictures.ts';

const side = MESH_INPUT_SIDE;

it('the square round a face leans with its eyes and holds it with a margin', () => {
  const upright = ovalMesh({ x: 300, y: 200 }, 120, 160);
  const lean = 0.3;
  const leaning = upright.map((value, i) => {
    const [x, y] = [(upright[i - (i % 3)] ?? 0) - 300, (upright[i - (i % 3) + 1] ?? 0) - 200];
    if (i % 3 === 0) return 300 + Math.cos(lean) * x - Math.sin(lean) * y;
    return i % 3 === 1 ? 200 + Math.sin(lean) * x + Math.cos(lean) * y : value;
  });
  const square = squareAround(leaning);
  expect(square.angle).toBeCloseTo(lean, 4);
  expect(square.side).toBeCloseTo(1.5 * 160, 0);
  expect(square.centre.x).toBeCloseTo(300, 0);
  expect(square.centre.y).toBeCloseTo(200, 0);
  expect(widthOf(leaning)).toBeCloseTo(120, 0);
});

it('what lies at a point of the picture lies at the same point after the cut and the way back', () => {
  const spot = { x: 331.5, y: 187.5 };
  const picture = painted(640, 480, (x, y) => (Math.hypot(x + 0.5 - spot.x, y + 0.5 - spot.y) < 4 ? 255 : 0));
  const square = { centre: { x: 310.3, y: 201.7 }, side: 240, angle: 0.2 };
  const cut = cutSquare(picture, 4, 1, square);
  let [x, y, weight] = [0, 0, 0];
  cut.forEach((value, i) => {
    x += value * ((i % side) + 0.5);
    y += value * (Math.floor(i / side) + 0.5);
    weight += value;
  });
  const points = new Float32Array(3 * 468);
  for (let i = 0; i < points.length; i += 3) points.set([x / weight, y / weight, 19.2], i);
  const mesh = meshInPicture(points, square);
  expect(middleOf(mesh).x).toBeCloseTo(spot.x, 1);
  expect(middleOf(mesh).y).toBeCloseTo(spot.y, 1);
  expect(mesh[2]).toBeCloseTo((19.2 * 240) / side, 4);
});

it('a near face is averaged down, and what lies outside the picture is black', () => {
  const picture = painted(640, 480, (x, y) => ((x + y) % 2 === 0 ? 0 : 200));
  const cut = cutSquare(picture, 4, 3, { centre: { x: 320, y: 240 }, side: 3 * side, angle: 0 });
  expect(cut).toHaveLength(3 * side * side);
  const middle = cut[3 * (96 * side + 96)] ?? 0;
  expect(middle * 255).toBeGreaterThan(80);
  expect(middle * 255).toBeLessThan(120);
  expect([...cut.slice(0, 3)]).toEqual([0, 0, 0]);
});

it('the network sees the same square whatever the gain and the brightness of the camera', () => {
  const random = randomNumbers(1);
  const square = Float32Array.from({ length: side * side }, () => 0.4 + 0.2 * random());
  const dim = square.map((value) => 0.3 * value + 0.05);
  const [a, b] = [evened(square), evened(dim)];
  const differences = a.map((value, i) => Math.abs(value - (b[i] ?? NaN)));
  expect(Math.max(...differences)).toBeLessThan(1e-3);
});

it('noise of a dark picture is not stretched to the contrast of a face', () => {
  const random = randomNumbers(2);
  const even = evened(Float32Array.from({ length: side * side }, () => 0.004 * random()));
  const mean = even.reduce((sum, value) => sum + value, 0) / even.length;
  expect(Math.sqrt(even.reduce((sum, value) => sum + (value - mean) ** 2, 0) / even.length)).toBeLessThan(0.05);
});

it('a grey picture stays as it is without its colours', () => {
  const grey = greyOf(painted(4, 2, (x, y) => 10 * x + y));
  expect([...grey.data]).toEqual([0, 10, 20, 30, 1, 11, 21, 31]);
  const small = greyOf(
    painted(5, 3, (x) => 20 * (x % 2)),
    2,
  );
  expect([small.width, small.height, ...small.data]).toEqual([2, 1, 10, 10]);
});
