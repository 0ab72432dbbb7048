/** Side of the patches that are analysed, px: a power of two. */
export const PATCH = 64;

const bits = Math.log2(PATCH);
const reversed = Uint8Array.from({ length: PATCH }, (_, i) => {
  let turned = 0;
  for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) turned |= 1 << (bits - 1 - bit);
  return turned;
});
const cosines = Float64Array.from({ length: PATCH / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / PATCH));
const sines = Float64Array.from({ length: PATCH / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / PATCH));
/** Fades a patch out towards its edges, which would else look like lines. */
const fade = Float64Array.from({ length: PATCH }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / PATCH));

const get = (values: ArrayLike<number>, i: number): number => values[i] ?? 0;

/** Fourier transform in place of PATCH numbers, `stride` apart from `start` on. */
function transform(re: Float64Array, im: Float64Array, start: number, stride: number): void {
  for (let i = 0; i < PATCH; i++) {
    const j = get(reversed, i);
    if (j <= i) continue;
    const a = start + i * stride;
    const b = start + j * stride;
    [re[a], re[b]] = [get(re, b), get(re, a)];
    [im[a], im[b]] = [get(im, b), get(im, a)];
  }
  for (let length = 2; length <= PATCH; length *= 2) {
    const turn = PATCH / length;
    for (let block = 0; block < PATCH; block += length) {
      for (let k = 0; k < length / 2; k++) {
        const a = start + (block + k) * stride;
        const b = a + (length / 2) * stride;
        const cos = get(cosines, k * turn);
        const sin = get(sines, k * turn);
        const x = get(re, b) * cos - get(im, b) * sin;
        const y = get(re, b) * sin + get(im, b) * cos;
        re[b] = get(re, a) - x;
        im[b] = get(im, a) - y;
        re[a] = get(re, a) + x;
        im[a] = get(im, a) + y;
      }
    }
  }
}

/** Power of each frequency (row, column; 0 to PATCH − 1 waves per patch) of PATCH × PATCH values. */
export function powerSpectrum(patch: ArrayLike<number>): Float64Array {
  const size = PATCH * PATCH;
  let mean = 0;
  for (let i = 0; i < size; i++) mean += get(patch, i) / size;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let i = 0; i < size; i++) re[i] = (get(patch, i) - mean) * get(fade, i % PATCH) * get(fade, Math.floor(i / PATCH));
  for (let row = 0; row < PATCH; row++) transform(re, im, row * PATCH, 1);
  for (let column = 0; column < PATCH; column++) transform(re, im, column, PATCH);
  return re.map((value, i) => value * value + get(im, i) ** 2);
}

/** Slower waves are the face itself, waves per patch. */
const SLOWEST = 8;
/** JPEG and video codecs work in blocks of 8 px: their grid is in every picture. */
const BLOCK_WAVES = PATCH / 8;
const NEIGHBOURS = 3;

/** The strongest peak over its neighbours among the fast waves, ratio of powers; about 2 to 6 without any pattern. */
export function strongestPeak(power: Float64Array): number {
  const at = (row: number, column: number): number => get(power, ((row + PATCH) % PATCH) * PATCH + ((column + PATCH) % PATCH));
  let strongest = 0;
  const half = PATCH / 2;
  // The other half plane says the same.
  for (let row = 2; row < half; row++) {
    for (let column = -half + 1; column < half; column++) {
      if (Math.abs(column) < 2 || Math.hypot(row, column) < SLOWEST) continue;
      if (row % BLOCK_WAVES === 0 && column % BLOCK_WAVES === 0) continue;
      let sum = 0;
      let count = 0;
      for (let dy = -NEIGHBOURS; dy <= NEIGHBOURS; dy++) {
        for (let dx = -NEIGHBOURS; dx <= NEIGHBOURS; dx++) {
          if (Math.abs(dx) < 2 && Math.abs(dy) < 2) continue;
          sum += at(row + dy, column + dx);
          count++;
        }
      }
      strongest = Math.max(strongest, at(row, column) / Math.max(1e-9, sum / count));
    }
  }
  return strongest;
}
