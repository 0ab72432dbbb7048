import type { CardFormat } from './card-format.ts';
import { frameFinder, type CardRefusal, type FrameFinder } from './frame-at.ts';

export type CardFrame =
  { readonly kind: 'card'; readonly number: bigint } | { readonly kind: 'refused'; readonly reason: CardRefusal };

/**
 * Finds cards in what a reader sends of its own accord. Holds at most one frame. What is taken for the beginning of a frame
 * and is none would hide the next one: the reader's silence (`settle`) gives it up. Where frames have no beginning of their own, nothing is
 * believed before the reader was silent once, or ended one: the line may have been opened in the middle.
 */
export class CardDecoder {
  readonly #finder: FrameFinder;
  #rest: Uint8Array = new Uint8Array(0);
  #discardedBytes = 0;
  #hasBegun = false;

  constructor(format: CardFormat) {
    this.#finder = frameFinder(format);
  }

  /** Bytes so far that belong to no frame, whole or refused. */
  get discardedBytes(): number {
    return this.#discardedBytes;
  }

  /** Whether something has begun that silence would end. */
  get isWaiting(): boolean {
    return this.#rest.length > 0 || !this.#hasBegun;
  }

  push(chunk: Uint8Array): CardFrame[] {
    this.#hasBegun = true;
    return this.#scan(Buffer.concat([this.#rest, chunk]), false);
  }

  /** The reader has fallen silent: what is not whole by now never will be. */
  settle(): CardFrame[] {
    this.#hasBegun = true;
    const rest = this.#rest;
    const frames = this.#scan(rest, true);
    this.#finder.giveUp(rest);
    return frames;
  }

  #scan(bytes: Uint8Array, isOver: boolean): CardFrame[] {
    const frames: CardFrame[] = [];
    let at = 0;
    while (at < bytes.length) {
      const found = this.#finder.find(bytes, at);
      if (found.kind === 'incomplete' && !isOver) break;
      if (found.kind === 'none' || found.kind === 'incomplete') {
        this.#discardedBytes += 1;
        at += 1;
        continue;
      }
      frames.push(found.kind === 'frame' ? { kind: 'card', number: found.number } : { kind: 'refused', reason: found.reason });
      at += found.length;
    }
    this.#rest = Uint8Array.from(bytes.subarray(at));
    return frames;
  }
}
