import { within, type Random } from './chance.ts';
import { head } from './parameters.ts';
import type { Placing, Spot } from './placing.ts';
import { planeOf, type Plane } from './plane.ts';

/** A smooth hill or hollow: height mm, half widths (standard deviations) mm, turned by `angle`. */
interface Hill extends Spot {
  readonly height: number;
  readonly sx: number;
  readonly sy: number;
}

/** How far each spot of a head stands toward the viewer, in the face's own axes. */
export interface HeadShape {
  /** mm; 0 is the front of the skull. */
  reliefAt(x: number, y: number): number;
  /** 1 on the head, the neck and the shoulders, 0 beside them. */
  coverAt(x: number, y: number): number;
}

const between = (a: Spot, b: Spot, share: number): Spot => ({ x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) });

/** The greater of both, rounded off over some mm. */
function softGreater(a: number, b: number): number {
  const softness = 6;
  const least = Math.min(a, b);
  const most = Math.max(a, b);
  return most + softness * Math.log1p(Math.exp((least - most) / softness));
}

const step = (from: number, to: number, value: number): number => {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return share * share * (3 - 2 * share);
};

/** Hair stands out beyond the skull by so much, mm, and lies so far behind its front, in half axes of the skull less one. */
const HAIR_MM = 36;
const BEHIND = -0.25;

/** Height of a unit ball at `r` from its middle; near the rim it goes on as steeply as there, so that a ray meets it. */
function roundOff(r: number): number {
  const rim = 0.94;
  const atRim = Math.sqrt(1 - rim * rim);
  return r < rim ? Math.sqrt(1 - r * r) : Math.max(BEHIND, atRim - (r - rim) * (rim / atRim));
}

function featuresOf({ eyes, nose, mouth }: Placing, random: Random): readonly Hill[] {
  const [left, right] = eyes;
  const brow = between(left, right, 0.5);
  const lips = between(mouth[0], mouth[1], 0.5);
  const down = lips.y - brow.y;
  const hill = ({ x, y }: Spot, height: number, sx: number, sy: number): Hill => ({
    ...{ x, y, sx, sy },
    height: height * within(head.featureShare, random),
  });
  const ridge = between(brow, nose, 0.45);
  const sideways = (spot: Spot, dx: number, dy: number): Spot => ({ x: spot.x + dx, y: spot.y + dy });
  const eye = (spot: Spot): readonly Hill[] => [
    hill(spot, -9, 16, 9),
    hill(spot, 3.5, 8, 6),
    hill(sideways(spot, 0, -17), 4, 18, 7),
  ];
  return [
    hill(nose, 15, 9, 9),
    hill(ridge, 11, 7.5, 0.3 * down),
    hill(sideways(nose, -13, 3), 5, 6, 6),
    hill(sideways(nose, 13, 3), 5, 6, 6),
    ...eye(left),
    ...eye(right),
    hill(sideways(left, -8, 0.45 * down), 5, 18, 16),
    hill(sideways(right, 8, 0.45 * down), 5, 18, 16),
    hill(lips, 6, 19, 8),
    hill(sideways(lips, 0, 14), -3, 16, 5),
    hill(sideways(lips, 0, 0.55 * down), 8, 16, 13),
  ];
}

function wavesOf(random: Random): (x: number, y: number) => number {
  const waves = Array.from({ length: head.waves.count }, () => {
    const angle = 2 * Math.PI * random();
    const turns = (2 * Math.PI) / within(head.waves.lengthMm, random);
    const height = within(head.waves.heightMm, random);
    return { kx: turns * Math.cos(angle), ky: turns * Math.sin(angle), phase: 2 * Math.PI * random(), height };
  });
  return (x, y) => waves.reduce((sum, { kx, ky, phase, height }) => sum + height * Math.sin(kx * x + ky * y + phase), 0);
}

/** Anybody's head: an ellipsoid with features, a neck and shoulders, deformed and stretched in depth at random. */
export function headShape(placing: Placing, random: Random): HeadShape {
  const [ax, , az] = head.skullMm;
  const depth = within(head.depthShare, random);
  const eyeLine = (placing.eyes[0].y + placing.eyes[1].y) / 2;
  const mouthLine = (placing.mouth[0].y + placing.mouth[1].y) / 2;
  const chin = mouthLine + 0.62 * (mouthLine - eyeLine);
  const top = eyeLine - 1.05 * head.skullMm[1];
  const middleY = (top + chin) / 2;
  const ay = (chin - top) / 2 + 3;
  const hills = featuresOf(placing, random);
  const waves = wavesOf(random);
  const middleX = placing.middleX;

  const skull = (x: number, y: number): number => {
    const r = Math.hypot((x - middleX) / ax, (y - middleY) / ay);
    return az * (roundOff(r) - 1);
  };
  const neck = (x: number, y: number): number =>
    -52 + 45 * (roundOff(Math.abs(x - middleX) / 62) - 1) - 200 * step(chin + 20, chin - 60, y);
  const body = (x: number, y: number): number =>
    -58 - 0.0009 * (x - middleX) ** 2 - 200 * step(chin + 90, chin + 20, y - 0.002 * (x - middleX) ** 2);

  return {
    reliefAt(x, y) {
      let relief = softGreater(softGreater(skull(x, y), neck(x, y)), body(x, y)) + waves(x, y);
      for (const hill of hills) {
        const far = ((x - hill.x) / hill.sx) ** 2 + ((y - hill.y) / hill.sy) ** 2;
        if (far < 16) relief += hill.height * Math.exp(-far / 2);
      }
      return depth * relief;
    },
    coverAt(x, y) {
      const dx = x - middleX;
      const ofSkull = 1 - step(0.96, 1.04, Math.hypot(dx / (ax + HAIR_MM), (y - middleY) / (ay + HAIR_MM)));
      const ofNeck = (1 - step(58, 64, Math.abs(dx))) * step(chin - 60, chin - 50, y);
      const ofBody = step(0, 8, y - (chin + 42 + 0.0021 * dx * dx)) * (1 - step(210, 222, Math.abs(dx)));
      return Math.max(ofSkull, ofNeck, ofBody);
    },
  };
}

/** Distance of two values of a sampled relief, mm. */
const SAMPLE_MM = 2.5;

/** `relief`, looked up from a table that reaches `reachMm` to each side: the same, but quick. */
export function tabulated(relief: (x: number, y: number) => number, reachMm: number): (x: number, y: number) => number {
  const side = 2 * Math.ceil(reachMm / SAMPLE_MM) + 1;
  const middle = (side - 1) / 2;
  const table: Plane = planeOf(side, side);
  for (let row = 0, at = 0; row < side; row++) {
    for (let column = 0; column < side; column++, at++)
      table.data[at] = relief((column - middle) * SAMPLE_MM, (row - middle) * SAMPLE_MM);
  }
  return (x, y) => {
    const cx = Math.min(side - 1.001, Math.max(0, x / SAMPLE_MM + middle));
    const cy = Math.min(side - 1.001, Math.max(0, y / SAMPLE_MM + middle));
    const x0 = Math.floor(cx);
    const y0 = Math.floor(cy);
    const dx = cx - x0;
    const at = y0 * side + x0;
    const above = (table.data[at] ?? 0) * (1 - dx) + (table.data[at + 1] ?? 0) * dx;
    const below = (table.data[at + side] ?? 0) * (1 - dx) + (table.data[at + side + 1] ?? 0) * dx;
    return above + (cy - y0) * (below - above);
  };
}
