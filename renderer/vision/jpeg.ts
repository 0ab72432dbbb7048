import type { PictureHalf } from './camera-plan.ts';
import { areaOf } from './pixels.ts';

/** Most bytes of a punch picture: 60 KB. */
export const MOST_JPEG_BYTES = 60 * 1024;
const MOST_WIDTH_PX = 640;
const QUALITIES = [0.85, 0.7, 0.55, 0.4, 0.25] as const;

/** Draws `half` of the frame at most 640 px wide; the frame may be closed afterwards. */
export function drawSmall(frame: VideoFrame, half: PictureHalf): OffscreenCanvas {
  const area = areaOf(half, frame.displayWidth, frame.displayHeight);
  const scale = Math.min(1, MOST_WIDTH_PX / area.width);
  const canvas = new OffscreenCanvas(Math.round(area.width * scale), Math.round(area.height * scale));
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  context?.drawImage(frame, area.x, area.y, area.width, area.height, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The picture as JPEG of at most MOST_JPEG_BYTES; null when even the lowest quality does not fit. */
export async function encodeJpeg(canvas: OffscreenCanvas): Promise<Uint8Array | null> {
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= MOST_JPEG_BYTES) return new Uint8Array(await blob.arrayBuffer());
  }
  return null;
}
