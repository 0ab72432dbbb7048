import { chanceFor, normal, type Random } from './chance.ts';
import { sensor } from './parameters.ts';
import { blurred, planeOf } from './plane.ts';
import type { Grain } from './render.ts';

const SIDE = 1024;

/** Noise of one camera: white and smooth, in a tile that begins elsewhere in every frame. */
export class Sensor {
  readonly #tile: Float32Array;
  readonly #random: Random;

  constructor(camera: 'visible' | 'infrared', ...names: readonly (string | number)[]) {
    this.#tile = tileOf(camera);
    this.#random = chanceFor('sensor', camera, ...names);
  }

  frame(): Grain {
    const shift = (): number => Math.floor(SIDE * this.#random());
    return { tile: this.#tile, side: SIDE, shiftX: shift(), shiftY: shift() };
  }
}

const tiles = new Map<string, Float32Array>();

function tileOf(camera: 'visible' | 'infrared'): Float32Array {
  const made = tiles.get(camera);
  if (made) return made;
  const random = chanceFor('noise', camera);
  const { whiteLuma, smoothLuma } = sensor[camera];
  const plane = planeOf(SIDE, SIDE);
  plane.data.forEach((_, at) => (plane.data[at] = normal(random)));
  const smooth = blurred(plane, sensor.smoothPx);
  const spread = Math.sqrt(smooth.data.reduce((sum, value) => sum + value * value, 0) / smooth.data.length);
  const tile = plane.data.map((_, at) => whiteLuma * normal(random) + (smoothLuma * (smooth.data[at] ?? 0)) / spread);
  tiles.set(camera, tile);
  return tile;
}
