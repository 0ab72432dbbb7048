import {
  MESH_INPUT_SIDE,
  MESH_POINTS,
  type HumanFace,
  type Picture,
  type Point,
} from '../../../../src/shared/vision/human-face.ts';
import type { Mesh } from '../../../../src/shared/vision/liveness/mesh.ts';
import type { LivenessNetworks } from '../../../../src/shared/vision/liveness/networks.ts';

type Colour = readonly [number, number, number];

/** A picture whose pixels `paint` gives: a grey value or a colour. */
export function painted(width: number, height: number, paint: (x: number, y: number) => number | Colour): Picture {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = paint(x, y);
      data.set(typeof value === 'number' ? [value, value, value, 255] : [...value, 255], 4 * (y * width + x));
    }
  }
  return { data, width, height };
}

/** Random numbers from 0 to 1, the same ones each time. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A mesh that fills an upright ellipse; the outer corners of the eyes lie level. Points 10 and 152 are top and bottom. */
export function ovalMesh(middle: Point, width: number, height: number): Mesh {
  const mesh = new Float32Array(3 * MESH_POINTS);
  const put = (index: number, x: number, y: number): void => {
    mesh[3 * index] = middle.x + (x * width) / 2;
    mesh[3 * index + 1] = middle.y + (y * height) / 2;
  };
  for (let i = 0; i < MESH_POINTS; i++) {
    const angle = (2 * Math.PI * 7 * i) / MESH_POINTS;
    const far = Math.sqrt((i + 0.5) / MESH_POINTS);
    put(i, far * Math.cos(angle), far * Math.sin(angle));
  }
  put(33, -0.6, -0.2);
  put(263, 0.6, -0.2);
  put(10, 0, -1);
  put(152, 0, 1);
  put(234, -1, 0);
  put(454, 1, 0);
  return mesh;
}

/** The middle of what is darker than the rest, in px of a square; null when nothing is. */
function spotIn(square: Float32Array): Point | null {
  let [x, y, count] = [0, 0, 0];
  for (let i = 0; i < square.length / 3; i++) {
    if ((square[3 * i] ?? 0) > 0.3) continue;
    x += (i % MESH_INPUT_SIDE) + 0.5;
    y += Math.floor(i / MESH_INPUT_SIDE) + 0.5;
    count++;
  }
  return count === 0 ? null : { x: x / count, y: y / count };
}

const dark = (picture: { data: ArrayLike<number>; width: number; height: number }): Point | null => {
  let [x, y, count] = [0, 0, 0];
  for (let i = 0; i < picture.width * picture.height; i++) {
    if ((picture.data[3 * i] ?? 0) > 80) continue;
    x += (i % picture.width) + 0.5;
    y += Math.floor(i / picture.width) + 0.5;
    count++;
  }
  return count === 0 ? null : { x: x / count, y: y / count };
};

/** How wide the networks below take a face to be, px of the picture and of the square. */
export const SPOT_FACE = 80;
const IN_SQUARE = 128;

/** A face as Human would give it, round `middle`. */
export function humanFace(middle: Point, width = SPOT_FACE): HumanFace {
  const mesh = ovalMesh(middle, width, width);
  return {
    boxScore: 0.9,
    faceScore: 1,
    size: [width, width],
    mesh: Array.from({ length: MESH_POINTS }, (_, i) => [
      Math.trunc(mesh[3 * i] ?? 0),
      Math.trunc(mesh[3 * i + 1] ?? 0),
      Math.trunc(mesh[3 * i + 2] ?? 0),
    ]),
  };
}

/** Networks that take a dark spot for a face, and count how often they are asked. */
export class SpotNetworks implements LivenessNetworks {
  finds = 0;
  voted = 0;
  width = IN_SQUARE;

  async find(picture: Parameters<LivenessNetworks['find']>[0]): Promise<readonly HumanFace[]> {
    this.finds++;
    const spot = dark(picture);
    return spot ? [humanFace(spot)] : [];
  }

  async mesh(square: Float32Array): Promise<{ points: Float32Array; certainty: number }> {
    const spot = spotIn(square);
    return { points: ovalMesh(spot ?? { x: 96, y: 96 }, this.width, this.width), certainty: spot ? 0.99 : 0.01 };
  }

  async votes(): Promise<{ real: number; live: number }> {
    this.voted++;
    return { real: 0.6, live: 0.7 };
  }
}

/** A light picture with a dark spot on it. */
export const spotPicture = (middle: Point | null, width = 640, height = 480): Picture =>
  painted(width, height, (x, y) => (middle && Math.hypot(x + 0.5 - middle.x, y + 0.5 - middle.y) < 12 ? 20 : 200));
