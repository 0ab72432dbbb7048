import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Picture } from '../../src/shared/vision/human-face.ts';
import { CodePace } from './code-pace.ts';

/** A worker's code among those on helmets, jackets and posters. */
const MOST_CODES = 4;

/** Finds QR codes in pictures, now and then: faces come first. */
export class CodeReader {
  readonly #pace = new CodePace();

  private constructor() {
    // Made by `start` alone.
  }

  /** Loads the decoder from `wasmUrl`, one of the page's own files. */
  static async start(wasmUrl: string): Promise<CodeReader> {
    await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
    return new CodeReader();
  }

  /** The texts of the codes in `picture`, RGBA, which is not kept; none also when it is not yet time to look again. */
  async read(picture: Picture): Promise<ReadonlySet<string>> {
    if (!this.#pace.isDue(performance.now())) return new Set();
    const beganMs = performance.now();
    const data = new Uint8ClampedArray(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength);
    const image = { data, width: picture.width, height: picture.height, colorSpace: 'srgb' } as ImageData;
    const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: MOST_CODES });
    this.#pace.looked(beganMs, performance.now());
    return new Set(found.filter(({ isValid }) => isValid).map(({ text }) => text));
  }
}
