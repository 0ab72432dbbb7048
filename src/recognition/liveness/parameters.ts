/**
 * Every number that the judgement of liveness rests on, and why it is that number. All scores are natural logarithms of likelihood
 * ratios, living against copy: +3 says that a living face looks like this twenty times as often.
 */

/** When the votes together decide. */
export const fusion = {
  /** Pairs of frames, each with two new pictures, that a decision rests on: two could share one accident, and a frozen stream gives one. */
  leastPairs: 3,
  /** With so many most living faces are told: 95 % by six, also at 1.5 m (SIMULATED). */
  manyPairs: 6,
  /** A face narrower than this share of the picture stands further off than about 1.2 m (focal length 0.7 picture widths), where it is told worse and lost when it turns. */
  farWidth: 0.085,
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
  /** … and this clearly when another one joins in. */
  leaning: 0.4,
  /** Light that speaks so clearly carries alone: only against masks can it. */
  telling: 3,
  /** Nobody is living against the word of a cue of the infrared picture: masks have a depth, and then their ink alone speaks. */
  contradicting: -0.5,
  /** So long may usable pairs come without a decision, ms. */
  decideMs: 2_000,
  /** So long at most from the first good view on, ms. */
  mostMs: 4_000,
  /** Faces without anything measured of them for so long: the page does not do its part, ms. */
  unmeasuredMs: 1_000,
  /** Passive cues that accuse this much together take a passed challenge back; none of them alone can. */
  challengeVeto: -2.6,
} as const;

/**
 * Who is asked for a move when both cameras could not tell him from a copy: against each kind of copy light or shape must speak for him, against masks light
 * alone. Of 169 people of the half that is not judged on (SIMULATED, correlated noise) 73 of 90 undecided views of living ones, 1 of 168 paper masks and none
 * of 1,014 prints, 506 screens and 168 grey copies had as much; by light alone, as it was before, 63 and 1: dark beards have light like ink's, and a head's shape.
 * Where neither speaks, all cues together must, by `clearTotal`, and light must not speak for a copy: of 18 living views that were asked for nothing (same
 * half, 209 people) 9 have as much, and 1 of 16 paper masks and none of 4 prints for which no verdict was found.
 */
