import type { Picture } from '../../src/shared/vision/human-face.ts';
import type { FrameToAnalyse } from './messages.ts';
import { PixelReader } from './pixels.ts';

/** Both pictures of one moment in memory, RGBA; the next `read` may overwrite them. */
export interface ReadPair {
  readonly visible: Picture;
  /** `apartMs`: taken after (+) or before (−) the visible one. Null: there is none. */
  readonly infrared: { readonly picture: Picture; readonly apartMs: number } | null;
}

/**
 * Reads frames and gives them back at once. Chromium lends a page two frames of a camera at a time: whoever keeps one for as long as it is
 * looked at gets the next one that much too late.
 */
export class PairReader {
  readonly #visible = new PixelReader();
  readonly #infrared = new PixelReader();

  async read({ frame, takenAtMs, half, infrared }: FrameToAnalyse<VideoFrame>): Promise<ReadPair> {
    try {
      const visible = await this.#visible.read(frame, half);
      if (!infrared) return { visible, infrared: null };
      const picture = await this.#infrared.read(infrared.frame ?? frame, infrared.half);
      return { visible, infrared: { picture, apartMs: infrared.takenAtMs - takenAtMs } };
    } finally {
      frame.close();
      infrared?.frame?.close();
    }
  }
}
