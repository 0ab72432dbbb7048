import type { Picture } from '../../src/shared/vision/human-face.ts';

/** Most bytes of a punch picture: 60 KB. */
export const MOST_JPEG_BYTES = 60 * 1024;
const MOST_WIDTH_PX = 640;
const QUALITIES = [0.85, 0.7, 0.55, 0.4, 0.25] as const;

/** Draws an RGBA picture at most 640 px wide. */
export function drawSmall({ data, width, height }: Picture): OffscreenCanvas {
  const scale = Math.min(1, MOST_WIDTH_PX / width);
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  const whole = new VideoFrame(data, { format: 'RGBX', codedWidth: width, codedHeight: height, timestamp: 0 });
  try {
    context?.drawImage(whole, 0, 0, canvas.width, canvas.height);
  } finally {
    whole.close();
  }
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