export const asking = {
  leastLight: 0.7,
  leastShape: 1,
  leastTotal: 0,
  clearTotal: 2,
  /** While he moves the infrared camera may miss the turned face for so long at a time, ms; a screen needs longer for the move. */
  mostLostMs: 700,
  /** A single frame without it, on a machine too slow to look oftener, may last so long, ms, if another one saw him turned. */
  mostOneLostMs: 1_500,
  /** … and must see it in this share of the frames. */
  leastSeen: 0.7,
  /** So long both cameras look at who has made the move when they saw too little of him since the question, ms. */
  mostLookedOnMs: 1_500,
  /** Further turned than this the face is no measure of its shape, degrees. */
  aheadDeg: 20,
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
  /** One tone at least so bright is something before the lens: what is left of an unlit yard, with 16 for black, lies below 30. */
  lit: 48,
  /** A picture with less spread than this has not even the noise of a sensor in the dark. */
  noiseless: 0.5,
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
 * How many times as far off as the fit's error says the truth lies. A lamp paints its own shades on a living face, which the fit takes for shift; on a sheet
 * the shades are printed, the same in both pictures. Spread of the medians of 209 people of the half that is not judged on (SIMULATED) at 1 and 1.5 m, less
 * what heads differ by: heads 1.7 and 1.9 (bend), 2.2 and 2.3 (features); sheets 1.0 and 0.8 at every distance. Masks scatter far more than either.
 */
const shadedMisled = { bend: 1.8, features: 2.2 } as const;
const paintedMisled = { bend: 1.1, features: 0.9 } as const;
const maskMisled = { bend: 1.2, features: 1.5 } as const;

/**
 * Shift of the face's surface between the pictures ÷ what its depth gives there. Medians of three pairs on rendered views of 12 people of the
 * half of lfw-dev that is not judged on, at 0.5, 1 and 1.5 m (SIMULATED): heads bend by 0.6 to 5.4, flat sheets by −0.3 to 0.3, bent ones
 * by −0.3 to 0.6; features 0.1 to 1.6 in the same light, −0.2 to 0.2 on sheets.
 */
export const depth = {
  /** Focal length, picture widths: webcams and gate cameras have 0.7 to 1.1. */
  focal: 0.9,
  head: { bend: { centre: 2.2, spread: 0.7 }, features: { centre: 1, spread: 0.5 }, misled: shadedMisled, weight: 1 },
  flat: { bend: { centre: 0, spread: 0.15 }, features: { centre: 0, spread: 0.1 }, misled: paintedMisled, weight: 0.5 },
  /** A sheet round a radius of 8 cm bends by 0.9, one round 40 cm by 0.2. */
  bent: { bend: { centre: 0.4, spread: 0.4 }, features: { centre: 0, spread: 0.15 }, misled: paintedMisled, weight: 0.5 },
  /** A sheet laid round something like a head, radius 7 to 11 cm: nose, eyes and lips are missing. */
  curved: { bend: { centre: 0.9, spread: 0.3 }, features: { centre: 0, spread: 0.3 }, misled: maskMisled, weight: 0.5 },
  /** … with holes, behind which the wearer's eyes lie as deep as their sockets would. */
  holed: { bend: { centre: 0.8, spread: 0.2 }, features: { centre: 0.7, spread: 0.5 }, misled: maskMisled, weight: 0.5 },
  /** With a larger error of the bend the cue is silent. */
  mostError: 1.3,
  /**
   * Correlation of both pictures' details. Living skin under a lamp had 0.64 and more, sheets of paper with faint ink 0.86, paper masks with
   * living eyes in their holes 0.16 to 0.56, one of 17 had 0.74: what cannot be laid on each other has no shift, and is no face under two lights.
   */
  leastAlike: 0.6,
  unlikeScore: -2,
  /** Lenses nearer to each other than this see the same, mm. */
  leastBaselineMm: 10,
  /** One measurement in so many is nonsense: bounds the score. */
  nonsense: 0.003,
  bound: 6,
  /** So far below nothing, the cameras are swapped; in standard errors, too. */
  inverted: { bend: -1, errors: 4.8 },
  leastPairs: 2,
} as const;

/**
 * Shift of the landmarks between the pictures ÷ what their depth gives there. The half that is not judged on (SIMULATED, 1 px of correlated noise, medians over
 * all pairs): at 0.5 m heads have 0.5 to 2.3 in the middle 90 %, sheets less than 0.4 in 95 %, bent ones less than 0.8. `error`: what the network misplaces, as a
 * slope, so that it counts for more from further away: at 1 m it made one head in twelve a sheet, so that the cue speaks up to about 0.7 m only (lenses 40 mm apart).
 */
export const landmarks = {
  head: { centre: 1.2, spread: 0.5, error: 0.024, weight: 1 },
  flat: { centre: 0, spread: 0.12, error: 0.016, weight: 0.5 },
  bent: { centre: 0.1, spread: 0.25, error: 0.02, weight: 0.5 },
  /** With a larger error of a head's ratio the cue is silent. */
  mostError: 0.6,
  /** A bent sheet looks like a head now and then. */
  nonsense: 0.01,
  bound: 2,
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
  /**
   * `kept`: logarithm of the share of the skin's contrast that infrared keeps, away from the eyes, through which a mask's wearer looks. `alike`:
   * correlation of both pictures' details. SIMULATED, 80 people who are not judged on: skin keeps 0.4 to 0.8 and is alike by 0.7 to 0.92; ink on
   * paper keeps 0.06 to 0.29; masks 0.1 to 1.2 and are alike by 0.2 to 0.7; grey copies 0.9 to 1. Real carbon ink may keep what skin does.
   */
  surface: {
    skin: { kept: { centre: -0.52, spread: 0.28 }, alike: { centre: 0.82, spread: 0.075 } },
    ink: { kept: { centre: -1.5, spread: 0.4 } },
    mask: { kept: { centre: -1.1, spread: 0.75 }, alike: { centre: 0.4, spread: 0.17 } },
    copy: { kept: { centre: -0.03, spread: 0.06 } },
    least: -3,
    /** Against prints and copies; against masks, which two measures tell from skin. */
    most: 2,
    mostMask: 4,
  },
  /** Lips against cheeks, log ratio, infrared minus visible: red lips lose 0.1 to 0.3. */
  lips: 0.08,
  lipsScore: 0.8,
  /** Face against what is round it, log ratio, infrared minus visible: a lamp at the camera lights a face twice as much as a wall 0.4 m behind it. */
  ground: 0.4,
  groundScore: 0.7,
  /** The same grey in both pictures: a grey copy is so, and so is a lens without a lamp. */
  sameScore: -0.2,
  most: 2,
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
  /**
   * While nobody is there nothing is urgent, and a wrong name costs a technician's way. One picture for so long, ms: cameras behind a video encoder repeat
   * an empty yard until the next whole picture, which comes within ten seconds.
   */
  restFrozenMs: 15_000,
  /** One tone, lit, for so long: nobody stands that near before the lens so long, ms. */
  restCoveredMs: 20_000,
  /** Black for so long, ms. */
  restDarkMs: 60_000,
  /** Two looks further apart than this do not belong together, ms. */
  restGapMs: 5_000,
  /** So many frames in a row: swapped, badly lit. */
  frames: 3,
  /** So many persons in a row: covered, drifted, depth inside out. */
  tracks: 3,
} as const;
