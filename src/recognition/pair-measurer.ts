import { Fault } from '../shared/fault.ts';
import { analyseFace, type AnalysedFace } from '../shared/vision/analyse-face.ts';
import { chooseFace } from '../shared/vision/choose-face.ts';
import type { Picture } from '../shared/vision/human-face.ts';
import { uncalibrated, type CameraCalibration } from '../shared/vision/liveness/calibration.ts';
import type { LivenessEvidence } from '../shared/vision/liveness/evidence.ts';
import { measureLiveness, type FrameBefore } from '../shared/vision/liveness/measure-liveness.ts';
import { graphNetworks, type Graph, type LivenessNetworks } from '../shared/vision/liveness/networks.ts';
import { ANALYSED_PX, padded, shrink, type FloatPicture } from '../shared/vision/shrink.ts';
import { facesIn, MODEL_HOST, startHuman, type HumanInThread } from './human-node.ts';

/** A face of a frame and what was measured of it: what the page would have sent. */
export interface MeasuredPair {
  readonly face: AnalysedFace & { readonly rivals: number };
  readonly evidence: LivenessEvidence;
  /** For the next frame of the same face. */
  readonly before: FrameBefore;
}

export interface PairOptions {
  /** Default: not calibrated, lenses 40 mm apart. */
  readonly calibration?: CameraCalibration;
  /** Ask Human's two networks too. Default true. */
  readonly wantsVotes?: boolean;
  /** Infrared frame taken after (+) or before (−) the visible one, ms. Default 0. */
  readonly apartMs?: number;
  /** Of the same face in the frame before, as the page hands it on. Default: the pair by itself. */
  readonly before?: FrameBefore | null;
}

/** Measures pairs of frames outside the page, with the page's own code. Not re-entrant: one pair after the other. */
export interface PairMeasurer {
  /** Null when the visible picture shows no face in the guide. */
  measure(visible: Picture, infrared: Picture | null, options?: PairOptions): Promise<MeasuredPair | null>;
}

const DEFAULT_BASELINE_MM = 40;

async function voter(tf: HumanInThread['tf'], name: string): Promise<Graph> {
  try {
    return await tf.loadGraphModel(`${MODEL_HOST}${name}.json`);
  } catch (cause) {
    throw new Fault('model.missing', `${name} cannot be read; build the models with \`npm run models\``, { cause });
  }
}

/** Human's networks in this thread, as `measureLiveness` wants them. */
async function livenessNetworks(started: HumanInThread): Promise<LivenessNetworks> {
  const { human, tf } = started;
  const facemesh: Graph | null | undefined = human.models.models['facemesh'];
  if (!facemesh) throw new Fault('model.failed', 'facemesh is not loaded');
  const [antispoof, liveness] = await Promise.all([voter(tf, 'antispoof'), voter(tf, 'liveness')]);
  return {
    ...graphNetworks(tf, { facemesh, votes: { antispoof, liveness } }),
    find: (picture: FloatPicture) => {
      const tensor = tf.tensor4d(picture.data, [1, picture.height, picture.width, 3], 'float32');
      return facesIn(started, tensor, started.leastCertainty);
    },
  };
}

/**
 * `humanDirectory`: as `models/human` is built. Same demands on the thread and same faults as `startHuman`.
 */
export async function createPairMeasurer(humanDirectory: string): Promise<PairMeasurer> {
  const networks = await livenessNetworks(await startHuman(humanDirectory));
  return {
    async measure(visible, infrared, options = {}) {
      const small = shrink(visible, ANALYSED_PX);
      const chosen = chooseFace(await networks.find(padded(small)), small.width, small.height);
      const analysed = chosen && analyseFace(chosen.face, visible, small.scale);
      if (!analysed) return null;
      const { evidence, ...before } = await measureLiveness(
        {
          visible,
          face: chosen.face,
          scale: small.scale,
          infrared: infrared && { picture: infrared, apartMs: options.apartMs ?? 0 },
          calibration: options.calibration ?? uncalibrated(DEFAULT_BASELINE_MM),
          before: options.before ?? null,
          isThorough: options.wantsVotes ?? true,
        },
        networks,
      );
      return { face: { ...analysed, rivals: chosen.rivals }, evidence, before };
    },
  };
}
