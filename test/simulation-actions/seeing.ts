import path from 'node:path';
import { createEmbedder } from '../../src/recognition/embedder.ts';
import { facesIn, startHuman } from '../../src/recognition/human-node.ts';
import { readManifest, recogniserOf } from '../../src/recognition/manifest.ts';
import { hintFor } from '../../src/recognition/quality.ts';
import { analyseFace, type AnalysedFace } from '../../src/shared/vision/analyse-face.ts';
import { chooseFace } from '../../src/shared/vision/choose-face.ts';
import type { Picture } from '../../src/shared/vision/human-face.ts';
import { GreyCuts } from '../../src/shared/vision/liveness/grey-cuts.ts';
import { refineMesh } from '../../src/shared/vision/liveness/locate-mesh.ts';
import type { Mesh } from '../../src/shared/vision/liveness/mesh.ts';
import { graphNetworks, type Graph, type LivenessNetworks } from '../../src/shared/vision/liveness/networks.ts';
import { ANALYSED_PX, shrink } from '../../src/shared/vision/shrink.ts';

/** What a challenge is told of a frame, but for the time. */
export interface SeenFace {
  readonly mesh: Mesh;
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly widthPx: number;
  readonly embedding: Float32Array;
  /** As the gate sees it. */
  readonly isGoodView: boolean;
  /** Other faces of about its size. */
  readonly rivals: number;
  readonly face: AnalysedFace;
}

/** Sees as the page does, with the same networks and the same code; the challenge needs no more than this of it. */
export interface Eyes {
  see(picture: Picture): Promise<SeenFace | null>;
}

/** Loads Human, the mesh network and the embedder from `modelsDir`. */
export async function openEyes(modelsDir: string): Promise<Eyes> {
  const started = await startHuman(path.join(modelsDir, 'human'));
  const facemesh: Graph | null | undefined = started.human.models.models['facemesh'];
  if (!facemesh) throw new Error('facemesh is not loaded');
  const recogniser = recogniserOf(readManifest(modelsDir));
  const embedder = await createEmbedder(path.join(modelsDir, recogniser.file), recogniser, 1);
  const networks: LivenessNetworks = {
    ...graphNetworks(started.tf, { facemesh, votes: null }),
    find: ({ data, width, height }) =>
      facesIn(started, started.tf.tensor4d(data, [1, height, width, 3], 'float32'), started.leastCertainty),
  };
  return {
    async see(picture) {
      const small = shrink(picture, ANALYSED_PX);
      const chosen = chooseFace(await networks.find(small), small.width, small.height);
      const face = chosen && analyseFace(chosen.face, picture, small.scale);
      if (!face) return null;
      const { mesh } = await refineMesh(new GreyCuts(picture), chosen.face, small.scale, networks);
      const { yawDeg, pitchDeg, box } = face.measures;
      const { rivals } = chosen;
      const isGoodView = hintFor({ measures: face.measures, motion: 0, rivals }, picture) === null;
      const embedding = await embedder.embed(face.crop);
      return { mesh, yawDeg, pitchDeg, widthPx: box.width, embedding, isGoodView, rivals, face };
    },
  };
}
