/** A file above this size is not a photograph of a worker, bytes. */
export const MAX_PHOTOGRAPH_BYTES = 20 * 1024 * 1024;
/** Pixels above this are refused before they are decoded: a small file can unfold into gigabytes. */
export const MAX_PHOTOGRAPH_PIXELS = 64_000_000;
