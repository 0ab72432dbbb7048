import { channelsOf, type HumanFace, type Picture, type Point } from '../human-face.ts';
import type { CameraCalibration } from './calibration.ts';
import type { InfraredEvidence, LivenessEvidence, TextureMeasures } from './evidence.ts';
import { cutSquare } from './face-square.ts';
import { compareSurface, locateInfrared, refineAgain, refineMesh, type InfraredSearch, type LocatedMesh } from './locate-mesh.ts';
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
  const { visible, infrared, before, isThorough } = frames;
  const coarse = await refineMesh(visible, frames.face, frames.scale, networks);
  const second = infrared && (await locateInfrared(coarse, searchOf(frames, infrared.picture), networks));
  const face = second ? await refineAgain(visible, coarse, networks) : coarse;
  const texture = isThorough || !before ? measureTexture(visible, face.mesh) : before.texture;
  const votes = isThorough ? await networks.votes(cutSquare(visible, channelsOf(visible), 3, face.square)) : null;
  return {
    evidence: {
      mesh: encodeMesh(face.mesh),
      scene: measureScene(visible),
      texture,
      votes,
      infrared: infrared && infraredEvidence(visible, face, infrared, second),
    },
    texture,
    offset: second?.offset ?? null,
  };
}

const searchOf = ({ visible, calibration, before }: PairedFrames, infrared: Picture): InfraredSearch => ({
  visible,
  infrared,
  calibration,
  lastOffset: before?.offset ?? null,
});

function infraredEvidence(
  visible: Picture,
  face: LocatedMesh,
  { picture, apartMs }: NonNullable<PairedFrames['infrared']>,
  found: LocatedMesh | null,
): InfraredEvidence {
  return {
    apartMs,
    width: picture.width,
    height: picture.height,
    scene: measureScene(picture),
    face: found && {
      certainty: found.certainty,
      mesh: encodeMesh(found.mesh),
      surface: compareSurface(visible, face, picture, found),
    },
    reflectance: found && measureReflectance(visible, face.mesh, picture, found.mesh),
  };
}
