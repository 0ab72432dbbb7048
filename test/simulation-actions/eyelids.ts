import type { Paint } from '../simulation/paint.ts';

/** The lids of one eye: upper and lower edge from corner to corner, px of the paint. */
export interface LidLines {
  readonly upper: readonly Spot[];
  readonly lower: readonly Spot[];
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Mesh points along the edges of the lids. */
const edges = [
  { upper: [33, 246, 161, 160, 159, 158, 157, 173, 133], lower: [33, 7, 163, 144, 145, 153, 154, 155, 133] },
  { upper: [362, 398, 384, 385, 386, 387, 388, 466, 263], lower: [362, 382, 381, 380, 374, 373, 390, 249, 263] },
] as const;

/** `placeOf`: where a mesh point lies on the paint. */
export const lidLinesOf = (placeOf: (index: number) => Spot): readonly LidLines[] =>
  edges.map(({ upper, lower }) => ({ upper: upper.map(placeOf), lower: lower.map(placeOf) }));

/** An eye at rest is open by at least this share of its length, however the lines were found. */
const LEAST_OPEN = 0.2;
/** The lid is painted with the skin from below the eye, from so many openings below the lower edge on, laid out backwards. */
const SKIN_BELOW = 0.25;
const SKIN_STRETCH = 0.7;
/** It goes over into the fold above the eye within so many openings. */
const FOLD = 0.35;
/** Thickness of the line of the lashes at the edge of the lid, in openings, and how dark it is. */
const LINE = 0.26;
const LINE_LUMA = 0.35;

const height = (line: readonly Spot[], along: number): number => {
  const next = line.findIndex(({ x }) => x >= along);
  const [from, to] = [line[Math.max(0, next - 1)], line[next === -1 ? line.length - 1 : next]];
  if (!from || !to) return 0;
  const share = to.x > from.x ? Math.min(1, Math.max(0, (along - from.x) / (to.x - from.x))) : 0;
  return from.y + share * (to.y - from.y);
};

/**
 * The paint with the eyes shut by `share` (0 as it is, 1 shut): skin comes down over the eye, as the lid does, and ends in
 * a dark line, as the lashes do. Glasses stay where they are.
 */
export function withEyesShut(paint: Paint, eyes: readonly LidLines[], share: number): Paint {
  if (share <= 0) return paint;
  const visible = paint.visible.slice();
  for (const eye of eyes) shut(paint, visible, eye, share);
  return { ...paint, visible };
}

function shut({ visible, width, height: rows }: Paint, into: Uint8ClampedArray, { upper, lower }: LidLines, share: number): void {
  const [first, last] = [upper[0], upper.at(-1)];
  if (!first || !last) return;
  const angle = Math.atan2(last.y - first.y, last.x - first.x);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // Own axes of the eye: along it, and down.
  const own = ({ x, y }: Spot): Spot => ({
    x: cos * (x - first.x) + sin * (y - first.y),
    y: -sin * (x - first.x) + cos * (y - first.y),
  });
  const [above, below] = [upper.map(own), lower.map(own)];
  const length = Math.hypot(last.x - first.x, last.y - first.y);
  const open = Math.max(LEAST_OPEN * length, ...above.map(({ x }) => height(below, x) - height(above, x)));
  const reach = Math.ceil(length + 2 * open);
  const [middleX, middleY] = [(first.x + last.x) / 2, (first.y + last.y) / 2];
  for (let py = Math.max(0, Math.floor(middleY - reach)); py < Math.min(rows - 1, middleY + reach); py++) {
    for (let px = Math.max(0, Math.floor(middleX - reach)); px < Math.min(width - 1, middleX + reach); px++) {
      const { x, y } = own({ x: px, y: py });
      if (x < 0 || x > length) continue;
      // The lines of the mesh lie a little inside the lashes.
      const bulge = 0.12 * open * Math.sin((Math.PI * x) / length);
      const top = height(above, x) - bulge;
      const bottom = Math.max(top, height(below, x) + bulge);
      const begin = top - FOLD * open;
      const edge = top + share * (bottom - top);
      if (y <= begin || y >= edge) continue;
      const from = bottom + SKIN_BELOW * open + SKIN_STRETCH * (edge - y);
      const cover = Math.min(1, (y - begin) / (FOLD * open));
      const fromEdge = (edge - y) / (LINE * open);
      const light = fromEdge < 1 ? LINE_LUMA + (1 - LINE_LUMA) * fromEdge ** 2 : 1;
      const skin = valuesAt(visible, width, first.x + cos * x - sin * from, first.y + sin * x + cos * from);
      const at = 4 * (py * width + px);
      skin.forEach((value, channel) => {
        into[at + channel] = cover * light * value + (1 - cover) * (visible[at + channel] ?? 0);
      });
    }
  }
}

/** R, G and B between the pixels. */
function valuesAt(from: Uint8ClampedArray, width: number, x: number, y: number): readonly number[] {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [dx, dy] = [x - x0, y - y0];
  return [0, 1, 2].map((channel) => {
    const a = 4 * (y0 * width + x0) + channel;
    const b = a + 4 * width;
    const top = (1 - dx) * (from[a] ?? 0) + dx * (from[a + 4] ?? 0);
    return (1 - dy) * top + dy * ((1 - dx) * (from[b] ?? 0) + dx * (from[b + 4] ?? 0));
  });
}
