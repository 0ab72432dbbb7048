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

/** A head turns about a point this far behind the front of the skull; it bows about the top of the neck. */
const PIVOT_MM: Vector = [0, 0, 85];
const NECK_MM: Vector = [0, 95, 85];
const NOISE = 2.5;

/** Plays somebody of whom there is one picture. */
export class Actor {
  readonly #solid: Solid;
  readonly #wall: Solid;
  readonly #wallPaint: Paint;
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
    name: string;
  }) {
    this.#solid = parts.solid;
    this.#wall = parts.wall;
    this.#wallPaint = parts.wallPaint;
    this.#paint = parts.paint;
    this.#lids = parts.lids;
    const random = chanceFor('actor noise', parts.name);
    const tile = Float32Array.from({ length: 65_536 }, () => NOISE * normal(random));
    let at = 0;
    this.#noise = () => tile[(at = (at + 1) & 65_535)] ?? 0;
  }

  /** Null when no face that looks ahead is found in the picture `file`. `name` seeds the head. */
  static async of(file: string, name: string, eyes: Eyes): Promise<Actor | null> {
    const picture = await padded(await readPicture(await readFile(file)), 0.5);
    const seen = await eyes.see(picture);
    if (!seen || !looksAhead(seen)) return null;
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
    return new Actor({
      name,
      solid: solidOf({
        reachMm: [230, 190, 260],
        stepMm: 2.5,
        reliefAt: tabulated(shape.reliefAt, 420),
        paintAt: (x, y) => [originX + cos * x - sin * y, originY + sin * x + cos * y],
        followAt: (y) => Math.min(1, Math.max(0, 1 - (y - chinMm - 10) / 70)),
      }),
      wall: solidOf({
        reachMm: [1_100, 900, 900],
        stepMm: 100,
        reliefAt: () => 0,
        paintAt: (x, y) => [originX + (pxPerMm * x) / 3, originY + (pxPerMm * y) / 3],
        followAt: () => 0,
      }),
      wallPaint: paintOf(room, luma, null),
      paint: paintOf(source.colours, luma, cover),
      lids: lidLinesOf(place),
    });
  }

  /** The picture of the camera, RGBA; overwritten by the next call. */
  show(attitude: Attitude): Picture {
    const stage = this.#stage;
    stage.clear();
    stage.draw(this.#wall, this.#wallPaint, () => ({ rotation: camera.rotation, position: [0, 0, 1_500] }));
    stage.draw(this.#solid, this.#painted(attitude.eyesShut), (share) => poseOf(attitude, share));
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

const poses = new WeakMap<Attitude, Map<number, Pose>>();

function poseOf(attitude: Attitude, share: number): Pose {
  const made = poses.get(attitude) ?? new Map<number, Pose>();
  poses.set(attitude, made);
  const rounded = Math.round(16 * share) / 16;
  const known = made.get(rounded);
  if (known) return known;
  const { yawDeg, bowDeg, rollDeg, distanceMm, shiftMm } = attitude;
  // The world's y points down and z away: there a positive turn about y takes the nose to the left.
  const turn = rotationOf(-yawDeg * rounded, 0, 0);
  const bow = rotationOf(0, bowDeg * rounded, rollDeg);
  const about = (rotation: Pose['rotation'], pivot: Vector, point: Vector): Vector =>
    plus(apply(rotation, minus(point, pivot)), pivot);
  // bow · turn, each about its own pivot: position of the head's origin, rotation of its axes.
  const origin = about(bow, NECK_MM, about(turn, PIVOT_MM, [0, 0, 0]));
  const axis = (unit: Vector): Vector => apply(bow, apply(turn, unit));
  const [x, y, z] = [axis([1, 0, 0]), axis([0, 1, 0]), axis([0, 0, 1])];
  const pose: Pose = {
    rotation: [x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]],
    position: plus(origin, [shiftMm[0], shiftMm[1], distanceMm]),
  };
  made.set(rounded, pose);
  return pose;
}
