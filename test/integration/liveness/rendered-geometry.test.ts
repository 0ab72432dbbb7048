import { describe, expect, it } from 'vitest';
import { rotationOf, type Camera, type Pose } from '../../simulation/geometry.ts';
import { paintOf } from '../../simulation/paint.ts';
import { planeOf } from '../../simulation/plane.ts';
import { renderView } from '../../simulation/render.ts';
import type { Surface } from '../../simulation/trace.ts';

const WIDTH = 320;
const HEIGHT = 240;
const FOCAL = 300;
const BASELINE_MM = 40;

const camera = (x: number): Camera => ({
  ...{ width: WIDTH, height: HEIGHT, focalPx: FOCAL, centreX: WIDTH / 2, centreY: HEIGHT / 2 },
  position: [x, 0, 0],
  rotation: rotationOf(0, 0, 0),
});

/** A sheet of 200 × 200 mm, 2 px/mm, with one white dot at `dotX`, `dotY` (mm from its middle). */
function dotted(pose: Pose, dotX: number, dotY: number, reliefAt: Surface['reliefAt']): Surface {
  const grey = planeOf(400, 400);
  for (let y = -6; y <= 6; y++) {
    for (let x = -6; x <= 6; x++) {
      const at = Math.round(200 + 2 * dotY + y) * 400 + Math.round(200 + 2 * dotX + x);
      if (x * x + y * y <= 36) grey.data[at] = 1;
    }
  }
  return {
    ...{ paint: paintOf([grey, grey, grey], grey, null), pose, reliefAt },
    paintAt(x, y, spot) {
      spot.u = 200 + 2 * x + 0.5;
      spot.v = 200 + 2 * y + 0.5;
    },
  };
}

/** Middle of what is bright. */
function dotIn(view: Camera, surface: Surface): { readonly x: number; readonly y: number } {
  const canvas = new Uint8ClampedArray(4 * WIDTH * HEIGHT);
  const grain = { tile: new Float32Array(4), side: 2, shiftX: 0, shiftY: 0 };
  const region = { left: -WIDTH, top: -HEIGHT, width: 3 * WIDTH, height: 3 * HEIGHT };
  renderView({ camera: view, light: 'visible', lamp: null, surfaces: [surface, surface], region }, grain, canvas);
  let [x, y, sum] = [0, 0, 0];
  for (let at = 0; at < WIDTH * HEIGHT; at++) {
    const value = canvas[4 * at] ?? 0;
    if (value < 60) continue;
    x += value * ((at % WIDTH) + 0.5);
    y += value * (Math.floor(at / WIDTH) + 0.5);
    sum += value;
  }
  return { x: x / sum, y: y / sum };
}

describe('the renderer of paired views', () => {
  const upright: Pose = { rotation: rotationOf(0, 0, 0), position: [0, 0, 500] };

  it('shows a spot further left in the right camera by focal length × baseline ÷ distance', () => {
    const sheet = dotted(upright, 20, -10, null);
    const left = dotIn(camera(0), sheet);
    const right = dotIn(camera(BASELINE_MM), sheet);
    expect(left.x).toBeCloseTo(WIDTH / 2 + (FOCAL * 20) / 500, 0);
    expect(left.y).toBeCloseTo(HEIGHT / 2 - (FOCAL * 10) / 500, 0);
    expect(Math.abs(left.x - right.x - (FOCAL * BASELINE_MM) / 500)).toBeLessThan(0.2);
    expect(Math.abs(left.y - right.y)).toBeLessThan(0.2);
  });

  it('shows what stands out toward the cameras with more of a shift', () => {
    const hill = (x: number, y: number): number => 100 * Math.exp(-(x * x + y * y) / (2 * 60 * 60));
    const sheet = dotted(upright, 0, 0, hill);
    const shift = dotIn(camera(0), sheet).x - dotIn(camera(BASELINE_MM), sheet).x;
    expect(Math.abs(shift - (FOCAL * BASELINE_MM) / 400)).toBeLessThan(0.3);
  });

  it('turns a sheet about its middle: the side that comes nearer shifts more', () => {
    const turned: Pose = { rotation: rotationOf(30, 0, 0), position: [0, 0, 500] };
    const shiftAt = (x: number): number => {
      const sheet = dotted(turned, x, 0, null);
      return dotIn(camera(0), sheet).x - dotIn(camera(BASELINE_MM), sheet).x;
    };
    // x · sin 30° further away or nearer.
    expect(Math.abs(shiftAt(60) - (FOCAL * BASELINE_MM) / (500 - 30))).toBeLessThan(0.4);
    expect(Math.abs(shiftAt(-60) - (FOCAL * BASELINE_MM) / (500 + 30))).toBeLessThan(0.4);
  });
});
