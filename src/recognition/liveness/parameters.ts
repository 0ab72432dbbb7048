/**
 * Every number that the judgement of liveness rests on, and why it is that number. All scores are natural logarithms of likelihood
 * ratios, living against copy: +3 says that a living face looks like this twenty times as often.
 */

/** When the votes together decide. */
export const fusion = {
  /** Pairs of frames, each with two new pictures, that a decision rests on: two could share one accident, and a frozen stream gives one. */
  leastPairs: 3,
  /** Frames that an accusation rests on: the face may be missed in one or two. */
  accusingFrames: 5,
  /** Wald: whatever the copies are, at most e^−3 = 5 % of them get this far if the votes are honest; the bounds of the cues keep them so. */
  live: 3,
  /** At most e^−4 = 2 % of living faces get this low. */
  attack: -4,
  /** At the end of the time, more likely a copy than not by 3 to 1: refused either way, and then called by its name. */
  lateAttack: -1,
  /** A cue that carries a decision for living must itself speak this clearly. */
  carrying: 1.5,
  /** So long may usable pairs come without a decision, ms. */
  decideMs: 2_000,
  /** So long at most from the first good view on, ms. */
  mostMs: 4_000,
  /** Faces without anything measured of them for so long: the page does not do its part, ms. */
  unmeasuredMs: 1_000,
  /** Passive cues that accuse this much together take a passed challenge back; none of them alone can. */
  challengeVeto: -2.6,
} as const;

/** Older frames of a track say less about who stands there now, ms. */
export const HISTORY_MS = 5_000;
/** More frames than this are not kept. */
export const HISTORY_FRAMES = 40;

/** Pictures in which nothing can be seen. Luma, 0 to 255. */
export const blind = {
  /** Black of a sensor without light, with its noise and its offset (16 in video range). */
  darkest: 24,
  /** Spread of a picture with nothing in it: a hand or a cap before the lens, or black. */
  contrast: 6,
} as const;

/** The infrared face must be lit well enough to be measured; mean luma of the cheeks. */
export const exposure = { darkest: 18, brightest: 250 } as const;

/** `SceneMeasures.colour`: a grey picture has 0 to 2, after compression too; a yard at noon 20 to 50. */
export const colour = { coloured: 10 } as const;

export const presence = {
  /** The detector misses a face now and then; share of the frames without it that is still no sign of anything, and from which on it is one. */
  mayMiss: 0.4,
  missing: 0.6,
  /** A screen gives no infrared light, and nothing else hides a face from infrared: only a dead lamp does, which is named. */
  dark: -6,
  /** The infrared picture shows things, but no face: a screen before a lit yard, ink that vanishes; or a bad moment of the detector. */
  noFace: -5,
  /** A print is seen as well as a living face: this speaks against screens only. */
  seen: 0.5,
  /** Further from its place than this many standard deviations of the calibration: too small, too large, or moved cameras. */
  placeErrors: 4,
  /** … and than this share of the face's width: faces differ by 15 % in breadth, so by as much of the disparity. */
  placeShare: 0.2,
  elsewhere: -2,
} as const;

/**
 * The disparity's slope on the depth of the mesh ÷ what a head of usual breadth gives there. Measured by matching pixels, median of three
 * pairs, on rendered views of 8 people of the half of lfw-dev that is not judged on (depth not the mesh's own), at 0.5, 1 and 1.5 m: heads
 * 0.8 to 2.0, under an uneven lamp 0.4 to 2.5; flat −0.15 to 0.16; bent sheets −0.2 to 0.2.
 */
