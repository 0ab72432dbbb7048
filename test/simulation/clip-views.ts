import type { Picture } from '../../src/shared/vision/human-face.ts';
import { chanceFor, within } from './chance.ts';
import { inked } from './copy-exhibits.ts';
import { rotationOf, type Camera, type Pose } from './geometry.ts';
import { behind, exposed, lampOf } from './head-scene.ts';
import { headShape, tabulated } from './head-shape.ts';
import { paintOf, type Paint } from './paint.ts';
import { background, head, rig } from './parameters.ts';
import { eachPixel, placingOf, type Placing } from './placing.ts';
import { planeOf, type Plane } from './plane.ts';
import { renderView } from './render.ts';
import type { Surface } from './trace.ts';
import { Sensor } from './sensor.ts';
import { addGlint, faceCover, livingAlbedo } from './skin.ts';
import { lumaOf, type Anchors } from './source.ts';

/** A webcam: shares of the picture's width. */
const FOCAL_SHARE = 0.9;

export interface ViewOptions {
  readonly view: 'live' | 'plainLive' | 'flatCopy' | 'print';
  readonly seed: string;
  /** Of a copy, about an upright axis. */
  readonly tiltDeg: number;
}

/** What an infrared camera to the right of the webcam would see of a picture that the webcam took, if what it shows had the shape of `view`. */
export function projectedView(
  picture: Picture,
  anchors: Anchors,
  { view, seed, tiltDeg }: ViewOptions,
  random: () => number,
): Picture {
  const { width, height } = picture;
  const colours = planesOf(picture);
  const luma = lumaOf(colours);
  // The same head, or copy, in every picture of the clip.
  const lot = chanceFor('clip head', seed);
  const placing = placingOf(anchors, head.faceWidthMm * within(head.widthShare, lot));
  const focalPx = FOCAL_SHARE * width;
  const depthMm = focalPx / placing.pxPerMm;
  const wallMm = depthMm + within(background.behindMm, lot);
  const visible: Camera = {
    ...{ width, height, focalPx },
    centreX: width / 2,
    centreY: height / 2,
    position: [0, 0, 0],
    rotation: rotationOf(0, 0, 0),
  };
  const infrared: Camera = { ...visible, position: [rig.baselineMm, 0, 0] };
  const isCopy = view === 'flatCopy' || view === 'print';
  const cover = planeOf(width, height);
  let reliefAt: Surface['reliefAt'] = null;
  const face = faceCover(placing, luma);
  let grey = luma;
  if (isCopy) {
    cover.data.fill(1);
    if (view === 'print') grey = exposed(inked(luma, lot), face, lot);
  } else {
    const shape = headShape(placing, lot);
    reliefAt = tabulated(shape.reliefAt, 420);
    eachPixel(placing, luma, (at, x, y) => (cover.data[at] = shape.coverAt(x, y)));
    if (view === 'live') {
      grey = exposed(livingAlbedo(colours, face, placing, lot), face, lot);
      addGlint(grey, placing, lot);
    }
  }
  const isLit = view === 'live' || view === 'print';
  const wall = isCopy ? luma : lumaOf(behind(colours, cover));
  const pose = poseOf(placing, visible, depthMm, isCopy ? tiltDeg : 0);
  const canvas = new Uint8ClampedArray(4 * width * height);
  const grain = new Sensor('infrared', seed, view, random()).frame();
  renderView(
    {
      camera: infrared,
      light: 'infrared',
      lamp: isLit ? { ...lampOf(lot), atMm: depthMm } : null,
      surfaces: [
        seenBy(visible, paintOf([], grey, cover), pose, reliefAt),
        seenBy(visible, paintOf([], wall, null), { rotation: rotationOf(0, 0, 0), position: [0, 0, wallMm] }, null),
      ],
      // Beyond its edges, so that nothing fades.
      region: { left: -width, top: -height, width: 3 * width, height: 3 * height },
    },
    grain,
    canvas,
  );
  return { data: canvas, width, height };
}

function planesOf({ data, width, height }: Picture): readonly Plane[] {
  return [0, 1, 2].map((channel) => {
    const plane = planeOf(width, height);
    plane.data.forEach((_, at) => (plane.data[at] = (data[4 * at + channel] ?? 0) / 255));
    return plane;
  });
}

/** Where a thing must be for the webcam to have seen its origin in its place. */
function poseOf({ originX, originY, rollRadians }: Placing, camera: Camera, depthMm: number, tiltDeg: number): Pose {
  const scale = depthMm / camera.focalPx;
  return {
    rotation: rotationOf(tiltDeg, 0, (rollRadians * 180) / Math.PI),
    position: [scale * (originX - camera.centreX), scale * (originY - camera.centreY), depthMm],
  };
}

/** A surface on which every spot has the look that `camera` saw in its direction. */
function seenBy(camera: Camera, paint: Paint, pose: Pose, reliefAt: Surface['reliefAt']): Surface {
  const { rotation, position } = pose;
  return {
    ...{ paint, pose, reliefAt },
    paintAt(x, y, spot) {
      const z = reliefAt ? -reliefAt(x, y) : 0;
      const depth = rotation[6] * x + rotation[7] * y + rotation[8] * z + position[2];
      spot.u = camera.centreX + (camera.focalPx * (rotation[0] * x + rotation[1] * y + rotation[2] * z + position[0])) / depth;
      spot.v = camera.centreY + (camera.focalPx * (rotation[3] * x + rotation[4] * y + rotation[5] * z + position[1])) / depth;
    },
  };
}
