import type { Mesh } from '../../../shared/vision/liveness/mesh.ts';
import { eyeDarkness } from './eye-darkness.ts';
import { lidPairs } from './mesh-parts.ts';
import type { Difference } from './reference.ts';
import { skinAround } from './skin-around.ts';

/** What the capture side saw of the face at one moment of a challenge. */
export interface ChallengeFrame {
  /** Same clock as the start of the challenge, ms. */
  readonly atMs: number;
  /** px of the visible picture. */
  readonly mesh: Mesh;
  /** Degrees, see `FaceMeasures`. */
  readonly yawDeg: number;
  readonly pitchDeg: number;
  /** Width of the face, px. */
  readonly widthPx: number;
  /** Aligned crop, RGB, as in `FrameObservation`. */
  readonly crop: Uint8Array;
  /** Is it the person whom the challenge was put to? By the embedding. */
  readonly isSamePerson: boolean;
}

/** The eyes of a neutral pose: how dark each is against the skin, null where nothing can be made of it. */
export type OpenEyes = readonly [number | null, number | null];

/** A frame held against the neutral pose. */
export interface Sample {
  readonly atMs: number;
  readonly difference: Difference;
  /** How far the eyes are shut, 0 as in the neutral pose, 1 surely shut; the eye that is open wider decides. */
  readonly shut: number;
  /** See `skinAround`. */
  readonly skin: readonly number[];
}

/** An eye that is less dark than this against the skin says nothing: it is behind a reflection, or in poor light. */
const LEAST_DARK = 0.1;
/** One of them must be this dark before anybody is asked for a blink. */
const CLEARLY_DARK = 0.15;

/** Behind dark glasses, a reflection or in the shade of a cap a blink does not show. */
export const canSeeBlinks = (eyes: OpenEyes): boolean =>
  eyes.every((dark) => dark !== null && dark >= LEAST_DARK) && eyes.some((dark) => dark !== null && dark >= CLEARLY_DARK);

/** The share of the opening that the mesh network takes away, and of the darkness that goes, when an eye is shut. */
const SHUT = { opening: 0.25, darkness: 0.7 };

const opening = (mesh: Mesh, difference: Difference, pairs: readonly (readonly [number, number])[]): number => {
  let now = 0;
  let expected = 0;
  for (const [upper, lower] of pairs) {
    const [from, to] = [difference.place(upper), difference.place(lower)];
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy);
    if (!(length > 0)) continue;
    const acrossX = (mesh[3 * lower] ?? 0) - (mesh[3 * upper] ?? 0);
    const acrossY = (mesh[3 * lower + 1] ?? 0) - (mesh[3 * upper + 1] ?? 0);
    now += (acrossX * dx + acrossY * dy) / length;
    expected += length;
  }
  return expected > 0 ? now / expected : 0;
};

/** Opening of each eye ÷ its neutral opening, what the head's own movement does to it taken out. */
export const openings = (mesh: Mesh, difference: Difference): readonly number[] =>
  lidPairs.map((pairs) => opening(mesh, difference, pairs));

/** `difference`: of the frame's mesh to the neutral one; `neutral`: how dark the eyes were in it. */
export function sampleOf({ atMs, mesh, crop }: ChallengeFrame, difference: Difference, neutral: OpenEyes): Sample {
  // The network hardly moves its lids, and a reflection hides an eye: either may miss a blink, so a sure one of them is nearly enough.
  const byMesh = Math.max(0, Math.min(...openings(mesh, difference).map((open) => (1 - open) / SHUT.opening)));
  const dark = eyeDarkness(crop, mesh, difference);
  const byPicture = neutral.flatMap((before, eye) => {
    const now = dark[eye] ?? null;
    return before === null || now === null || before < LEAST_DARK ? [] : [(1 - now / before) / SHUT.darkness];
  });
  const half = (share: number): number => 0.5 * Math.min(1, share);
  const shut = half(byMesh) + half(byPicture.length === 0 ? 0 : Math.min(...byPicture));
  return { atMs, difference, shut, skin: skinAround(crop) };
}
