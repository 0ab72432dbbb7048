import { looksAhead } from '../../likeness.ts';
import type { Mesh } from '../../../shared/vision/liveness/mesh.ts';
import { eyeDarkness } from './eye-darkness.ts';
import { createReference, type Difference, type Reference } from './reference.ts';
import { openings, type ChallengeFrame, type OpenEyes } from './sample.ts';

/** Of a smaller face too little is seen to tell a head from a sheet. */
const LEAST_WIDTH_PX = 80;
/** The pose must be held this long, ms, in so many frames. */
const HELD_MS = 240;
const HELD_FRAMES = 4;
/** More than this between two frames, ms: nobody saw what happened meanwhile. */
const GAP_MS = 600;
/**
 * How far the frames of a held pose may differ from their mean. From the mean, not from one of them: 1 px of noise on a face of 128 px and the
 * sway of somebody who stands leave 0.10 between two frames (95 %), which kept half of the living waiting. Noise has no direction: whoever goes
 * steadily one way has begun to move before he was asked, and `drift` is how far he may get while the pose is held.
 */
const STILL = { turn: 0.09, drift: 0.08, growth: 0.06 };
/** Besides, where a blink is to be seen: how far an opening may be from the mean one. The network's lids are too uncertain to ask it for nothing. */
const STILL_OPEN = 0.18;

/** The pose from which a move begins. */
export interface NeutralPose {
  readonly reference: Reference;
  readonly eyes: OpenEyes;
  /** Did the lids hold still too? */
  readonly isOpenEyed: boolean;
}

/** Watches for a face that looks ahead and holds still. */
export class NeutralWatch {
  /** The newest frames that look ahead one after another; not many more than a pose needs. */
  #ahead: readonly ChallengeFrame[] = [];

  take(frame: ChallengeFrame): void {
    const last = this.#ahead.at(-1);
    if (!isAhead(frame)) this.#ahead = [];
    else if (last && frame.atMs - last.atMs <= GAP_MS) this.#ahead = held([...this.#ahead, frame]);
    else this.#ahead = [frame];
  }

  /** Nothing of what was seen counts any more. */
  forget(): void {
    this.#ahead = [];
  }

  /** The pose that is held up to `atMs`, or null. */
  pose(atMs: number): NeutralPose | null {
    const [first] = this.#ahead;
    const last = this.#ahead.at(-1);
    if (!first || !last || atMs - last.atMs > GAP_MS) return null;
    if (this.#ahead.length < HELD_FRAMES || last.atMs - first.atMs < HELD_MS) return null;
    const reference = createReference(meanMesh(this.#ahead.map(({ mesh }) => mesh)));
    if (!reference) return null;
    const differences = this.#ahead.map(({ mesh }) => reference.compare(mesh));
    if (!differences.every((difference) => difference !== null && isStill(difference))) return null;
    if (driftOf(differences) > STILL.drift) return null;
    const isOpenEyed = this.#ahead.every(({ mesh }, i) => {
      const difference = differences[i];
      return difference && openings(mesh, difference).every((open) => Math.abs(open - 1) <= STILL_OPEN);
    });
    return { reference, eyes: eyesOf(this.#ahead, reference), isOpenEyed };
  }
}

/** Without the oldest of `frames`, as long as the rest is enough for a pose. */
function held(frames: readonly ChallengeFrame[]): readonly ChallengeFrame[] {
  const last = frames.at(-1);
  const from = frames.findLastIndex(({ atMs }, i) => frames.length - i >= HELD_FRAMES && (last?.atMs ?? 0) - atMs >= HELD_MS);
  return frames.slice(Math.max(0, from));
}

const isStill = ({ right, down, growth }: Difference): boolean =>
  Math.hypot(right, down) <= STILL.turn && Math.abs(Math.log(growth)) <= STILL.growth;

/** How far the head turned from the first to the last, by the straight line through all of them; they come at about the same intervals. */
function driftOf(differences: readonly (Difference | null)[]): number {
  const middle = (differences.length - 1) / 2;
  let [right, down, squares] = [0, 0, 0];
  differences.forEach((difference, i) => {
    right += (i - middle) * (difference?.right ?? 0);
    down += (i - middle) * (difference?.down ?? 0);
    squares += (i - middle) ** 2;
  });
  return (Math.hypot(right, down) / squares) * (differences.length - 1);
}

const isAhead = (frame: ChallengeFrame): boolean => frame.widthPx >= LEAST_WIDTH_PX && looksAhead(frame);

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
