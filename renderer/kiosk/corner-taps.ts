const TAPS = 5;
const WITHIN_MS = 3_000;

/** Times of the latest taps in the corner. */
export type CornerTaps = readonly number[];

/** Another tap at `atMs`: were it five within three seconds? Then counting begins anew. */
export function tapCorner(taps: CornerTaps, atMs: number): { readonly taps: CornerTaps; readonly isOpened: boolean } {
  const recent = [...taps.filter((tap) => atMs - tap <= WITHIN_MS), atMs];
  return recent.length >= TAPS ? { taps: [], isOpened: true } : { taps: recent, isOpened: false };
}
