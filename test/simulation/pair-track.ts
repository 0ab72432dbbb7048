import type { Picture } from '../../src/shared/vision/human-face.ts';
import { chanceFor, within, type Random } from './chance.ts';
import { copyExhibit, maskExhibit } from './copy-exhibits.ts';
import { project, rotationOf, type Camera, type Pose } from './geometry.ts';
import { headExhibit, type Exhibit } from './head-scene.ts';
import { isLiving, type Kind } from './kinds.ts';
import { moveOn, type Turn } from './asked-move.ts';
import { movementOf } from './motion.ts';
import { background, copy, head, rig } from './parameters.ts';
import { placingOf, type Placing } from './placing.ts';
import { renderView } from './render.ts';
import type { Surface, View } from './trace.ts';
import { Sensor } from './sensor.ts';
import type { Source } from './source.ts';

export interface CameraPair {
  readonly visible: Camera;
  readonly infrared: Camera;
}

export interface RigSize {
  readonly width: number;
  readonly height: number;
  readonly focalPx: number;
}

/** Two cameras as they are really mounted: the infrared one a little askew. */
export function mountedRig(size: RigSize, random: Random): CameraPair {
  const { width, height, focalPx } = size;
  const visible: Camera = {
    ...{ width, height, focalPx },
    centreX: width / 2,
    centreY: height / 2,
    position: [0, 0, 0],
    rotation: rotationOf(0, 0, 0),
  };
  const turn = (): number => within(rig.rotationDeg, random);
  const off = (): number => within(rig.offsetMm, random);
  return {
    visible,
    infrared: {
      ...visible,
      focalPx: focalPx * (1 + within(rig.focalShare, random)),
      centreX: width * (0.5 + within(rig.centreShare, random)),
      centreY: height / 2 + width * within(rig.centreShare, random),
      position: [rig.baselineMm + off(), off(), off()],
      rotation: rotationOf(turn(), turn(), turn()),
    },
  };
}

/** Something before the two cameras, ready to be looked at. */
export interface PairTrack {
  /** Both pictures at a moment, RGBA; they are overwritten by the next call. */
  look(atMs: number): { readonly visible: Picture; readonly infrared: Picture };
}

export interface TrackOptions {
  readonly kind: Kind;
  readonly distanceM: number;
  /** Names the person and the picture: the same names, the same track. */
  readonly seed: string;
  /** Default: the rig of `parameters.ts`. */
  readonly size?: RigSize;
  /** A move on top of the sway. Default: none. */
  readonly turnAt?: (atMs: number) => Turn;
}

/** Everything that does not depend on the distance, made once: it is the dear part. */
export interface Prepared {
  readonly placing: Placing;
  readonly exhibit: Exhibit;
  /** Size of the face against a living one. */
  readonly share: number;
}

export function prepare(source: Source, kind: Kind, seed: string): Prepared {
  // The same person has the same head in `live` and `plainLive`, the same sheet in `flatPrint` and `plainFlat`.
  const random = chanceFor('exhibit', seed, isLiving(kind) ? 'head' : kind === 'mask' ? 'mask' : 'copy');
  const faceWidthMm = head.faceWidthMm * within(head.widthShare, random);
  const share = isLiving(kind) || kind === 'mask' ? 1 : within(copy.sizeShare, random);
  const placing = placingOf(source.anchors, faceWidthMm * share);
  return { placing, share, exhibit: exhibitOf(kind, source, placing, random) };
}

function exhibitOf(kind: Kind, source: Source, placing: Placing, random: Random): Exhibit {
  if (kind === 'live' || kind === 'plainLive') return headExhibit(source, placing, random, kind === 'plainLive');
  if (kind === 'mask') return maskExhibit(source, placing, random);
  return copyExhibit(kind, source, placing, random);
}

const canvases = new Map<string, readonly [Uint8ClampedArray, Uint8ClampedArray]>();

