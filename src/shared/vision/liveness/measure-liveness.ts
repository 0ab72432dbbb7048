import { channelsOf, type HumanFace, type Picture, type Point } from '../human-face.ts';
import type { CameraCalibration } from './calibration.ts';
import type { InfraredEvidence, LivenessEvidence, TextureMeasures } from './evidence.ts';
import { cutSquare } from './face-square.ts';
import { compareSurface, locateInfrared, refineAgain, refineMesh, type InfraredSearch, type LocatedMesh } from './locate-mesh.ts';
import { GreyCuts } from './grey-cuts.ts';
import { encodeMesh } from './mesh.ts';
import type { LivenessNetworks } from './networks.ts';
import { measureReflectance } from './reflectance.ts';
import { measureScene } from './scene.ts';
import { measureTexture } from './texture.ts';

/** A frame with the face to be judged, and what the infrared camera saw at the same moment. */
export interface PairedFrames {
  readonly visible: Picture;
  /** A face with a whole mesh as Human found it in `visible`, made `scale` times as large. */
  readonly face: HumanFace;
  readonly scale: number;
  /** `apartMs`: taken after (+) or before (−) the visible frame. */
  readonly infrared: { readonly picture: Picture; readonly apartMs: number } | null;
  readonly calibration: CameraCalibration;
  /** Of the same face in the frame before; null without one. */
  readonly before: FrameBefore | null;
  /** Ask Human's two networks, and measure the texture anew, which hardly changes from frame to frame? */
  readonly isThorough: boolean;
}

/** What a frame hands on to the next one of the same face. */
export interface FrameBefore {
  readonly texture: TextureMeasures;
  /** Where the face lay in the infrared picture, from where it was expected, px; null when it was not found. */
  readonly offset: Point | null;
}

export interface MeasuredLiveness extends FrameBefore {
  readonly evidence: LivenessEvidence;
}

/** Measures everything that tells a living face from a copy; the same code in the page, the lab and the tests. */
export async function measureLiveness(frames: PairedFrames, networks: LivenessNetworks): Promise<MeasuredLiveness> {
  const { visible, before, isThorough } = frames;
  const cuts = new GreyCuts(visible);
  const infrared = frames.infrared && { cuts: new GreyCuts(frames.infrared.picture), apartMs: frames.infrared.apartMs };
  const coarse = await refineMesh(cuts, frames.face, frames.scale, networks);
  const found = infrared && (await locateInfrared(coarse, searchOf(frames, infrared.cuts), networks));
  const face = found ? await refineAgain(cuts, coarse, networks) : coarse;
  const texture = isThorough || !before ? measureTexture(visible, face.mesh) : before.texture;
  const votes = isThorough ? await networks.votes(cutSquare(visible, channelsOf(visible), 3, face.square)) : null;
  return {
    evidence: {
      mesh: encodeMesh(face.mesh),
      scene: measureScene(visible),
      texture,
      votes,
      infrared: infrared && infraredEvidence({ picture: visible, face }, infrared, found),
    },
    texture,
    offset: found?.offset ?? null,
  };
}

const searchOf = ({ visible, calibration, before }: PairedFrames, infrared: GreyCuts): InfraredSearch => ({
  visible,
  infrared,
  calibration,
  lastOffset: before?.offset ?? null,
});

function infraredEvidence(
  visible: { readonly picture: Picture; readonly face: LocatedMesh },
  { cuts, apartMs }: { readonly cuts: GreyCuts; readonly apartMs: number },
  found: LocatedMesh | null,
): InfraredEvidence {
  const { picture } = cuts;
  return {
    apartMs,
    width: picture.width,
    height: picture.height,
    scene: measureScene(picture),
    face: found && {
      certainty: found.certainty,
      mesh: encodeMesh(found.mesh),
      surface: compareSurface(visible.face, found),
    },
    reflectance: found && measureReflectance(visible.picture, visible.face.mesh, picture, found.mesh),
  };
}
