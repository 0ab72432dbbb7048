import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Picture } from '../../src/shared/vision/human-face.ts';
import { CodePace } from './code-pace.ts';

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

  /** The text of a code in `picture`, RGBA, which is not kept; null: none, or it is not yet time to look again. */
  async read(picture: Picture): Promise<string | null> {
    if (!this.#pace.isDue(performance.now())) return null;
    const beganMs = performance.now();
    const data = new Uint8ClampedArray(picture.data.buffer, picture.data.byteOffset, picture.data.byteLength);
    const image = { data, width: picture.width, height: picture.height, colorSpace: 'srgb' } as ImageData;
    const [found] = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 });
    this.#pace.looked(beganMs, performance.now());
    return found?.isValid === true ? found.text : null;
  }
}
