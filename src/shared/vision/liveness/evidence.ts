import { z } from 'zod';
import { Bytes } from '../../bytes.ts';
import { MESH_POINTS } from '../human-face.ts';

/** Bytes of a mesh: MESH_POINTS × (x, y, z) as little-endian float32. */
export const MESH_BYTES = MESH_POINTS * 3 * 4;

/**
 * The points of a face mesh, see MESH_BYTES. x and y: px of the whole picture, with fractions; z: in the same px, smaller =
 * nearer, 0 near the middle of the head.
 */
export const MeshBytes = Bytes.refine((bytes) => bytes.length === MESH_BYTES, `expected ${MESH_BYTES} bytes`);

/** What is measured of a whole picture, whether there is a face in it or not. */
export const SceneMeasures = z.object({
  /** Mean luma, 0 to 255, and its standard deviation. */
  brightness: z.number(),
  contrast: z.number(),
  /** Spread of the colours: standard deviations of R − G and of (R + G)/2 − B, added; near 0 in a grey picture, whatever its tint. */
  colour: z.number(),
  /** Checksum of the pixels, 32 bits: two pictures of a live sensor never have the same. */
  fingerprint: z.number().int(),
});
export type SceneMeasures = z.infer<typeof SceneMeasures>;

/** Both cameras' pictures of one moment, each as a whole. `infrared`: null when no frame of it lies near enough in time, or none is wanted. */
export const Scenes = z.object({ visible: SceneMeasures, infrared: SceneMeasures.nullable() });
export type Scenes = z.infer<typeof Scenes>;

/** What gives away a phone or a sheet of paper in the visible picture. Higher = more of it. */
export const TextureMeasures = z.object({
  /** Strongest off-centre peak in the spectrum of the face against its surroundings: moiré, print dots. */
  periodicity: z.number(),
  /** Straight edges that frame the face on several sides, 0 to 1: a screen's or a sheet's border. */
  border: z.number(),
});
export type TextureMeasures = z.infer<typeof TextureMeasures>;

/** Mean luma (0 to 255) of parts of a face, sides as seen in the picture. `ground`: a ring outside the face. */
export const RegionLuma = z.object({
  forehead: z.number(),
  leftCheek: z.number(),
  rightCheek: z.number(),
  nose: z.number(),
  lips: z.number(),
  leftEye: z.number(),
  rightEye: z.number(),
  leftBrow: z.number(),
  rightBrow: z.number(),
  ground: z.number(),
});
export type RegionLuma = z.infer<typeof RegionLuma>;

/** The same face in both pictures, as far as light is concerned. */
export const Reflectance = z.object({
  visible: RegionLuma,
  infrared: RegionLuma,
  /** Standard deviation of the luma inside the face. */
  visibleContrast: z.number(),
  infraredContrast: z.number(),
  /** How far the brightest spot of each eye stands above the eye's median in the infrared picture, 0 to 255: the lamp's reflection. */
  leftGlint: z.number(),
  rightGlint: z.number(),
});
export type Reflectance = z.infer<typeof Reflectance>;

/**
 * How a face's surroundings shift from the visible to the infrared picture, as far as no plane explains it; face widths, for a face one wide.
 * `across`: the bend along x²; above 0 where the middle is nearer and the infrared lens lies at the right. `features`: shift per
 * depth of nose, eye sockets and lips as the mesh has them. With standard errors as the misfit has them.
 */
export const SurfaceShift = z.object({
  across: z.number(),
  acrossError: z.number(),
  features: z.number(),
  featuresError: z.number(),
  /** Correlation of the details of both pictures where they lie on each other, −1 to 1. */
  alike: z.number(),
  /** Share of the skin's contrast (ratios of light, away from the eyes) that the infrared picture has too: 1 in a grey copy. */
  kept: z.number(),
});
export type SurfaceShift = z.infer<typeof SurfaceShift>;

/** What the infrared camera saw at the moment of the visible frame. */
export const InfraredEvidence = z.object({
  /** Infrared frame taken after (+) or before (−) the visible one, ms; at most PAIR_MS either way. */
  apartMs: z.number(),
  width: z.number(),
  height: z.number(),
  scene: SceneMeasures,
  /** The face at the same place, found anew in this picture; null when there is none. */
  face: z.object({ certainty: z.number(), mesh: MeshBytes, surface: SurfaceShift.nullable().default(null) }).nullable(),
  /** Null when there is no face in this picture. */
  reflectance: Reflectance.nullable(),
});
export type InfraredEvidence = z.infer<typeof InfraredEvidence>;

/** Two frames further apart than this are no pair, ms. */
export const PAIR_MS = 40;

/** Everything measured of a face and its picture that tells a living one from a copy; judged elsewhere. */
export const LivenessEvidence = z.object({
  mesh: MeshBytes,
  scene: SceneMeasures,
  texture: TextureMeasures,
  /** Human's `antispoof` (real) and `liveness` (live) networks, 0 to 1; null when they did not run. */
  votes: z.object({ real: z.number(), live: z.number() }).nullable(),
  /** Null when no infrared frame lies near enough in time. */
  infrared: InfraredEvidence.nullable(),
});
export type LivenessEvidence = z.infer<typeof LivenessEvidence>;
