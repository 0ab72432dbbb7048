import type { Mesh } from '../../../shared/vision/liveness/mesh.ts';
import { eyeDarkness } from './eye-darkness.ts';
import { createReference, type Reference } from './reference.ts';
import { openings, type ChallengeFrame, type OpenEyes } from './sample.ts';

/** Head angles within which a face counts as looking ahead; people hold their heads differently, and networks err. */
const AHEAD_DEG = { yaw: 20, pitch: 20 };
/** Of a smaller face too little is seen to tell a head from a sheet. */
const LEAST_WIDTH_PX = 80;
/** The pose must be held this long, in so many frames. */
const HELD_MS = 240;
const HELD_FRAMES = 4;
/** More than this between two frames, ms: nobody saw what happened meanwhile. */
const GAP_MS = 600;
/** How far the frames of a held pose may differ from the first of them. */
const STILL = { turn: 0.09, growth: 0.06, open: 0.18 };

/** The pose from which a move begins. */
export interface NeutralPose {
  readonly reference: Reference;
  readonly eyes: OpenEyes;
}

/** Looks for a face that looks ahead and holds still for a moment. */
export class NeutralSearch {
  #held: ChallengeFrame[] = [];
  #first: Reference | null = null;

  /** The pose, once it is found. */
  take(frame: ChallengeFrame): NeutralPose | null {
    if (!this.#goesOn(frame)) this.#begin(frame);
    if (!this.#first) return null;
    this.#held.push(frame);
    const [first] = this.#held;
    if (!first || this.#held.length < HELD_FRAMES || frame.atMs - first.atMs < HELD_MS) return null;
    const reference = createReference(meanMesh(this.#held.map(({ mesh }) => mesh)));
    return reference && { reference, eyes: eyesOf(this.#held, reference) };
  }

  #goesOn(frame: ChallengeFrame): boolean {
    const last = this.#held.at(-1);
    if (!this.#first || !last || frame.atMs - last.atMs > GAP_MS || !isAhead(frame)) return false;
    const difference = this.#first.compare(frame.mesh);
    if (!difference || Math.hypot(difference.right, difference.down) > STILL.turn) return false;
    if (Math.abs(Math.log(difference.growth)) > STILL.growth) return false;
    return openings(frame.mesh, difference).every((open) => Math.abs(open - 1) <= STILL.open);
  }

  #begin(frame: ChallengeFrame): void {
    this.#held = [];
    this.#first = isAhead(frame) ? createReference(frame.mesh) : null;
  }
}

const isAhead = ({ yawDeg, pitchDeg, widthPx }: ChallengeFrame): boolean =>
  widthPx >= LEAST_WIDTH_PX && Math.abs(yawDeg) <= AHEAD_DEG.yaw && Math.abs(pitchDeg) <= AHEAD_DEG.pitch;

/** Mean darkness of each eye. */
function eyesOf(frames: readonly ChallengeFrame[], reference: Reference): OpenEyes {
  const seen = frames.map(({ crop, mesh }) => {
    const difference = reference.compare(mesh);
    return difference && eyeDarkness(crop, mesh, difference);
  });
  const meanOf = (eye: 0 | 1): number | null => {
    const values = seen.flatMap((eyes) => eyes?.[eye] ?? []);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return [meanOf(0), meanOf(1)];
}

/** The mean of meshes that differ only by noise and a small shift: each is moved to where the first one is. */
function meanMesh(meshes: readonly Mesh[]): Mesh {
  const middles = meshes.map((mesh) => [0, 1].map((axis) => axisMean(mesh, axis)));
  const mean = new Float32Array(meshes[0]?.length ?? 0);
  meshes.forEach((mesh, i) => {
    mean.forEach((sum, at) => {
      const axis = at % 3;
      const shift = axis === 2 ? 0 : (middles[0]?.[axis] ?? 0) - (middles[i]?.[axis] ?? 0);
      mean[at] = sum + ((mesh[at] ?? 0) + shift) / meshes.length;
    });
  });
  return mean;
}

function axisMean(mesh: Mesh, axis: number): number {
  let sum = 0;
  for (let at = axis; at < mesh.length; at += 3) sum += mesh[at] ?? 0;
  return sum / (mesh.length / 3);
}