export const depth = {
  /** Focal length, picture widths: webcams and gate cameras have 0.7 to 1.1. */
  focal: 0.9,
  /**
   * `whole`: spread by focal length ±13 %, breadth ±7 %, the mesh's own depth ±20 %, the lamp. `features` (nose, eyes and lips alone): the same
   * people had 0.25 ± 0.2 as heads, 0 ± 0.12 as anything else.
   */
  head: { whole: { centre: 1.15, spread: 0.4 }, features: { centre: 0.27, spread: 0.2 }, weight: 1 },
  flat: { whole: { centre: 0, spread: 0.12 }, features: { centre: 0, spread: 0.12 }, weight: 0.4 },
  /** A sheet round a radius of 12 cm has 0.24 of a face's curvature across, and none of it down. */
  bent: { whole: { centre: 0.2, spread: 0.15 }, features: { centre: 0, spread: 0.12 }, weight: 0.4 },
  /** A sheet laid round something like a head: only nose, eyes and lips are missing. */
  curved: { whole: { centre: 0.7, spread: 0.4 }, features: { centre: 0, spread: 0.12 }, weight: 0.2 },
  /** A larger ratio counts as this one. */
  deepest: 1.5,
  /** With a larger standard error of the ratio the cue is silent. */
  mostError: 0.35,
  /** Lenses nearer to each other than this see the same, mm. */
  leastBaselineMm: 10,
  /** One measurement in so many is nonsense: bounds the score. */
  nonsense: 0.003,
  bound: 6,
  /** So far below nothing, the cameras are swapped; in standard errors, too. */
  inverted: { ratio: -0.6, errors: 4 },
  leastPairs: 2,
} as const;

/**
 * Reflectance at 850 to 940 nm: skin is bright and even whatever its tint, lips lose their red, dye ink is transparent. The lamp sits at the
 * camera, so that what is near is brighter than what is behind it.
 */
export const reflectance = {
  /** Contrast inside the infrared face ÷ that of the visible one: dye leaves paper with a tenth, skin keeps brows, eyes and shadows. */
  vanished: 0.2,
  faint: 0.35,
  vanishedScore: -4,
  faintScore: -1.5,
  /** Lips against cheeks, log ratio, infrared minus visible: red lips lose 0.1 to 0.3. */
  lips: 0.08,
  lipsScore: 0.8,
  /** Face against what is round it, log ratio, infrared minus visible: a lamp at the camera lights a face twice as much as a wall 0.4 m behind it. */
  ground: 0.4,
  groundScore: 0.7,
  /** The same grey in both pictures: a grey copy is so, and so is a lens without a lamp. */
  sameScore: -0.2,
  most: 1.5,
} as const;

/**
 * Spot above the eye's median, 0 to 255. A lamp's mirror image on the cornea is near white on a dark iris; but a photograph may show the
 * mirrored sky, and keep it in infrared.
 */
export const glint = { bright: 45, both: 0.6, none: -0.2 } as const;

export const movement = {
  /** Angle between two frames from which on the parallax of the nose can be measured, degrees. */
  leastTurnDeg: 5,
  /** Slope of the motion on depth ÷ the sine of that angle: 1 for anything solid, 0 for a sheet that is tilted. */
  solid: { centre: 0.9, spread: 0.5 },
  flat: { centre: 0.2, spread: 0.4 },
  turnBound: 1,
  /** Eyes closed: their opening falls below this share of its usual, for at most so long, ms. */
  blinkShare: 0.6,
  blinkMs: 500,
  blink: 1.2,
  /** What is left of the motion after the best affine map, shares of the face's width: noise of the mesh network stays below. */
  pliant: 0.012,
  pliantScore: 0.5,
  /** Nothing that stands on two legs stays within this for `stiffMs`, shares of the face's width. */
  stiff: 0.002,
  stiffMs: 1_000,
  stiffScore: -1,
  most: 1.5,
} as const;

/** A wall of tiles or a shirt can have either, so both are weak. */
export const texture = {
  /** Strongest peak ÷ its surroundings: noise and the compression of a webcam reach 7, a screen's grid stands far above it. */
  periodicity: 12,
  periodicityScore: -1.2,
  /** More than half of a frame round the face. */
  border: 0.6,
  borderScore: -1.2,
  clean: 0.2,
} as const;

/** Measured: no better than a coin on prints (AUC 0.40 to 0.61). They may tip a balance, no more. */
export const networks = { weight: 0.4, bound: 0.3 } as const;

/** When something is wrong with the cameras rather than with a passage. */
export const watch = {
  /** One picture stays while the other changes so often, or both stay so often: frozen. */
  frozenFrames: 4,
  /** … for at least this long, ms. */
  frozenMs: 400,
  /** Real cameras never give one picture twice; so long, and it is not one that was merely looked at twice, ms. */
  stillMs: 1_500,
  /** Frames with a face, but without an infrared frame near enough in time, for so long, ms. */
  notPairedMs: 1_000,
  /** So many frames in a row: swapped, badly lit. */
  frames: 3,
  /** So many persons in a row: covered, drifted, depth inside out. */
  tracks: 3,
} as const;
