import { readFile } from 'node:fs/promises';
import type { Picture } from '../../src/shared/vision/human-face.ts';
import { chanceFor, normal, within } from '../simulation/chance.ts';
import { apply, minus, plus, rotationOf, type Camera, type Pose, type Vector } from '../simulation/geometry.ts';
import { behind } from '../simulation/head-scene.ts';
import { headShape, tabulated } from '../simulation/head-shape.ts';
import { paintOf, type Paint } from '../simulation/paint.ts';
import { head } from '../simulation/parameters.ts';
import { eachPixel, placingOf } from '../simulation/placing.ts';
import { planeOf } from '../simulation/plane.ts';
import { lumaOf, padded, readPicture, sourceOf } from '../simulation/source.ts';
import { lidLinesOf, withEyesShut, type LidLines } from './eyelids.ts';
import type { Eyes, SeenFace } from './seeing.ts';
import { solidOf, Stage, type Solid } from './solid.ts';

/** How a head is held and where, against the way it is held in its picture. Degrees, mm. */
export interface Attitude {
  /** Positive: to the picture's right, as in `FaceMeasures`. */
  readonly yawDeg: number;
  /** Positive: chin down. */
  readonly bowDeg: number;
  readonly rollDeg: number;
  readonly distanceMm: number;
  readonly shiftMm: readonly [number, number];
  /** 0 open, 1 shut. */
  readonly eyesShut: number;
}

/** A 640×480 webcam. */
export const camera: Camera = {
  width: 640,
  height: 480,
  focalPx: 620,
  centreX: 320,
  centreY: 240,
  position: [0, 0, 0],
  rotation: rotationOf(0, 0, 0),
};

/** What moves: the head of who is in the picture, or a print of the picture, held in a hand. */
export type ActorKind = 'head' | 'print';

/** A head turns about a point this far behind the front of the skull, and bows about the top of the neck; a sheet turns about its middle. */
const pivotsMm: Readonly<Record<ActorKind, { readonly turn: Vector; readonly bow: Vector }>> = {
  head: { turn: [0, 0, 85], bow: [0, 95, 85] },
  print: { turn: [0, 0, 0], bow: [0, 0, 0] },
};
type Pivots = (typeof pivotsMm)[ActorKind];
/** From the root of the nose to the edges of a print: to either side, up, down. */
const SHEET_MM: Vector = [110, 120, 140];
const WALL_MM = 1_500;
const NOISE = 2.5;

/** Plays somebody of whom there is one picture. */
export class Actor {
  readonly #pivots: Pivots;
  readonly #solid: Solid;
  readonly #paint: Paint;
  readonly #lids: readonly LidLines[];
  readonly #shut = new Map<number, Paint>();
  readonly #stage = new Stage(camera);
  readonly #noise: () => number;

  private constructor(parts: {
    solid: Solid;
    wall: Solid;
    wallPaint: Paint;
    paint: Paint;
    lids: readonly LidLines[];
    pivots: Pivots;
    name: string;
  }) {
    this.#pivots = parts.pivots;
    this.#solid = parts.solid;
    this.#paint = parts.paint;
    this.#lids = parts.lids;
    this.#stage.clear();
    this.#stage.draw(parts.wall, parts.wallPaint, () => ({ rotation: camera.rotation, position: [0, 0, WALL_MM] }));
    this.#stage.keep();
    const random = chanceFor('actor noise', parts.name);
    const tile = Float32Array.from({ length: 65_536 }, () => NOISE * normal(random));
    let at = 0;
    this.#noise = () => tile[(at = (at + 1) & 65_535)] ?? 0;
  }