/** Two pictures to paint on, the same ones for every track: they are large. */
function canvasesOf({ width, height }: RigSize): readonly [Uint8ClampedArray, Uint8ClampedArray] {
  const key = `${width}×${height}`;
  const made = canvases.get(key) ?? [new Uint8ClampedArray(4 * width * height), new Uint8ClampedArray(4 * width * height)];
  canvases.set(key, made);
  return made;
}

/** How far round the face is painted, in its widths. */
const REGION = { width: 2.7, height: 3, down: 0.1 } as const;

/** The `prepared` thing at a distance, moving, seen by two cameras. */
export function pairTrack(prepared: Prepared, { kind, distanceM, seed, size = rig, turnAt }: TrackOptions): PairTrack {
  const { exhibit, placing } = prepared;
  const depthMm = 1_000 * distanceM;
  const cameras = mountedRig(size, chanceFor('rig', seed));
  const random = chanceFor('movement', seed, kind, distanceM);
  const movement = movementOf(isLiving(kind) ? 'live' : 'copy', depthMm, placing.rollRadians, random);
  const wallMm = depthMm + within(background.behindMm, chanceFor('wall', seed));
  const sensors = {
    visible: new Sensor('visible', seed, kind, distanceM),
    infrared: new Sensor('infrared', seed, kind, distanceM),
  };
  const wall = wallSurface(exhibit, placing, depthMm, wallMm);
  const [visible, infrared] = canvasesOf(size);
  return {
    look(atMs) {
      const swaying = movement(atMs);
      const pose = turnAt ? moveOn(kind, swaying, turnAt(atMs)) : swaying;
      const near = nearSurface(exhibit, placing, pose);
      const show = (light: View['light'], canvas: Uint8ClampedArray): Picture => {
        const camera = cameras[light];
        const lamp = light === 'infrared' && exhibit.lamp ? { ...exhibit.lamp, atMm: depthMm } : null;
        const region = regionOf(camera, pose, depthMm);
        renderView({ camera, light, lamp, surfaces: [near, wall], region }, sensors[light].frame(), canvas);
        return { data: canvas, width: camera.width, height: camera.height };
      };
      return { visible: show('visible', visible), infrared: show('infrared', infrared) };
    },
  };
}

function regionOf(camera: Camera, pose: Pose, depthMm: number): View['region'] {
  const [x, y] = project(camera, pose.position);
  const faceWidth = (camera.focalPx * head.faceWidthMm) / depthMm;
  const width = Math.round(REGION.width * faceWidth);
  const height = Math.round(REGION.height * faceWidth);
  return {
    left: Math.round(x - width / 2),
    top: Math.round(y - height / 2 + REGION.down * faceWidth),
    width,
    height,
  };
}

function nearSurface({ near }: Exhibit, placing: Placing, pose: Pose): Surface {
  const { pxPerMm, originX, originY, rollRadians } = placing;
  const cos = pxPerMm * Math.cos(rollRadians);
  const sin = pxPerMm * Math.sin(rollRadians);
  const { unrolled } = near;
  return {
    paint: near.paint,
    pose,
    reliefAt: near.reliefAt,
    paintAt(x, y, spot) {
      const [a, b] = unrolled ? unrolled(x, y) : [x, y];
      spot.u = originX + cos * a - sin * b;
      spot.v = originY + sin * a + cos * b;
    },
  };
}

/** The wall, so painted that the visible camera at first sees the picture as it was. */
function wallSurface(
  { wall, wallShrunk }: Exhibit,
  { pxPerMm, originX, originY }: Placing,
  depthMm: number,
  wallMm: number,
): Surface {
  const scale = (pxPerMm * depthMm) / wallMm;
  return {
    paint: wall,
    pose: { rotation: rotationOf(0, 0, 0), position: [0, 0, wallMm] },
    reliefAt: null,
    paintAt(x, y, spot) {
      spot.u = (originX + scale * x) / wallShrunk;
      spot.v = (originY + scale * y) / wallShrunk;
    },
  };
}
