import type { Picture } from '../../src/shared/vision/human-face.ts';
import type { PictureHalf } from './camera-plan.ts';

/** Which of how many columns, from the left. */
const columnOf: Readonly<Record<Exclude<PictureHalf, 'whole'>, readonly [column: number, columns: number]>> = {
  left: [0, 2],
  right: [1, 2],
  first: [0, 4],
  second: [1, 4],
  third: [2, 4],
  fourth: [3, 4],
};

/** Where `half` lies in a picture of this size, px. */
export function areaOf(half: PictureHalf, width: number, height: number): DOMRectReadOnly {
  if (half === 'whole') return new DOMRectReadOnly(0, 0, width, height);
  const [column, columns] = columnOf[half];
  // Chroma is stored for pairs of pixels, so that an odd edge cannot be cut.
  const side = 2 * Math.floor(width / columns / 2);
  const left = column === columns - 1 ? width - side : 2 * Math.floor((column * width) / columns / 2);
  return new DOMRectReadOnly(left, 0, side, height);
}

/** Reads frames as RGBA; the buffer is used again for the next frame. */
export class PixelReader {
  #buffer = new Uint8ClampedArray(0);
  #context: OffscreenCanvasRenderingContext2D | null = null;

  async read(frame: VideoFrame, half: PictureHalf): Promise<Picture> {
    const visible = frame.visibleRect ?? new DOMRectReadOnly(0, 0, frame.codedWidth, frame.codedHeight);
    const area = areaOf(half, visible.width, visible.height);
    const { width, height } = area;
    // An infrared camera of 16 bits a pixel, for one: such frames can be drawn, but not copied.
    if (frame.format === null) return { data: this.#drawn(frame, area), width, height };
    const size = 4 * width * height;
    if (this.#buffer.length !== size) this.#buffer = new Uint8ClampedArray(size);
    const rect = { x: visible.x + area.x, y: visible.y + area.y, width, height };
    await frame.copyTo(this.#buffer, { rect, format: 'RGBA', colorSpace: 'srgb' });
    return { data: this.#buffer, width, height };
  }

  #drawn(frame: VideoFrame, { x, y, width, height }: DOMRectReadOnly): Uint8ClampedArray {
    if (this.#context?.canvas.width !== width || this.#context.canvas.height !== height)
      this.#context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
    if (!this.#context) throw new Error('no canvas for a frame');
    this.#context.drawImage(frame, x, y, width, height, 0, 0, width, height);
    return this.#context.getImageData(0, 0, width, height).data;
  }
}