  /** Null when no face that looks ahead is found in the picture `file`, or more than one. `name` seeds the head. */
  static async of(file: string, name: string, eyes: Eyes, kind: ActorKind = 'head'): Promise<Actor | null> {
    const picture = await padded(await readPicture(await readFile(file)), 0.5);
    const seen = await eyes.see(picture);
    // Somebody else who is painted beside him would go along with his head; the gate asks for one at a time.
    if (!seen || seen.rivals > 0 || !looksAhead(seen)) return null;
    const { points, measures } = seen.face;
    const source = await sourceOf(picture, { points, box: measures.box });
    const random = chanceFor('actor', name);
    const placing = placingOf(source.anchors, head.faceWidthMm * within(head.widthShare, random));
    const shape = headShape(placing, random);
    const luma = lumaOf(source.colours);
    const cover = planeOf(luma.width, luma.height);
    eachPixel(placing, luma, (at, x, y) => {
      cover.data[at] = shape.coverAt(x, y);
    });
    const { pxPerMm, originX, originY, rollRadians } = placing;
    const [cos, sin] = [pxPerMm * Math.cos(rollRadians), pxPerMm * Math.sin(rollRadians)];
    const room = behind(source.colours, cover);
    const enlarged = source.frame.width / picture.width;
    const place = (index: number) => ({
      x: source.frame.x + enlarged * (seen.mesh[3 * index] ?? 0),
      y: source.frame.y + enlarged * (seen.mesh[3 * index + 1] ?? 0),
    });
    const chinMm = placing.mouth[0].y + 40;
    const paintAt = (x: number, y: number): readonly [number, number] => [
      originX + cos * x - sin * y,
      originY + sin * x + cos * y,
    ];
    const sheet = { reachMm: SHEET_MM, stepMm: 10, reliefAt: () => 0, paintAt, followAt: () => 1 };
    const skull = {
      reachMm: [230, 190, 260],
      stepMm: 2.5,
      reliefAt: tabulated(shape.reliefAt, 420),
      paintAt,
      followAt: (y: number) => Math.min(1, Math.max(0, 1 - (y - chinMm - 10) / 70)),
    } as const;
    return new Actor({
      name,
      pivots: pivotsMm[kind],
      solid: solidOf(kind === 'head' ? skull : sheet),
      wall: solidOf({
        reachMm: [1_100, 900, 900],
        stepMm: 100,
        reliefAt: () => 0,
        paintAt: (x, y) => [originX + (pxPerMm * x) / 3, originY + (pxPerMm * y) / 3],
        followAt: () => 0,
      }),
      wallPaint: paintOf(room, luma, null),
      paint: paintOf(source.colours, luma, kind === 'head' ? cover : null),
      lids: lidLinesOf(place),
    });
  }

  /** The picture of the camera, RGBA; overwritten by the next call. */
  show(attitude: Attitude): Picture {
    const stage = this.#stage;
    stage.clear();
    stage.draw(this.#solid, this.#painted(attitude.eyesShut), posesOf(attitude, this.#pivots));
    const { data } = stage.picture;
    for (let at = 0; at < data.length; at++) if ((at & 3) !== 3) data[at] = (data[at] ?? 0) + this.#noise();
    return stage.picture;
  }

  #painted(share: number): Paint {
    const rounded = Math.round(20 * share) / 20;
    const paint = this.#shut.get(rounded) ?? withEyesShut(this.#paint, this.#lids, rounded);
    this.#shut.set(rounded, paint);
    return paint;
  }
}

const looksAhead = ({ yawDeg, pitchDeg }: SeenFace): boolean => Math.abs(yawDeg) <= 12 && Math.abs(pitchDeg) <= 14;

/** Where what follows the head by a share of its movement goes. */
function posesOf(attitude: Attitude, pivots: Pivots): (share: number) => Pose {
  const made = new Map<number, Pose>();
  return (share) => {
    const rounded = Math.round(16 * share) / 16;
    const pose = made.get(rounded) ?? poseOf(attitude, pivots, rounded);
    made.set(rounded, pose);
    return pose;
  };
}

function poseOf({ yawDeg, bowDeg, rollDeg, distanceMm, shiftMm }: Attitude, pivots: Pivots, share: number): Pose {
  // The world's y points down and z away: there a positive turn about y takes the nose to the left.
  const turn = rotationOf(-yawDeg * share, 0, 0);
  const bow = rotationOf(0, bowDeg * share, rollDeg);
  const about = (rotation: Pose['rotation'], pivot: Vector, point: Vector): Vector =>
    plus(apply(rotation, minus(point, pivot)), pivot);
  // bow · turn, each about its own pivot: position of the head's origin, rotation of its axes.
  const origin = about(bow, pivots.bow, about(turn, pivots.turn, [0, 0, 0]));
  const axis = (unit: Vector): Vector => apply(bow, apply(turn, unit));
  const [x, y, z] = [axis([1, 0, 0]), axis([0, 1, 0]), axis([0, 0, 1])];
  return {
    rotation: [x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]],
    position: plus(origin, [shiftMm[0], shiftMm[1], distanceMm]),
  };
}
