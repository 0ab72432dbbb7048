import { MESH_INPUT_SIDE } from '../../src/shared/vision/human-face.ts';
import type { FloatPicture } from '../../src/shared/vision/shrink.ts';
import type { HumanAnalyser } from './human-analyser.ts';

const SIDE = 320;
const ROUNDS = 5;

/** A drawn face on a plain ground: enough for both networks, and nobody's picture. */
export function drawnFace(): FloatPicture {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('no canvas to draw on');
  const blob = (colour: string, x: number, y: number, rx: number, ry: number): void => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
    context.fill();
  };
  context.fillStyle = '#8a94a0';
  context.fillRect(0, 0, SIDE, SIDE);
  blob('#2b211c', 160, 145, 82, 98);
  blob('#c99a7c', 160, 168, 70, 92);
  for (const x of [132, 188]) {
    blob('#4a372c', x, 134, 19, 4);
    blob('#f2ebe4', x, 150, 14, 7);
    blob('#33241c', x, 150, 6, 6);
  }
  blob('#b07f63', 160, 184, 12, 9);
  blob('#a0524b', 160, 216, 26, 8);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  const rgb = new Float32Array(3 * SIDE * SIDE);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    for (let channel = 0; channel < 3; channel++) rgb[3 * pixel + channel] = data[4 * pixel + channel] ?? 0;
  }
  return { data: rgb, width: SIDE, height: SIDE, scale: 1 };
}

/** Runs the networks until they are warm; the median time of a picture, ms. Throws when they do not find the drawn face. */
export async function warmUp(human: HumanAnalyser): Promise<number> {
  const picture = drawnFace();
  const grey = new Float32Array(3 * MESH_INPUT_SIDE * MESH_INPUT_SIDE).fill(0.5);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedMs = performance.now();
    const faces = await human.find(picture);
    if (faces.length === 0) throw new Error('the networks do not find the drawn face');
    times.push(performance.now() - startedMs);
    await human.liveness?.votes(grey);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}
