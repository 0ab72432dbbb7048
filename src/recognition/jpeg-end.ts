/** Markers of a JPEG, each behind 0xff (ITU-T T.81, table B.1). */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Frames are 0xc0 to 0xcf but for these, which are tables and an extension. */
const NO_FRAMES: readonly (number | undefined)[] = [0xc4, 0xc8, 0xcc];
const COEFFICIENTS = 64;

/**
 * A JPEG that lacks its end marker alone, as some platforms send it and browsers show it, with the marker; null for anything else. Whether its last scan
 * is whole the decoder tells, but not whether there should be another one: a progressive picture that was cut between two scans is a blurred one.
 */
export function withJpegEnd(bytes: Uint8Array): Uint8Array | null {
  const isJpeg = bytes[0] === 0xff && bytes[1] === SOI;
  const isEnded = bytes.at(-2) === 0xff && bytes.at(-1) === EOI;
  if (!isJpeg || isEnded || !hasAllScans(bytes)) return null;
  const end = bytes.at(-1) === 0xff ? [EOI] : [0xff, EOI];
  const ended = new Uint8Array(bytes.length + end.length);
  ended.set(bytes);
  ended.set(end, bytes.length);
  return ended;
}

/** Do the scans hold every coefficient of every component down to its last bit? */
function hasAllScans(bytes: Uint8Array): boolean {
  /** By component: how many bits of each coefficient are missing. */
  const missing = new Map<number | undefined, Int8Array>();
  for (const { marker, data } of segmentsOf(bytes)) {
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker)) {
      for (let at = 6; at < data.length; at += 3) missing.set(data[at], new Int8Array(COEFFICIENTS).fill(-1));
    }
    if (marker !== SOS) continue;
    const [from = 0, to = 0, bits = 0] = data.subarray(-3);
    for (let at = 1; at < data.length - 3; at += 2) missing.get(data[at])?.fill(bits & 0x0f, from, to + 1);
  }
  return missing.size > 0 && [...missing.values()].every((of) => of.every((bits) => bits === 0));
}

/** Markers with their parameters; the scans' own bytes are passed over. */
function* segmentsOf(bytes: Uint8Array): Iterable<{ readonly marker: number; readonly data: Uint8Array }> {
  for (let at = bytes.indexOf(0xff, 2); at >= 0 && at + 4 <= bytes.length; at = bytes.indexOf(0xff, at)) {
    const [, marker = 0, high = 0, low = 0] = bytes.subarray(at, at + 4);
    // Within a scan 0xff stands before stuffing, a restart or another 0xff only.
    const hasParameters = marker >= 0xc0 && marker !== 0xff && !(marker >= 0xd0 && marker <= SOI);
    const end = hasParameters ? at + 2 + high * 256 + low : at + 1;
    if (hasParameters) yield { marker, data: bytes.subarray(at + 4, end) };
    at = Math.max(at + 1, end);
  }
}
