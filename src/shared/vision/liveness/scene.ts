import { channelsOf, type Picture } from '../human-face.ts';
import type { SceneMeasures } from './evidence.ts';

/** About so many pixels are looked at, spread over the whole picture. */
const SAMPLES = 12_000;
const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Brightness, contrast, colour and fingerprint of the whole picture. */
export function measureScene(picture: Picture): SceneMeasures {
  const channels = channelsOf(picture);
  const { data, width, height } = picture;
  // The rows' phase shifts, so that no column of a grid is always the one that is seen.
  const step = Math.max(1, Math.floor(Math.sqrt((width * height) / SAMPLES)));
  const luma = new Spread();
  const redGreen = new Spread();
  const yellowBlue = new Spread();
  let fingerprint = FNV_START;
  for (let row = 0; row < height; row += step) {
    for (let column = (row * 7) % step; column < width; column += step) {
      const at = (row * width + column) * channels;
      const red = data[at] ?? 0;
      const green = data[at + 1] ?? 0;
      const blue = data[at + 2] ?? 0;
      luma.add(0.299 * red + 0.587 * green + 0.114 * blue);
      redGreen.add(red - green);
      yellowBlue.add((red + green) / 2 - blue);
      fingerprint = Math.imul(fingerprint ^ (red | (green << 8) | (blue << 16)), FNV_PRIME);
    }
  }
  return {
    brightness: luma.mean,
    contrast: luma.deviation,
    colour: redGreen.deviation + yellowBlue.deviation,
    fingerprint: fingerprint >>> 0,
  };
}

/** Mean and standard deviation of numbers as they come. */
export class Spread {
  #count = 0;
  #sum = 0;
  #squares = 0;

  add(value: number): void {
    this.#count++;
    this.#sum += value;
    this.#squares += value * value;
  }

  /** 0 when nothing was added. */
  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  /** 0 when nothing was added. */
  get deviation(): number {
    return this.#count === 0 ? 0 : Math.sqrt(Math.max(0, this.#squares / this.#count - this.mean ** 2));
  }
}
